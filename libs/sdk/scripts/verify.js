// Packs the built package and holds the tarball to what its users' tools expect, and its public surface to api-report/.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dialtone-sdk-'));

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} failed`);
}

function check(name, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
  if (status === 0) return;
  console.log(stdout + stderr);
  process.exitCode = 1;
}

try {
  run('npm', 'pack', '--ignore-scripts', '--pack-destination', folder);
  const [tarball] = readdirSync(folder).map((file) => join(folder, file));
  check('publint', 'npx', '--no-install', 'publint', 'run', tarball, '--strict');
  // Node 10 knows no `exports`; the package asks for a later one.
  check(
    'are the types wrong?',
    'npx',
    '--no-install',
    'attw',
    tarball,
    '--profile',
    'node16',
    '--no-emoji',
    '--no-color',
  );
  check('api-report', process.execPath, 'scripts/api-report.js', '--check');
} finally {
  rmSync(folder, { recursive: true });
}
