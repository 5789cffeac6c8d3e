import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** An empty project with the packed package in it, as a user of it has. */
export interface Project {
  readonly folder: string;
  /** The package as the project's programs `require` it. */
  require<Exports>(name: string): Exports;
  remove(): void;
}

const npm = (args: readonly string[], cwd = '.') =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** What the package depends on, and what that depends on. */
const DEPENDENCIES = ['@noble/curves', '@noble/hashes', '@scure/base', '@scure/bip39'];

/**
 * Packs the built package and what it depends on, and installs the tarballs, without a registry. What a project may want
 * beside it (`ws`, types) is linked from here.
 */
export function installPacked(...beside: readonly string[]): Project {
  const folder = mkdtempSync(join(tmpdir(), 'dialtone-project-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }\n');
  npm(['pack', '--ignore-scripts', '-w', '@dialtone/sdk', '--pack-destination', folder]);
  const folders = DEPENDENCIES.map((name) => `./node_modules/${name}`);
  npm(['pack', '--ignore-scripts', ...folders, '--pack-destination', folder]);
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  npm(['install', '--offline', '--no-audit', '--no-fund', ...tarballs.map((name) => `./${name}`)], folder);
  for (const name of beside) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(resolve('node_modules', name), link);
  }
  const require = createRequire(join(folder, 'program.js'));
  return {
    folder,
    require: <Exports>(name: string) => require(name) as Exports,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
