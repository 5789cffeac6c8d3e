// Everything that a change has to pass before it is shared. Runs all steps even when one fails, then says which did.
import { spawnSync } from 'node:child_process';

const steps = [
  ['sdk build', 'sdk:build'],
  ['formatting', 'format:check'],
  ['lint', 'lint'],
  ['types', 'typecheck'],
  ['generated code', 'generate', '--', '--check'],
  ['contract', 'contract:lint'],
  ['contract changes', 'contract:diff'],
  ['sdk package', 'sdk:verify'],
  ['tests', 'test'],
];

const failed = [];
for (const [name, ...script] of steps) {
  console.log(`\n=== ${name}`);
  // Without --ignore-scripts the lint, types and tests steps would each build the SDK again.
  const { status } = spawnSync('npm', ['run', '--silent', '--ignore-scripts', ...script], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) failed.push(name);
}

console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : `\nAll ${steps.length} steps passed.`);
process.exitCode = failed.length > 0 ? 1 : 0;
