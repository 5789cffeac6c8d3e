import type * as FileSystem from 'node:fs/promises';
import type * as Path from 'node:path';
import { CryptoError, isCryptoError } from '../crypto/errors.js';
import { KeystoreSealer } from '../crypto/keystore.js';
import { takeLock, type HeldLock } from './file-lock.js';
import { makeFolder, unless } from './files.js';
import type { ChatDocumentName, ChatDocuments, ChatStore } from './store.js';

/** How to make a {@link fileStore}. */
export interface FileStoreOptions {
  /** The files are sealed under it; the user's password will do. */
  passphrase: string;
}

/**
 * A store in a folder, for Node, Bun and Deno: `device_key.json`, `channel_keys.json` and `directory_key.json`, which
 * Dialtone's other clients read and write too, `session.json` and `devices.json`. Each is a keystore file sealed under the
 * passphrase, readable by its owner alone, and replaced as a whole, so that a crash leaves the old or the new one. Several
 * processes may use the folder at once. The folder is made when it is missing.
 *
 * Its calls reject with CryptoError `wrong_password` when the files were sealed under another passphrase, with
 * `invalid_data` for a file that is not a keystore, and with the file system's errors. An update also rejects with an
 * error that names the lock file when another process holds it for more than a minute.
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
    if (text === undefined) return undefined;
    const document = await sealer.open(text).catch((error: unknown) => {
      if (!isCryptoError(error)) throw error;
      throw new CryptoError(error.code, `${pathOf(name)} cannot be opened: ${error.message}`, { cause: error });
    });
    return document as ChatDocuments[N];
  }

  /** Replaces the document with the text; false, and nothing is changed, if somebody else holds the lock by now. */
  async function replace(name: ChatDocumentName, text: string, held: HeldLock): Promise<boolean> {
    const fresh = `${pathOf(name)}.${crypto.randomUUID()}.new`;
    try {
      const file = await fs.open(fresh, 'w', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      if (!(await held.isMine())) return false;
      // It is missing if somebody has meanwhile taken over the lock and tidied up.
      const isRenamed = await fs.rename(fresh, pathOf(name)).then(() => true, unless('ENOENT'));
      if (isRenamed !== true) return false;
    } finally {
      await fs.rm(fresh, { force: true });
    }
    await syncFolder();
    return true;
  }

  /** Makes the rename durable; Windows cannot open folders, and does not need this. */
  async function syncFolder(): Promise<void> {
    const folder = await fs.open(directory, 'r').catch(unless('EISDIR', 'EPERM', 'EACCES'));
    try {
      await folder?.sync();
    } finally {
      await folder?.close();
    }
  }

  /** Removes what processes left behind that were killed in the middle. */
  async function removeLeftovers(): Promise<void> {
    for (const name of await fs.readdir(directory)) {
      if (name.endsWith('.new')) await fs.rm(path.join(directory, name), { force: true });
    }
  }

  /** The lock keeps other processes out; the updates of this store wait for each other. */
  async function change(name: ChatDocumentName, sealed: () => Promise<string>): Promise<void> {
    await makeFolder(fs, path, directory);
    for (let isDone = false; !isDone;) {
      const held = await takeLock(fs, lock);
      try {
        if (held.isInherited) await removeLeftovers();
        isDone = await replace(name, await sealed(), held);
      } finally {
        await held.release();
      }
    }
  }

  return {
    read,
    update: (name, make) => {
      const update = () => change(name, async () => sealer.seal(make(await read(name))));
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
