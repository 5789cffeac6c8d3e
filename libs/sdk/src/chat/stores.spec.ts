import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import keystores from '../../vectors/keystores.json' with { type: 'json' };
import { storeRules } from '../../test/chat-stores.js';
import { openKeystore } from '../crypto/index.js';
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

describe('fileStore', () => {
  it("reads the keystore files of Dialtone's other clients", async () => {
    const folder = newFolder();
    const [device] = keystores.valid.filter(({ name }) => name === 'device_key.json (Python)');
    await fileStore(folder, { passphrase: device!.password }).update('directory_key', () => ({ key: 'k' }));
    writeFileSync(join(folder, 'device_key.json'), device!.keystore);
    expect(await fileStore(folder, { passphrase: device!.password }).read('device_key')).toEqual(device!.value);
  });

  it('writes keystore files that their owner alone can read, and leaves nothing else behind', async () => {
    const folder = newFolder();
    const store = fileStore(folder, { passphrase });
    await store.update('channel_keys', () => ({ keys: { general: 'a key' } }));
    await store.update('device_key', () => ({ private_key: 'a secret' }));
    expect(readdirSync(folder).sort()).toEqual(['channel_keys.json', 'device_key.json']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(folder, 'channel_keys.json'), 'utf8');
    expect(await openKeystore(passphrase, text)).toEqual({ keys: { general: 'a key' } });
  });

  it('says that the passphrase is the wrong one, and then changes nothing', async () => {
    const folder = newFolder();
    await fileStore(folder, { passphrase }).update('directory_key', () => ({ key: 'k' }));
    const other = fileStore(folder, { passphrase: 'another' });
    await expect(other.read('directory_key')).rejects.toMatchObject({ code: 'wrong_password' });
    await expect(other.update('directory_key', () => ({ key: 'x' }))).rejects.toMatchObject({ code: 'wrong_password' });
    expect(await fileStore(folder, { passphrase }).read('directory_key')).toEqual({ key: 'k' });
    expect(() => fileStore(folder, { passphrase: '' })).toThrow('the password must be a string that is not empty');
  });

  it('is not stopped by the lock and the half-written file of a process that was killed', async () => {
    const folder = newFolder();
    const store = fileStore(folder, { passphrase });
    await store.update('directory_key', () => ({ key: 'before' }));
    writeFileSync(join(folder, 'directory_key.json.new'), '{"version":1,"kd');
    writeFileSync(join(folder, '.lock'), '');
    utimesSync(join(folder, '.lock'), 0, 0);
    await store.update('directory_key', (current) => ({ key: `${current?.key ?? ''}, after` }));
    expect(await store.read('directory_key')).toEqual({ key: 'before, after' });
    expect(readdirSync(folder)).toEqual(['directory_key.json']);
  });

  it('loses no update of several processes, and a reader always sees a whole file', async () => {
    const folder = newFolder();
    const program = `
      import { fileStore } from '@dialtone/sdk/chat';
      const store = fileStore(${JSON.stringify(folder)}, { passphrase: '${passphrase}' });
      for (let i = 0; i < 20; i += 1) {
        await store.update('channel_keys', (current) => ({ keys: { ...current?.keys, [process.pid + '-' + i]: 'key' } }));
      }`;
    const args = ['--input-type=module', '--eval', program];
    await fileStore(folder, { passphrase }).update('channel_keys', () => ({ keys: {} }));
    const processes = Array.from({ length: 3 }, () =>
      spawn(process.execPath, args, { cwd: resolve('.'), stdio: 'inherit' }),
    );
    const ended = Promise.all(processes.map((child) => once(child, 'exit')));
    const reader = fileStore(folder, { passphrase });
    let reads = 0;
    for (let isOver = false; !isOver; reads += 1) {
      expect(await reader.read('channel_keys')).toBeDefined();
      isOver = processes.every(({ exitCode }) => exitCode !== null);
    }
    expect((await ended).map(([code]) => code as number)).toEqual([0, 0, 0]);
    expect(reads).toBeGreaterThan(10);
    expect(Object.keys((await reader.read('channel_keys'))?.keys ?? {})).toHaveLength(60);
  });

  it('says what it needs where there are no files', () => {
    const program =
      "delete process.getBuiltinModule; import('@dialtone/sdk/chat').then(({ fileStore }) => fileStore('x', { passphrase: 'y' })).catch(({ message }) => console.log(message));";
    expect(execFileSync(process.execPath, ['--eval', program], { encoding: 'utf8' })).toBe(
      'fileStore needs Node, Bun or Deno; browsers have indexedDbStore\n',
    );
  });
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

  it('says that the passphrase is the wrong one, or that the database was made the other way', async () => {
    const indexedDB = new IDBFactory();
    await indexedDbStore('chat', { indexedDB, passphrase }).update('device_key', () => ({ private_key: 'k' }));
    const reading = (options: object) => indexedDbStore('chat', { indexedDB, ...options }).read('device_key');
    await expect(reading({ passphrase: 'another' })).rejects.toMatchObject({ code: 'wrong_password' });
    await expect(reading({})).rejects.toMatchObject({ code: 'invalid_data' });
    await expect(indexedDbStore('chat').read('device_key')).rejects.toThrow('Node has fileStore');
  });
});

/** Everything in the database, as it lies there. */
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
