import type * as FileSystem from 'node:fs/promises';
import type * as Path from 'node:path';
import { KeystoreSealer } from '../crypto/keystore.js';
import type { ChatDocumentName, ChatDocuments, ChatStore } from './store.js';

/** How to make a {@link fileStore}. */
export interface FileStoreOptions {
  /** What the files are sealed under; the user's password will do. */
  passphrase: string;
}

/** After so many milliseconds a lock is one of a process that died; an update holds it for some 10. */
const STALE_LOCK_MS = 5_000;
const LOCK_RETRY_MS = 5;

/**
 * A store in a folder, for Node, Bun and Deno: `device_key.json`, `channel_keys.json` and `directory_key.json`, which
 * Dialtone's other clients read and write too, `session.json` and `devices.json`. Each is a keystore file sealed under the
 * passphrase, readable by its owner alone, and replaced as a whole, so that a crash leaves the old or the new one. Several
 * processes may use the folder at once. The folder is made when it is missing.
 *
 * Its calls reject with CryptoError `wrong_password` for another passphrase than the files were sealed under, with
 * `invalid_data` for a file that is no keystore, and with the file system's errors.
 */
export function fileStore(directory: string, { passphrase }: FileStoreOptions): ChatStore {
  const fs = builtin<typeof FileSystem>('node:fs/promises');
  const path = builtin<typeof Path>('node:path');
  const sealer = new KeystoreSealer(passphrase);
  const lock = path.join(directory, '.lock');
  const pathOf = (name: ChatDocumentName) => path.join(directory, `${name}.json`);
  let updates: Promise<unknown> = Promise.resolve();

  async function read<N extends ChatDocumentName>(name: N): Promise<ChatDocuments[N] | undefined> {
    const text = await fs.readFile(pathOf(name), 'utf8').catch(unless('ENOENT'));
    return text === undefined ? undefined : ((await sealer.open(text)) as ChatDocuments[N]);
  }

  async function replace(name: ChatDocumentName, text: string): Promise<void> {
    const fresh = `${pathOf(name)}.new`;
    const file = await fs.open(fresh, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(fresh, pathOf(name));
    await syncFolder();
  }

  /** Makes the renaming last; Windows cannot open folders, and needs no such thing. */
  async function syncFolder(): Promise<void> {
    const folder = await fs.open(directory, 'r').catch(unless('EISDIR', 'EPERM', 'EACCES'));
    try {
      await folder?.sync();
    } finally {
      await folder?.close();
    }
  }

  /** Keeps the other processes out; those of this one wait for each other in `update`. */
  async function locked(run: () => Promise<void>): Promise<void> {
    for (;;) {
      const file = await fs.open(lock, 'wx', 0o600).catch(unless('EEXIST'));
      if (file !== undefined) {
        await file.close();
        break;
      }
      const held = await fs.stat(lock).catch(unless('ENOENT'));
      if (held !== undefined && Date.now() - held.mtimeMs > STALE_LOCK_MS) await fs.rm(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    }
    try {
      await run();
    } finally {
      await fs.rm(lock, { force: true });
    }
  }

  return {
    read,
    update: (name, change) => {
      const update = async () => {
        await fs.mkdir(directory, { recursive: true, mode: 0o700 });
        await locked(async () => replace(name, await sealer.seal(change(await read(name)))));
      };
      const done = updates.then(update, update);
      updates = done;
      return done;
    },
  };
}

/** A module of Node's, found at run time so that bundles for browsers can hold this file. */
function builtin<T>(name: string): T {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const module = process?.getBuiltinModule?.(name);
  if (module === undefined) throw new Error('fileStore needs Node, Bun or Deno; browsers have indexedDbStore');
  return module as T;
}

function unless(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes((error as { code?: string }).code ?? '')) throw error;
  };
}
