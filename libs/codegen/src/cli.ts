import { generate } from './generate.js';
import { lintContract } from './lint/lint.js';
import { loadSources } from './load.js';
import { compareFiles, writeFiles } from './output.js';
import { ContractError } from './place.js';

const USAGE = 'usage: npm run generate [-- --check] | npm run contract:lint';

/** Runs from the repository's root. Exit code 1: the contract is wrong, or the generated files are not up to date. */
async function main(args: readonly string[]): Promise<number> {
  const root = process.cwd();
  const [command = 'write', ...more] = args;
  if (more.length > 0 || !['write', '--check', 'lint'].includes(command)) {
    console.error(USAGE);
    return 2;
  }
  const sources = loadSources(root);
  if (command === 'lint') {
    await lintContract(root, sources);
    return 0;
  }
  const files = await generate(sources);
  if (command === '--check') {
    const differences = compareFiles(root, files);
    for (const { path, state } of differences) console.error(`${path} ${state}`);
    if (differences.length > 0) console.error('Run npm run generate, and commit what it writes.');
    return differences.length > 0 ? 1 : 0;
  }
  for (const { path, state } of writeFiles(root, files))
    console.log(`${state === 'stale' ? 'removed' : 'wrote'} ${path}`);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof ContractError ? error.message : error);
    process.exitCode = 1;
  },
);
