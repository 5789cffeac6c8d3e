import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { storeRules } from '../../test/chat-stores.js';
import { fileStore, indexedDbStore, memoryStore } from './index.js';

const passphrase = 'correct horse 7';
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dialtone-store-'));
  folders.push(folder);
  return join(folder, 'keys');
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe.each([
  [
    'memoryStore',
    () => {
      const store = memoryStore();
      return () => store;
    },
  ],
  [
    'fileStore',
    () => {
      const folder = newFolder();
      return () => fileStore(folder, { passphrase });
    },
  ],
  [
    'indexedDbStore with a passphrase',
    () => {
      const indexedDB = new IDBFactory();
      return () => indexedDbStore('chat', { indexedDB, passphrase });
    },
  ],
  [
    'indexedDbStore with a key that the browser keeps',
    () => {
      const indexedDB = new IDBFactory();
      return () => indexedDbStore('chat', { indexedDB });
    },
  ],
])('%s', (_name, fresh) => {
  it.each(storeRules)('$title', async ({ check }) => check(fresh()));
});

describe('indexedDbStore', () => {
  it('keeps ciphertext, and without a passphrase a key that nobody can read', async () => {
    for (const options of [{ passphrase }, {}]) {
      const indexedDB = new IDBFactory();
      await indexedDbStore('chat', { indexedDB, ...options }).update('device_key', () => ({ private_key: 'a secret' }));
      const { documents, keys } = await contents(indexedDB);
      expect(documents).toHaveLength(1);
      expect(JSON.stringify(documents)).not.toMatch(/secret|private/);
      expect((keys as CryptoKey[]).map(({ extractable }) => extractable)).toEqual(
        'passphrase' in options ? [] : [false],
      );
    }
  });

  it.each([{ passphrase }, {}])('opens its database again after the browser has closed it: %j', async (options) => {
    const { indexedDB, current } = watchedFactory();
    const store = indexedDbStore('chat', { indexedDB, ...options });
    await store.update('directory_key', () => ({ key: 'k' }));
    forceCloseDatabase(current() as never);
    expect(await store.read('directory_key')).toEqual({ key: 'k' });
    current().close(); // without notice, as a page's own code may
    await store.update('directory_key', (before) => ({ key: `${before?.key ?? ''}, more` }));
    expect(await store.read('directory_key')).toEqual({ key: 'k, more' });
  });

  it('does not prevent its database from being deleted, and begins anew then', async () => {
    const { indexedDB } = watchedFactory();
    const open = () => indexedDbStore('chat', { indexedDB });
    const store = open();
    await store.update('directory_key', () => ({ key: 'k' }));
    await new Promise((resolve, reject) => {
      const deleting = indexedDB.deleteDatabase('chat');
      deleting.onsuccess = resolve;
      deleting.onblocked = () => reject(new Error('it is blocked'));
    });
    expect(await store.read('directory_key')).toBeUndefined();
    await store.update('directory_key', () => ({ key: 'new' }));
    expect(await open().read('directory_key')).toEqual({ key: 'new' }); // under the key of the new database
  });

  it('says that the passphrase is the wrong one, or that the database was made the other way', async () => {
    const indexedDB = new IDBFactory();
    await indexedDbStore('chat', { indexedDB, passphrase }).update('device_key', () => ({ private_key: 'k' }));
    const reading = (options: object) => indexedDbStore('chat', { indexedDB, ...options }).read('device_key');
    await expect(reading({ passphrase: 'another' })).rejects.toMatchObject({ code: 'wrong_password' });
    await expect(reading({})).rejects.toMatchObject({ code: 'invalid_data' });
    await expect(indexedDbStore('chat').read('device_key')).rejects.toThrow('Node has fileStore');
  });
});

/** A factory that knows the database that was opened last. */
function watchedFactory() {
  const factory = new IDBFactory();
  let database: IDBDatabase;
  const indexedDB = {
    open: (...args: Parameters<IDBFactory['open']>) => {
      const opening = factory.open(...args);
      opening.addEventListener('success', () => (database = opening.result));
      return opening;
    },
    deleteDatabase: (name: string) => factory.deleteDatabase(name),
  };
  return { indexedDB, current: () => database };
}

/** Everything in the database, as it is stored. */
async function contents(indexedDB: IDBFactory): Promise<{ documents: unknown[]; keys: unknown[] }> {
  const result = <T>(request: IDBRequest<T>) =>
    new Promise<T>((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error!);
    });
  const database = await result(indexedDB.open('chat'));
  const transaction = database.transaction(['documents', 'keys']);
  const all = (name: string) => result(transaction.objectStore(name).getAll() as IDBRequest<unknown[]>);
  const found = { documents: await all('documents'), keys: await all('keys') };
  database.close();
  return found;
}
