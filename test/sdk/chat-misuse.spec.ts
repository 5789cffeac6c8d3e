import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { useParty, holdAnswers, manyTurns, type Watch } from '../support/chat.js';
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
    await manyTurns(party.server);
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
    await manyTurns(party.server);
    collectGarbage();
    expect(trace?.deref()).toBeUndefined();
    await session.close();
  });
});
