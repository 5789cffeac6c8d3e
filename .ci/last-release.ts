// Clients that were built for the last release have to work with the server of this commit: runs the SDK tests of the last
// tag, with the SDK of that tag, against it. As long as there is no tag, one spec of this commit shows that this works.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compareWith } from '../libs/codegen/src/diff/compare.js';
import { lastTag } from '../libs/codegen/src/diff/revision.js';
import { builtMain } from '../test/support/built-server.js';

const root = resolve(import.meta.dirname, '..');
const main = await builtMain();
const tag = lastTag(root);

if (tag === undefined) {
  console.log('No tag is before this revision: one spec of this commit is run.');
  process.exitCode = sdkTests(root, 'test/sdk/realtime.spec.ts');
} else {
  console.log(`The SDK tests of ${tag} against the server of this commit`);
  const folder = mkdtempSync(join(tmpdir(), 'dialtone-last-release-'));
  try {
    const archive = execFileSync('git', ['archive', '--format=tar', tag], { cwd: root, maxBuffer: 2 ** 30 });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    addPackages(folder);
    process.exitCode = sdkTests(folder) === 0 || areBreaksApproved(tag) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sdkTests(folder: string, ...specs: string[]): number {
  const command = ['run', '--silent', 'sdk:test', '--', main, ...specs];
  const { status } = spawnSync('npm', command, { cwd: folder, stdio: 'inherit' });
  return status ?? 1;
}

/** Gives the tag the packages of this commit or, where its lock file names others, its own. The SDK is the tag's. */
function addPackages(folder: string): void {
  if (packagesOf(folder) !== packagesOf(root)) {
    execFileSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
    return;
  }
  const [from, to] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  mkdirSync(join(to, '@dialtone'), { recursive: true });
  for (const name of readdirSync(from).filter((entry) => !['.cache', '@dialtone'].includes(entry)))
    symlinkSync(join(from, name), join(to, name));
  symlinkSync('../../libs/sdk', join(to, '@dialtone/sdk'));
}

/** The installed packages of a lock file: everything but the versions of our own. */
function packagesOf(folder: string): string {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
  return JSON.stringify(Object.entries(packages).filter(([path]) => path.startsWith('node_modules/')));
}

/** Where the contract breaks clients and that is approved, tests of the old one may fail: then a person has to judge. */
function areBreaksApproved(since: string): boolean {
  const { out, errors } = compareWith(root, since);
  const breaks = out.filter((line) => line.endsWith(' [approved]'));
  if (breaks.length === 0 || errors.length > 0) return false;
  console.log(
    `figures: tests of ${since} may fail because of the approved changes; see whether they do because of them`,
  );
  console.log(breaks.join('\n'));
  return true;
}
