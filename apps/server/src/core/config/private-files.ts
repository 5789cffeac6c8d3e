import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.js';
import { ADMIN_TOKEN_FILE, PEPPER_FILE } from './secrets.js';

const OWNER_ONLY = 0o700;
const ALL_OTHERS = 0o007;
const STICKY = 0o1000;

/**
 * Closes the data folder, the secrets and the embedded database to everybody but their owner, as far as they exist.
 *
 * @returns a warning for each that all users of the machine can read, and that is not this server's to change
 */
export function closeToOthers({ dataDir, database }: Pick<Config, 'dataDir' | 'database'>): string[] {
  const secrets = [PEPPER_FILE, ADMIN_TOKEN_FILE].map(({ file }) => join(dataDir, file));
  const parts = ['', '-wal', '-shm', '-migration-lock', '-server-lock'];
  const files = database.kind === 'sqlite' ? parts.map((part) => `${database.path}${part}`) : [];
  return [dataDir, ...secrets, ...files].flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return [];
    const isOurs = stats.uid === process.getuid?.();
    const isShared = (stats.mode & STICKY) !== 0; // such as /tmp
    if (isOurs && !isShared && setMode(path, stats.mode)) return [];
    return stats.mode & ALL_OTHERS ? [`${path} is open to all users of this machine: chmod o= ${path}`] : [];
  });
}

/** Is the file closed now? */
function setMode(path: string, mode: number): boolean {
  if ((mode & 0o077) === 0) return true;
  try {
    chmodSync(path, mode & OWNER_ONLY);
    return true;
  } catch {
    return false; // a read-only file system, or one without modes
  }
}
