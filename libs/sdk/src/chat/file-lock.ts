import type * as FileSystem from 'node:fs/promises';
import { unless } from './files.js';

/** Milliseconds after which an untouched lock is taken for that of a dead process. */
const STALE_MS = 5_000;
const TOUCH_MS = 1_000;
const RETRY_MS = 5;

/** A lock that is held. */
export interface HeldLock {
  /** Was it taken from a dead process, which may have left files behind? */
  readonly isInherited: boolean;
  /** Is the lock still held? Somebody may have taken it for that of a dead process. */
  isMine(): Promise<boolean>;
  release(): Promise<void>;
}

/** Takes the lock file as soon as nobody else holds it. */
export async function takeLock(fs: typeof FileSystem, path: string): Promise<HeldLock> {
  const token = crypto.randomUUID();
  let isInherited = false;
  while (!(await create(fs, path, token))) {
    if (await removeStale(fs, path)) isInherited = true;
    else await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  const touch = setInterval(() => {
    const now = new Date();
    fs.utimes(path, now, now).catch(() => undefined); // it only shows the others that the holder is alive
  }, TOUCH_MS);
  const isMine = async () => (await fs.readFile(path, 'utf8').catch(unless('ENOENT'))) === token;
  const release = async () => {
    clearInterval(touch);
    if (await isMine()) await fs.rm(path, { force: true });
  };
  return { isInherited, isMine, release };
}

/** Makes the file; false when it is there already. */
async function create(fs: typeof FileSystem, path: string, token: string): Promise<boolean> {
  const file = await fs.open(path, 'wx', 0o600).catch(unless('EEXIST'));
  if (file === undefined) return false;
  try {
    await file.writeFile(token);
  } catch (error) {
    await fs.rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return true;
}

/**
 * Removes the lock of a dead process; false when it is not one. Of several who try, one gets to rename the file;
 * whoever ends up with another file than the one they looked at has taken somebody's new lock, and puts it back.
 */
async function removeStale(fs: typeof FileSystem, path: string): Promise<boolean> {
  const found = await fs.stat(path).catch(unless('ENOENT'));
  if (found === undefined || Date.now() - found.mtimeMs <= STALE_MS) return false;
  const aside = `${path}.${crypto.randomUUID()}`;
  try {
    await fs.rename(path, aside);
  } catch (error) {
    unless('ENOENT')(error);
    return false;
  }
  const { ino, mtimeMs } = await fs.stat(aside);
  const isStale = ino === found.ino && mtimeMs === found.mtimeMs;
  // If that fails, its holder notices that the lock is gone, and begins again.
  if (!isStale) await fs.link(aside, path).catch(() => undefined);
  await fs.rm(aside, { force: true });
  return isStale;
}
