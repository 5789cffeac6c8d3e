import { generate } from './generate.js';
import { loadSources } from './load.js';
import { compareFiles, writeFiles } from './output.js';
import { ContractError } from './place.js';

const USAGE = 'usage: npm run generate [-- --check] | npm run contract:lint';

/** What a run says and ends with. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  readonly out: readonly string[];
  readonly errors: readonly string[];
}

/**
 * Runs the command line below `root`: no argument writes the generated files, `--check` compares them, `lint` judges
 * the contract. Exit code 1: the contract is wrong, or the files are not what it gives; 2: wrong arguments.
 */
export async function run(args: readonly string[], root: string): Promise<Outcome> {
  const [command = 'write', ...more] = args;
  if (more.length > 0 || !['write', '--check', 'lint'].includes(command)) {
    return { exitCode: 2, out: [], errors: [USAGE] };
  }
  try {
    return await perform(command, root);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { exitCode: 1, out: [], errors: [error.message] };
  }
}

async function perform(command: string, root: string): Promise<Outcome> {
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
