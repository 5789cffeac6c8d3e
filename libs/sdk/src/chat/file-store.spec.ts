import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import keystores from '../../vectors/keystores.json' with { type: 'json' };
import { openKeystore } from '../crypto/index.js';
import { takeLock } from './file-lock.js';
import { fileStore } from './index.js';

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

  it('makes the folders above it, for their owner alone, also when another store does so at the same time', async () => {
    const above = newFolder();
    const folder = join(above, 'deep');
    const stores = Array.from({ length: 4 }, () => fileStore(folder, { passphrase }));
    await Promise.all(stores.map((store) => store.update('directory_key', () => ({ key: 'k' }))));
    expect([above, folder].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
    expect(readdirSync(folder)).toEqual(['directory_key.json']);
  });

  it('says why its folder cannot be made', async () => {
    const file = newFolder();
    writeFileSync(file, '');
    const update = (folder: string) => fileStore(folder, { passphrase }).update('directory_key', () => ({ key: 'k' }));
    await expect(update(join(file, 'keys'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    // Node's own way to make folders tries here for ever.
    if (process.platform === 'linux') await expect(update('/proc/x/keys')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says that the passphrase is the wrong one, and then changes nothing', async () => {
    const folder = newFolder();
    await fileStore(folder, { passphrase }).update('directory_key', () => ({ key: 'k' }));
    const other = fileStore(folder, { passphrase: 'another' });
    const path = join(folder, 'directory_key.json');
    const message = expect.stringMatching(`^${path} cannot be opened: the password`) as unknown;
    await expect(other.read('directory_key')).rejects.toMatchObject({ code: 'wrong_password', message });
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

  it('repeats an update whose lock was taken for that of a dead process, and leaves the new lock alone', async () => {
    const folder = newFolder();
    const lock = join(folder, '.lock');
    const store = fileStore(folder, { passphrase });
    await store.update('channel_keys', () => ({ keys: { first: 'k' } }));
    const seen: unknown[] = [];
    await store.update('channel_keys', (current) => {
      seen.push(current);
      if (seen.length === 1) {
        writeFileSync(lock, 'of another process'); // which has died too, in the middle
        utimesSync(lock, 0, 0);
        writeFileSync(join(folder, 'channel_keys.json.left.new'), 'half a fi');
      }
      return { keys: { ...current?.keys, second: 'k' } };
    });
    expect(seen).toEqual([{ keys: { first: 'k' } }, { keys: { first: 'k' } }]);
    expect(await store.read('channel_keys')).toEqual({ keys: { first: 'k', second: 'k' } });
    expect(readdirSync(folder)).toEqual(['channel_keys.json']);
  });

  it('does not write into a file that another process is writing', async () => {
    const folder = newFolder();
    const store = fileStore(folder, { passphrase });
    await store.update('directory_key', () => ({ key: 'before' }));
    const others = readFileSync(join(folder, 'directory_key.json'));
    await store.update('directory_key', () => {
      writeFileSync(join(folder, 'directory_key.json.new'), others);
      return { key: 'after' };
    });
    expect(readFileSync(join(folder, 'directory_key.json.new'))).toEqual(others);
    expect(await store.read('directory_key')).toEqual({ key: 'after' });
  });

  it('takes a lock that nobody touches, also when it is dated in the future', async () => {
    const lock = join(newFolder(), '.lock');
    mkdirSync(dirname(lock));
    writeFileSync(lock, 'of a process that was killed before the clock was set back');
    utimesSync(lock, 4_000_000_000, 4_000_000_000);
    const held = await takeLock(fs, lock, { staleMs: 50 });
    expect([held.isInherited, await held.isMine()]).toEqual([true, true]);
    await held.release();
  });

  it('names a lock that another process keeps on holding, and leaves it alone', async () => {
    const lock = join(newFolder(), '.lock');
    mkdirSync(dirname(lock));
    const held = await takeLock(fs, lock);
    await expect(takeLock(fs, lock, { patienceMs: 50 })).rejects.toThrow(
      new RegExp(`^${lock} has been held by another process for \\d+ s: end that process, or delete the file$`),
    );
    expect(await held.isMine()).toBe(true);
    await held.release();
  });

  it('loses no update of several that find the lock of a process that was killed', async () => {
    const folder = newFolder();
    const stores = Array.from({ length: 8 }, () => fileStore(folder, { passphrase }));
    await stores[0]!.update('channel_keys', () => ({ keys: {} }));
    await Promise.all(stores.map((store) => store.read('channel_keys'))); // so that each is fast from now on
    for (let round = 0; round < 30; round += 1) {
      await stores[0]!.update('channel_keys', () => ({ keys: {} }));
      writeFileSync(join(folder, '.lock'), '');
      utimesSync(join(folder, '.lock'), 0, 0);
      const add = (name: string) => (current: { keys: Record<string, string> } | undefined) => ({
        keys: { ...current?.keys, [name]: 'k' },
      });
      await Promise.all(stores.map((store, index) => store.update('channel_keys', add(`key ${index}`))));
      expect(Object.keys((await stores[0]!.read('channel_keys'))?.keys ?? {})).toHaveLength(8);
    }
    expect(readdirSync(folder)).toEqual(['channel_keys.json']);
  });

  it('keeps its lock fresh while an update takes long, so that nobody takes it for that of a dead process', async () => {
    const lock = join(newFolder(), '.lock');
    mkdirSync(dirname(lock));
    const timers = jest.spyOn(globalThis, 'setInterval');
    const held = await takeLock(fs, lock);
    const [touch, everyMs] = timers.mock.lastCall!;
    timers.mockRestore();
    expect(everyMs).toBe(1_000);
    utimesSync(lock, 0, 0);
    touch();
    while ((await fs.stat(lock)).mtimeMs === 0); // until it is done
    expect(statSync(lock).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
    await held.release();
    expect(existsSync(lock)).toBe(false);
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
