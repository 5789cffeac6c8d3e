import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in the package.json above this file, as it is or as it was built. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(join(home(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The folder that holds package.json and the contract. */
export function home(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
