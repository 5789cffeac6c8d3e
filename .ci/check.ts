// Everything that a change has to pass before it is shared. Runs all of it even when something fails, then says what did.
import { spawnSync } from 'node:child_process';
import { everyChange } from './gates.js';

const tests = { name: 'tests', run: 'npm test', env: {} };
const failed: string[] = [];
for (const { name, run, env } of [...everyChange, tests]) {
  console.log(`\n=== ${name}`);
  const { status } = spawnSync(run, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) failed.push(name);
}

console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '\nEverything passed.');
process.exitCode = failed.length > 0 ? 1 : 0;
