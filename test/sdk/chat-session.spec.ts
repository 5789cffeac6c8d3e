import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createDecipheriv, randomUUID, scryptSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatSession, fileStore, memoryStore } from '@dialtone/sdk/chat';
import { useParty } from '../support/chat.js';
import { PASSWORD } from '../support/people.js';
import { startServer } from '../support/server.js';
import { expireSessions } from '../support/store.js';
import { TcpProxy } from '../support/tcp-proxy.js';

describe('a chat session', () => {
  const party = useParty(startServer);

  it('resumes from its folder: what was said meanwhile comes once, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dialtone-chat-'));
    const open = () => fileStore(folder, { passphrase: PASSWORD });
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    const bob = await party.join('bob', { store: open() });
    await bob.reads(id);
    await alice.chat.send(id, 'one');
    await bob.next('message');
    await bob.chat.close();
    await alice.chat.send(id, 'two');
    await alice.chat.send(id, 'three');

    const again = await party.resume(open());
    await again.next('message', ({ text }) => text === 'three');
    await alice.chat.send(id, 'four');
    await again.next('message', ({ text }) => text === 'four');
    expect(again.texts).toEqual(['two', 'three', 'four']);
    expect(again.all('message').map(({ senderName }) => senderName)).toEqual(['alice', 'alice', 'alice']);
    expect(again.all('device-new')).toEqual([]);
    await again.chat.close();

    // Read what it wrote, without the SDK.
    const key = keystoreIn<{ keys: Record<string, string> }>(join(folder, 'channel_keys.json')).keys[id];
    expect(keystoreIn(join(folder, 'device_key.json'))).toEqual({ private_key: expect.stringMatching(/^.{43}=$/) });
    expect(keystoreIn(join(folder, 'directory_key.json'))).toEqual({ key: expect.stringMatching(/^.{43}=$/) });
    const [message] = (await alice.chat.client.messages.list({ channel_id: id, limit: 1 })).messages;
    expect(opened(Buffer.from(key, 'base64'), message.body).toString()).toBe('four');
    rmSync(folder, { recursive: true });
  });

  it('keeps messages that are sent without a connection, in order, until there is one', async () => {
    const proxy = await TcpProxy.to(Number(new URL(party.server.url).port));
    const alice = await party.join('alice', { baseUrl: `http://127.0.0.1:${proxy.port}` });
    const { id } = await alice.chat.createChannel('general');
    const bob = await party.join('bob');
    await bob.reads(id);
    proxy.cut();
    await alice.next('state', ({ state }) => state === 'waiting');
    const sends = ['one', 'two', 'three'].map((text) => alice.chat.send(id, text));
    await bob.chat.send(id, 'are you there?');
    proxy.restore();
    await Promise.all(sends);
    await alice.next('message', ({ text }) => text === 'three');
    await bob.next('message', ({ text }) => text === 'three');
    expect(bob.texts).toEqual(['are you there?', 'one', 'two', 'three']);
    expect(alice.texts).toEqual(bob.texts);
    await alice.chat.close();
    await proxy.close();
  });

  it('reports a gap when its place in the history is gone, and goes on', async () => {
    const store = memoryStore();
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    const bob = await party.join('bob', { store });
    await bob.reads(id);
    await bob.chat.close();
    const since = randomUUID(); // such as after the server has lost its history
    await store.update('session', (session) => ({ ...session!, cursor: since }));
    await alice.chat.send(id, 'while bob was away');

    const again = await party.resume(store);
    expect(await again.next('gap')).toEqual({ reason: 'cursor_not_found', since });
    await alice.chat.send(id, 'with bob again');
    expect(await again.next('message')).toMatchObject({ text: 'with bob again' });
    const history = [];
    for await (const { text } of again.chat.history(id)) history.push(text);
    expect(history).toEqual(['with bob again', 'while bob was away']);
    await again.chat.close();
    const third = await party.resume(store);
    expect(third.all('gap')).toEqual([]);
  });

  it('shares its folder with another process: neither loses what the other has learned', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dialtone-chat-'));
    const open = () => fileStore(folder, { passphrase: PASSWORD });
    const alice = await party.join('alice', { store: open() });
    const program = `
      import { ChatSession, fileStore } from '@dialtone/sdk/chat';
      const store = fileStore(${JSON.stringify(folder)}, { passphrase: ${JSON.stringify(PASSWORD)} });
      const chat = await ChatSession.resume({ store });
      await chat.connect();
      for (let i = 0; i < 3; i += 1) await chat.send((await chat.createChannel('theirs ' + i)).id, 'from there');
      await chat.close();`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
    const ended = once(child, 'exit');
    for (let i = 0; i < 3; i += 1) await alice.chat.createChannel(`ours ${i}`);
    expect(await ended).toEqual([0, null]);

    const names = ['ours 0', 'ours 1', 'ours 2', 'theirs 0', 'theirs 1', 'theirs 2'];
    expect((await alice.chat.channels()).map(({ name }) => name).sort()).toEqual(names);
    for (let i = 0; i < 3; i += 1) expect(await alice.next('message')).toMatchObject({ text: 'from there' });
    await alice.chat.close();
    expect(Object.keys((await open().read('channel_keys'))?.keys ?? {})).toHaveLength(6);
    expect((await open().read('session'))?.new_channel_keys).toEqual([]);
    const again = await party.resume(open());
    expect(again.texts).toEqual([]); // all of them were shown before
    expect((await again.chat.channels()).map(({ name }) => name).sort()).toEqual(names);
    await again.chat.close();
    rmSync(folder, { recursive: true });
  });

  it('logs in again after its login has expired, if it is given the password', async () => {
    const store = memoryStore();
    const alice = await party.join('alice', { store });
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.close();
    await expireSessions(party.server, alice.chat.userId);
    await expect(party.resume(store)).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(party.resume(store, { getPassword: () => 'wrong horse 7' })).rejects.toMatchObject({
      code: 'unauthorized',
    });

    const again = await party.resume(store, { getPassword: () => PASSWORD });
    expect(again.chat.deviceId).toBe(alice.chat.deviceId);
    expect(await again.chat.send(id, 'here again')).toMatchObject({ text: 'here again' });
    await again.chat.close();
    const third = await party.resume(store); // with the new login
    await third.chat.members();
  });

  it('reports when its login is ended from elsewhere, and closes', async () => {
    const alice = await party.join('alice');
    const bob = await party.join('bob');
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.client.devices.remove({ device_id: bob.chat.deviceId });
    await bob.next('session-ended');
    expect(await bob.next('close')).toMatchObject({ code: 4001, name: 'session_ended' });
    await expect(bob.chat.send(id, 'anyone?')).rejects.toThrow();
  });

  it('forgets its login at logout, but keeps its keys for the next one', async () => {
    const store = memoryStore();
    const alice = await party.join('alice', { store });
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.logout();
    expect(alice.all('session-ended')).toEqual([]);
    await expect(ChatSession.resume({ store })).rejects.toMatchObject({ name: 'ChatError', code: 'no_session' });
    await expect(alice.chat.members()).rejects.toMatchObject({ name: 'AbortedError' });
    await expect(alice.chat.client.auth.listSessions()).rejects.toMatchObject({ status: 401 });
    const again = await party.login('alice', { store });
    expect(again.chat.deviceId).toBe(alice.chat.deviceId);
    expect(await again.chat.channels()).toMatchObject([{ id, name: 'general' }]);
  });

  it('refuses an empty store and one of another account', async () => {
    const store = memoryStore();
    await expect(ChatSession.resume({ store })).rejects.toMatchObject({ code: 'no_session' });
    await party.join('alice', { store });
    await expect(party.join('bob', { store })).rejects.toMatchObject({ code: 'other_account' });
    await expect(party.login('alice', { store, baseUrl: 'http://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'other_account',
    });
    await expect(party.login('alice', { password: 'wrong horse 7' })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
  });
});

/** The value in a keystore file. */
function keystoreIn<T>(path: string): T {
  const {
    salt,
    n: N,
    r,
    p,
    data,
  } = JSON.parse(readFileSync(path, 'utf8')) as {
    salt: string;
    n: number;
    r: number;
    p: number;
    data: string;
  };
  const key = scryptSync(PASSWORD, Buffer.from(salt, 'base64'), 32, { N, r, p, maxmem: 64 * 1024 * 1024 });
  return JSON.parse(opened(key, data).toString()) as T;
}

/** What base64(nonce ‖ AES-256-GCM ‖ tag) holds. */
function opened(key: Buffer, data: string): Buffer {
  const bytes = Buffer.from(data, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}
