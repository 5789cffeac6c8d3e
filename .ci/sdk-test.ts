// Runs the SDK's tests that start a server against a built one, in a process of its own:
// npm run sdk:test -- <main.js> [<spec> …].
// Tests that look into the server cannot do so there, and are left out.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { OUT_OF_REACH } from '../test/support/server-process.js';
import { failuresIn, readReport } from './report.js';

const [main, ...only] = process.argv.slice(2);
if (main === undefined || !existsSync(main))
  throw new Error('usage: npm run sdk:test -- <main.js of a built server> [<spec> …]');

const folder = mkdtempSync(join(tmpdir(), 'dialtone-sdk-test-'));
const path = join(folder, 'report.json');
// Plenty of time: a busy machine is not a break of the contract.
const options = ['--ci', '--json', `--outputFile=${path}`, '--testTimeout=120000'];
const all = ['test/sdk', 'test/trust'].flatMap((directory) =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => join(directory, file)),
);
const specs = (only.length > 0 ? only : all).filter((file) =>
  /\b(?:startServer|useServer|useVoiceParty|World\.create)\b/.test(readFileSync(file, 'utf8')),
);
try {
  const { stderr } = spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', ...options, '--runTestsByPath', ...specs],
    { encoding: 'utf8', env: { ...process.env, TEST_SERVER_MAIN: resolve(main) }, maxBuffer: 2 ** 28 },
  );
  if (!existsSync(path)) throw new Error(`Jest left no report:\n${stderr}`);
  const report = readReport(path);
  const failures = failuresIn(report);
  const failed = failures.filter(({ message }) => !message.includes(OUT_OF_REACH));
  for (const { test, message } of failed) console.log(`FAILED  ${relative('.', test)}\n${message}\n`);
  console.log(
    `figures: ${report.numPassedTests} SDK tests passed, ${failed.length} failed, ` +
      `${failures.length - failed.length} left out because they look into the server`,
  );
  process.exitCode = failed.length > 0 || report.numPassedTests === 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
