import { chmodSync, closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Config } from './config.js';
import { ADMIN_TOKEN_FILE, PEPPER_FILE } from './secrets.js';

const OWNER_ONLY = 0o700;
const ALL_OTHERS = 0o007;
const STICKY = 0o1000;

/** Where a system has its folders for many purposes, such as `/srv` and `/var/lib`. */
const PLACES_OF_SYSTEM = ['/', '/usr', '/var'];
/** What a folder of the server's own may hold besides its files, also at such a place: it may be a volume. */
const HARMLESS = /^(?:lost\+found|(?:chat|bot)\b.*)$/;
/** How every file begins that is an SQLite database and not a new, empty one. */
const SQLITE = 'SQLite format 3\0';

/**
 * Closes the data folder, the secrets and the embedded database to everybody but their owner, as far as they exist. A
 * folder of the system's or somebody's home that holds other things, or a file that is no database, was named by
 * mistake, and others may need it: that stays open. Of such a file the start itself says what is wrong.
 *
 * @param home of the user who runs the server
 * @returns a warning for each that all users of the machine can read, and that is not this server's to change
 */
export function closeToOthers(
  { dataDir, database }: Pick<Config, 'dataDir' | 'database'>,
  home: string = homedir(),
): string[] {
  const secrets = [PEPPER_FILE, ADMIN_TOKEN_FILE].map(({ file }) => join(dataDir, file));
  const parts = ['', '-wal', '-shm', '-migration-lock', '-server-lock'];
  const files = database.kind === 'sqlite' ? parts.map((part) => `${database.path}${part}`) : [];
  const own = new Set([...secrets, ...files].map((path) => basename(path)));
  const isOwn = (name: string) => own.has(name) || HARMLESS.test(name);
  const isMeant = (path: string) => path !== dataDir || !isForMany(path, home) || holdsOnly(path, isOwn);
  return [dataDir, ...secrets, ...files].flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats || (path === files[0] && !isDatabase(path))) return [];
    const isOurs = stats.uid === process.getuid?.();
    const isShared = (stats.mode & STICKY) !== 0; // such as /tmp
    if (isOurs && !isShared && isMeant(path) && setMode(path, stats.mode)) return [];
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

function isForMany(folder: string, home: string): boolean {
  const path = resolve(folder);
  return path === resolve(home) || PLACES_OF_SYSTEM.includes(dirname(path));
}

function holdsOnly(folder: string, isKnown: (name: string) => boolean): boolean {
  try {
    return readdirSync(folder).every(isKnown);
  } catch {
    return false; // no folder, or not ours to read
  }
}

function isDatabase(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const start = Buffer.alloc(SQLITE.length);
      return readSync(file, start) === 0 || start.toString('latin1') === SQLITE;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
