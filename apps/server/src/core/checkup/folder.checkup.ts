import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config/config.js';
import { ADMIN_TOKEN_FILE, PEPPER_FILE } from '../config/secrets.js';
import { reasonOf } from '../config/start-error.js';
import { type Finding, Findings } from './finding.js';

const MIB = 1024 * 1024;
/** Less than this and the server soon refuses what it should store. */
const TOO_LITTLE = 100 * MIB;
/** Less than this and somebody should look after it. */
const LITTLE = 1024 * MIB;
const FOR_OTHERS = 0o077;

/** May the server use its data folder, and nobody else? It looks, and changes nothing. */
export function checkFolder({ dataDir, database }: Config): Finding[] {
  const found = new Findings('data folder');
  if (!existsSync(dataDir)) {
    if (!isWritable(nearest(dataDir))) {
      const advice = `Make it, and give it to the user of the server: mkdir -m 700 ${dataDir}, chown.`;
      found.error(`${dataDir} does not exist, and cannot be made by this user`, advice);
    }
    return found.orOk(`${dataDir} does not exist yet: the first start makes it`);
  }
  const files = [PEPPER_FILE, ADMIN_TOKEN_FILE].map(({ file }) => join(dataDir, file));
  if (database.kind === 'sqlite')
    files.push(...['', '-wal', '-shm', '-server-lock', '-migration-lock'].map((part) => `${database.path}${part}`));
  for (const path of [dataDir, ...files].filter((path) => existsSync(path))) {
    const isSecret = path !== dataDir && !path.startsWith(database.kind === 'sqlite' ? database.path : '\0');
    const needed = isSecret ? constants.R_OK : constants.R_OK | constants.W_OK;
    try {
      accessSync(path, needed);
    } catch (error) {
      const what = isSecret ? 'read' : 'written';
      found.error(
        `${path} cannot be ${what} (${reasonOf(error)})`,
        `Give it to the user of the server: chown, or chmod u+rw.`,
      );
    }
    if ((statSync(path).mode & FOR_OTHERS) !== 0) {
      found.warning(`${path} is open to other users of this machine`, `chmod go= ${path}`);
    }
  }
  return found.orOk(`${dataDir} is there, and for this user alone`);
}

/** Is there room for what is to be stored? */
export async function checkDisk({ dataDir, database }: Config): Promise<Finding[]> {
  const found = new Findings('disk');
  const folder = nearest(database.kind === 'sqlite' ? dirname(database.path) : dataDir);
  const { bavail, bsize, blocks } = await statfs(folder);
  const free = bavail * bsize;
  const share = blocks > 0 ? Math.round((bavail / blocks) * 100) : 0;
  const text = `${sizeOf(free)} of the disk of ${folder} are free (${share} %)`;
  const advice = 'Free some space, or move the data: what cannot be stored is refused with 503, and nothing is lost.';
  if (free < TOO_LITTLE) found.error(text, advice);
  else if (free < LITTLE) found.warning(text, advice);
  return found.orOk(text);
}

/** The folder, or the nearest above it that there is. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function sizeOf(bytes: number): string {
  return bytes < LITTLE ? `${Math.round(bytes / MIB)} MiB` : `${(bytes / MIB / 1024).toFixed(1)} GiB`;
}
