import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  ChatSession,
  fileStore,
  memoryStore,
  type ChatOptions,
  type LoginOptions,
  type RegisterOptions,
} from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { useParty, holdAnswers, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { PASSWORD } from '../support/people.js';

describe('a chat', () => {
  const party = useParty(createFakeServer);
  let alice: Watch;
  beforeEach(async () => {
    alice = await party.join('alice');
  });

  it('does not bring back a channel that is deleted while the list is read', async () => {
    const { id } = await alice.chat.createChannel('short-lived');
    const bob = await party.join('bob');
    await bob.reads(id);
    const answers = holdAnswers(bob.chat, 'listChannels');
    const channels = bob.chat.channels();
    const letGo = await answers.next();
    answers.stop();
    await alice.chat.deleteChannel(id);
    await bob.next('channel', ({ change }) => change === 'deleted');
    letGo();
    expect(await channels).toEqual([]);
    await quiet();
    expect(bob.all('channel').at(-1)).toMatchObject({ change: 'deleted', channel: { id } });
    await bob.chat.close();
  });

  it('accepts a store in which another client has written no keys yet', async () => {
    const { id } = await alice.chat.createChannel('general');
    const store = memoryStore();
    await store.update('channel_keys', () => ({ keys: null as never }));
    const bob = await party.join('bob', { store });
    await bob.reads(id);
    expect(bob.all('error')).toEqual([]);
  });

  it('refuses a store that it cannot read', async () => {
    const store = memoryStore();
    await store.update('channel_keys', () => ({ keys: ['a key'] as never }));
    await expect(party.register('bob', { store })).rejects.toMatchObject({ name: 'ChatError', code: 'invalid_store' });
  });

  it('says of a channel that is gone, or never was, that it is not found', async () => {
    const notFound = { name: 'ApiError', status: 404, code: 'channel_not_found' };
    await expect(alice.chat.send('nowhere', 'hello?')).rejects.toMatchObject(notFound);
    await expect(alice.chat.renameChannel('nowhere', 'here')).rejects.toMatchObject(notFound);

    const { id } = await alice.chat.createChannel('short-lived');
    await alice.chat.deleteChannel(id);
    await alice.next('channel', ({ change }) => change === 'deleted');
    await quiet(); // its key is forgotten, too
    await expect(alice.chat.send(id, 'hello?')).rejects.toMatchObject(notFound);
  });

  it('names what it was not given, and asks the server for nothing', async () => {
    const { baseUrl, fetch, WebSocket } = party.server;
    const store = memoryStore();
    const account = { baseUrl, fetch, WebSocket, username: 'alice', password: PASSWORD, store };
    const before = party.server.requests.length;
    // As JavaScript can call it.
    const register = (options: object) => ChatSession.register(options as RegisterOptions);
    const login = (options?: object) => ChatSession.login(options as LoginOptions);
    await expect(register(account)).rejects.toThrow(new TypeError('inviteToken must be given, as a string'));
    await expect(login({ ...account, username: undefined })).rejects.toThrow('username must be given, as a string');
    await expect(login({ ...account, password: 7 })).rejects.toThrow('password must be given, as a string');
    await expect(login()).rejects.toThrow('username must be given');
    await expect(login({ ...account, store: 'keys/alice' })).rejects.toThrow(/^store must be given, such as fileStore/);
    const misspelt = { ...account, shareWith: 'verifed' }; // which must not count as the default
    await expect(login(misspelt)).rejects.toThrow('shareWith must be one of signed, verified, all');
    await expect(ChatSession.resume(misspelt as never)).rejects.toThrow('shareWith must be one of');
    await expect(ChatSession.resume({} as ChatOptions)).rejects.toThrow(/^store must be given/);
    expect(party.server.requests.length).toBe(before);
    expect(await store.read('device_key')).toBeUndefined();
  });

  it('says that its store was deleted while it was used', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dialtone-chat-'));
    const bob = await party.join('bob', { store: fileStore(folder, { passphrase: PASSWORD }) });
    rmSync(folder, { recursive: true });
    const gone = { name: 'ChatError', code: 'no_session', message: expect.stringContaining('log in again') };
    await expect(bob.chat.setDisplayName('bobby')).rejects.toMatchObject(gone);
    await expect(bob.chat.logout()).rejects.toMatchObject(gone);
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses messages and names that end in the middle of a character', async () => {
    const { id } = await alice.chat.createChannel('general');
    const half = '👋'.slice(0, 1);
    const rejection = { name: 'CryptoError', code: 'invalid_data' };
    await expect(alice.chat.send(id, half)).rejects.toMatchObject(rejection);
    await expect(alice.chat.setDisplayName(half)).rejects.toMatchObject(rejection);
    await expect(alice.chat.createChannel(half)).rejects.toMatchObject(rejection);
    await expect(party.register('bob', { displayName: half })).rejects.toMatchObject(rejection);
    expect(await alice.chat.send(id, 'whole 👋')).toMatchObject({ senderName: 'alice' });
  });

  it.each(['', '  ', '\t\n', '\u00a0\u3000\ufeff'])(
    'refuses %j as a name, and asks the server for nothing',
    async (blank) => {
      const { id } = await alice.chat.createChannel('general');
      const before = party.server.requests.length;
      const rejection = { name: 'ChatError', code: 'name_blank', message: 'a name must not be blank' };
      await expect(alice.chat.createChannel(blank)).rejects.toMatchObject(rejection);
      await expect(alice.chat.renameChannel(id, blank)).rejects.toMatchObject(rejection);
      await expect(alice.chat.setDisplayName(blank)).rejects.toMatchObject(rejection);
      const store = memoryStore();
      const { baseUrl, fetch, WebSocket } = party.server;
      const account = { baseUrl, fetch, WebSocket, username: 'bob', password: PASSWORD, inviteToken: 'i', store };
      await expect(ChatSession.register({ ...account, displayName: blank })).rejects.toMatchObject(rejection);
      expect(party.server.requests.length).toBe(before);
      expect(alice.chat.displayName).toBe('alice');
      expect(await store.read('device_key')).toBeUndefined();
      expect(await alice.chat.send(id, blank)).toMatchObject({ text: blank }); // a text may be
    },
  );

  it('does not keep the password of the login', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const { baseUrl, fetch, WebSocket } = party.server;
    let trace: WeakRef<object> | undefined; // to something that lives as long as the options with the password
    const login = () => {
      const mark = {};
      trace = new WeakRef(mark);
      const account = { baseUrl, fetch, WebSocket, username: 'alice', password: PASSWORD, store: memoryStore() };
      return ChatSession.login(Object.assign(account, { mark }));
    };
    const session = await login();
    await quiet();
    collectGarbage();
    expect(trace?.deref()).toBeUndefined();
    await session.close();
  });
});
