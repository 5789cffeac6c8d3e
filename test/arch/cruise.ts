import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const repository = resolve(import.meta.dirname, '../..');
export const rulesFile = join(repository, '.dependency-cruiser.cjs');

const command = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface CruiseResult {
  summary: { totalCruised: number; violations: { from: string; to: string; rule: { name: string } }[] };
}

/** Checks the tree under `directory` against the repository's rules: how many modules it has, and `rule: from -> to` for each breach. */
export async function cruise(directory: string): Promise<{ modules: number; violations: string[] }> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [command, '--config', rulesFile, '--output-type', 'json', '--no-cache', 'apps', 'libs', 'test'],
    { cwd: directory, maxBuffer: 64 * 1024 * 1024 },
  ).catch((error: unknown) => {
    // The exit code is the number of violations; the report is on stdout even then.
    if (error instanceof Error && 'stdout' in error && String(error.stdout).startsWith('{')) {
      return { stdout: String(error.stdout) };
    }
    throw error;
  });
  const { summary } = JSON.parse(stdout) as CruiseResult;
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort(),
  };
}
