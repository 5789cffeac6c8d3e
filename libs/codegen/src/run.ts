import { compareWith } from './diff/compare.js';
import { UnreadableRevision } from './diff/revision.js';
import { generate, readContract } from './generate.js';
import { loadSources } from './load.js';
import { compareFiles, writeFiles } from './output.js';
import { ContractError } from './place.js';
import { CannotScaffold } from './scaffold/feature.js';

const USAGE = [
  'usage: npm run generate [-- --check] | npm run contract:lint | npm run contract:diff [-- <git revision>]',
  '     | npm run scaffold -- <tag>',
].join('\n');

/** What to do with a new feature. */
const next = (tag: string) => [
  `What is left to write does not compile, or has a red test: npm run typecheck, then npm test -- ${tag}.`,
  'docs/adding-a-module.md is the whole walk.',
];

/** What a run says and ends with. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  readonly out: readonly string[];
  readonly errors: readonly string[];
}

/** The commands, each with the least and the most that it takes besides its name. */
const COMMANDS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  write: [0, 0],
  '--check': [0, 0],
  lint: [0, 0],
  diff: [0, 1],
  scaffold: [1, 1],
};

/**
 * Runs a command line below `root`: no argument writes the generated files, `--check` compares them with the contract,
 * `lint` checks the contract, `diff` compares it with that of a git revision, `scaffold` writes the files of a new
 * feature. Exit code 1: the contract is wrong, the files do not match it, it breaks clients, or the feature cannot be
 * scaffolded; 2: wrong arguments, or a revision that cannot be read.
 */
export async function run(args: readonly string[], root: string): Promise<Outcome> {
  const [command = 'write', ...more] = args;
  const [min, max] = (Object.hasOwn(COMMANDS, command) && COMMANDS[command]) || [Infinity, 0];
  if (more.length < min || more.length > max) return { exitCode: 2, out: [], errors: [USAGE] };
  try {
    return await perform(command, root, more[0]);
  } catch (error) {
    if (error instanceof UnreadableRevision) return { exitCode: 2, out: [], errors: [error.message] };
    if (!(error instanceof ContractError || error instanceof CannotScaffold)) throw error;
    return { exitCode: 1, out: [], errors: [error.message] };
  }
}

async function perform(command: string, root: string, argument?: string): Promise<Outcome> {
  if (command === 'diff') {
    const { out, errors } = compareWith(root, argument);
    return { exitCode: errors.length > 0 ? 1 : 0, out, errors };
  }
  const sources = loadSources(root);
  if (command === 'lint') {
    const { lintContract } = await import('./lint/lint.js');
    await lintContract(root, sources);
    return { exitCode: 0, out: ['openapi.yaml and asyncapi.yaml are in order'], errors: [] };
  }
  if (command === 'scaffold') {
    const { scaffold } = await import('./scaffold/scaffold.js');
    const tag = argument ?? '';
    const out = await scaffold(root, await readContract(sources), tag, Date.now());
    return { exitCode: 0, out: [...out, '', ...next(tag)], errors: [] };
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
