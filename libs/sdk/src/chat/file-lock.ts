import type { Stats } from 'node:fs';
import type * as FileSystem from 'node:fs/promises';
import { unless } from './files.js';

/** Milliseconds after which an untouched lock is taken for that of a dead process. */
const STALE_MS = 5_000;
const TOUCH_MS = 1_000;
const RETRY_MS = 5;
/** Milliseconds after which a lock that others keep on holding is reported. */
const PATIENCE_MS = 60_000;

/** A lock that is held. */
export interface HeldLock {
  /** Was it taken from a dead process, which may have left files behind? */
  readonly isInherited: boolean;
  /** Is the lock still held? Somebody may have taken it for that of a dead process. */
  isMine(): Promise<boolean>;
  release(): Promise<void>;
}

/** Takes the lock file as soon as nobody else holds it. Rejects when the same one is held for longer than `patienceMs`. */
export async function takeLock(
  fs: typeof FileSystem,
  path: string,
  { staleMs = STALE_MS, patienceMs = PATIENCE_MS } = {},
): Promise<HeldLock> {
  const token = crypto.randomUUID();
  const watch = new Watch(staleMs);
  let isInherited = false;
  while (!(await create(fs, path, token))) {
    if (await removeStale(fs, path, watch)) {
      isInherited = true;
      continue;
    }
    if (watch.heldMs > patienceMs) {
      const seconds = Math.round(watch.heldMs / 1000);
      throw new Error(
        `${path} has been held by another process for ${seconds} s: end that process, or delete the file`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
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

/** Looks at a lock again and again. */
class Watch {
  readonly #staleMs: number;
  /** Which lock it is: the number of a file may be that of one before. */
  #id: string | undefined;
  #mtimeMs = 0;
  #foundAt = 0;
  #touchedAt = 0;

  constructor(staleMs: number) {
    this.#staleMs = staleMs;
  }

  /** Milliseconds for which the same lock has been there. */
  get heldMs(): number {
    return this.#id === undefined ? 0 : performance.now() - this.#foundAt;
  }

  /**
   * Has nobody touched it for long? By its date, or by having looked for so long: the date may be in the future, after
   * the clock was set back or from a machine with another clock.
   */
  isStale({ ino, birthtimeMs, mtimeMs }: Pick<Stats, 'ino' | 'birthtimeMs' | 'mtimeMs'>): boolean {
    const now = performance.now();
    const id = `${ino} ${birthtimeMs}`;
    if (id !== this.#id) this.#foundAt = now;
    if (id !== this.#id || mtimeMs !== this.#mtimeMs) this.#touchedAt = now;
    this.#id = id;
    this.#mtimeMs = mtimeMs;
    return Date.now() - mtimeMs > this.#staleMs || now - this.#touchedAt > this.#staleMs;
  }
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
async function removeStale(fs: typeof FileSystem, path: string, watch: Watch): Promise<boolean> {
  const found = await fs.stat(path).catch(unless('ENOENT'));
  if (found === undefined || !watch.isStale(found)) return false;
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
