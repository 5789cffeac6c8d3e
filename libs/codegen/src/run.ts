import { compareWith } from './diff/compare.js';
import { UnreadableRevision } from './diff/revision.js';
import { generate } from './generate.js';
import { loadSources } from './load.js';
import { compareFiles, writeFiles } from './output.js';
import { ContractError } from './place.js';

const USAGE =
  'usage: npm run generate [-- --check] | npm run contract:lint | npm run contract:diff [-- <git revision>]';

/** What a run says and ends with. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  readonly out: readonly string[];
  readonly errors: readonly string[];
}

/**
 * Runs a command line below `root`: no argument writes the generated files, `--check` compares them with the contract,
 * `lint` checks the contract, `diff` compares it with that of a git revision. Exit code 1: the contract is wrong, the
 * files do not match it, or it breaks clients; 2: wrong arguments, or a revision that cannot be read.
 */
export async function run(args: readonly string[], root: string): Promise<Outcome> {
  const [command = 'write', ...more] = args;
  if (more.length > (command === 'diff' ? 1 : 0) || !['write', '--check', 'lint', 'diff'].includes(command)) {
    return { exitCode: 2, out: [], errors: [USAGE] };
  }
  try {
    return await perform(command, root, more[0]);
  } catch (error) {
    if (error instanceof UnreadableRevision) return { exitCode: 2, out: [], errors: [error.message] };
    if (!(error instanceof ContractError)) throw error;
    return { exitCode: 1, out: [], errors: [error.message] };
  }
}

async function perform(command: string, root: string, revision?: string): Promise<Outcome> {
  if (command === 'diff') {
    const { out, errors } = compareWith(root, revision);
    return { exitCode: errors.length > 0 ? 1 : 0, out, errors };
  }
  const sources = loadSources(root);
  if (command === 'lint') {
    const { lintContract } = await import('./lint/lint.js');
    await lintContract(root, sources);
    return { exitCode: 0, out: ['openapi.yaml and asyncapi.yaml are in order'], errors: [] };
  }
  const files = await generate(sources);
  if (command === 'write') {
    const written = writeFiles(root, files);
    return { exitCode: 0, out: written.map(({ path, state }) => `${path} ${state}: put right`), errors: [] };
  }
  const differences = compareFiles(root, files).map(({ path, state }) => `${path} ${state}`);
  if (differences.length === 0) return { exitCode: 0, out: ['the generated files are up to date'], errors: [] };
  return { exitCode: 1, out: [], errors: [...differences, 'Run npm run generate, and commit what it writes.'] };
}
