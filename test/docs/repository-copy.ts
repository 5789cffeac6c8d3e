import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** What a clone does not have, or what is linked below. */
const LEFT_OUT = ['.git', 'coverage', 'data', 'dist', 'node_modules'];

/** A copy of the repository in a folder of its own, with the packages that are installed here. */
export async function copyRepository(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dialtone-docs-'));
  const isSource = (path: string) => basename(path) !== 'node_modules';
  for (const name of readdirSync('.')) {
    if (!LEFT_OUT.includes(name)) cpSync(name, join(folder, name), { recursive: true, filter: isSource });
  }
  linkPackages(folder);
  return folder;
}

/** Deletes a copy. */
export function removeCopy(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Links every package but the SDK, which is a part of the repository: the copy has its own. */
function linkPackages(folder: string): void {
  const packages = join(folder, 'node_modules');
  mkdirSync(join(packages, '@dialtone'), { recursive: true });
  for (const name of readdirSync('node_modules')) {
    if (name !== '@dialtone') symlinkSync(resolve('node_modules', name), join(packages, name));
  }
  symlinkSync(join(folder, 'libs/sdk'), join(packages, '@dialtone/sdk'));
}
