// Makes dialtone-<version>.tar.gz from what `npm run build` has built: everything that a server needs, and nothing that
// has to be compiled. Unpacked, `npm ci` fetches the packages that are locked in it, and `./dialtone serve` starts it.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { create } from 'tar';

const root = resolve(import.meta.dirname, '..');
const PROGRAM = 'dist/apps/server/src/cli/dialtone.js';
const PARTS = [
  'dist',
  'openapi.yaml',
  'asyncapi.yaml',
  'libs/contract/src/generated/openapi.json',
  'docs',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const name = `dialtone-${manifest.version}`;
const work = mkdtempSync(join(tmpdir(), 'dialtone-release-'));
try {
  const folder = join(work, name);
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
  chmodSync(join(folder, PROGRAM), 0o755);
  symlinkSync(PROGRAM, join(folder, 'dialtone'));
  lockProduction(folder);
  const file = join(root, `${name}.tar.gz`);
  // Portable, and always of the same time: the same sources make the same archive.
  await create({ gzip: { level: 9 }, file, cwd: work, portable: true, mtime: timeOfCommit() }, [name]);
  console.log(file);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Writes a package.json with what runs in production, and a lock file of exactly these versions. */
function lockProduction(folder) {
  const { devDependencies: _, workspaces: __, scripts: ___, overrides, ...rest } = manifest;
  const used = Object.entries(overrides).filter(([name]) => name in rest.dependencies);
  const scripts = { start: `node ${join(dirname(PROGRAM), '../main.js')}` };
  const own = { ...rest, scripts, overrides: Object.fromEntries(used) };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
  cpSync(join(root, 'package-lock.json'), join(folder, 'package-lock.json'));
  const lock = ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', lock, { cwd: folder, stdio: 'inherit' });
}

function timeOfCommit() {
  const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return new Date(Number(seconds) * 1000);
}
