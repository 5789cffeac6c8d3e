import type { DialtoneClient } from '@dialtone/sdk';
import { memoryStore, type ChatStore, type SessionDocument } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { channelWithoutKey, useParty, holdAnswers } from '../support/chat.js';
import { quiet } from '../support/quiet.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A store in which changes of the session wait between `hold` and `release`, unless they are let go one by one. */
function slowStore() {
  const inner = memoryStore();
  const waiting: { session: SessionDocument; letGo: () => void }[] = [];
  let isHeld = false;
  let wake: () => void = () => undefined;
  const store: ChatStore = {
    read: (name) => inner.read(name),
    update: async (name, change) => {
      if (isHeld && name === 'session') {
        const session = change(await inner.read(name)) as SessionDocument;
        await new Promise<void>((letGo) => {
          waiting.push({ session, letGo });
          wake();
        });
      }
      await inner.update(name, change);
    },
  };
  /** Waits for a change with such a result; resolves with the function that lets it go on. */
  const held = async (isMeant: (session: SessionDocument) => boolean) => {
    for (;;) {
      const found = waiting.find(({ session }) => isMeant(session));
      if (found) return found.letGo;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const hold = () => (isHeld = true);
  const release = () => {
    isHeld = false;
    for (const { letGo } of waiting) letGo();
  };
  return { store, held, hold, release };
}

/** Resolves once the client has called that operation. */
function requestsOf(client: DialtoneClient): (operationId: string) => Promise<void> {
  const asked = new Set<string>();
  let wake: () => void = () => undefined;
  client.use((request, next) => {
    asked.add(request.operationId);
    wake();
    return next(request);
  });
  return async (operationId) => {
    while (!asked.has(operationId)) await new Promise<void>((resolve) => (wake = resolve));
  };
}

describe('a chat session that ends abruptly', () => {
  const party = useParty(createFakeServer);

  const isConnected = ({ state }: { state: string }) => state === 'connected';

  it('loses nothing when it is killed while it connects', async () => {
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    const store = memoryStore();
    const bob = await party.join('bob', { store });
    await bob.reads(id);
    await bob.chat.close();
    for (const text of ['one', 'two']) await alice.chat.send(id, text);

    const killed = party.watch(await party.awaken(store));
    holdAnswers(killed.chat, 'listDeviceKeys');
    killed.chat.connect().catch(() => undefined);
    await killed.next('state', isConnected);
    await quiet();
    expect(killed.texts).toEqual([]);
    const next = await party.resume(store);
    await next.next('message', ({ text }) => text === 'two');
    expect(next.texts).toEqual(['one', 'two']);
    await next.chat.close();
    expect((await party.resume(store)).texts).toEqual([]);
  });

  it('loses nothing when it is killed during its very first connection', async () => {
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    const store = memoryStore();
    const first = party.watch(await party.register('bob', { store }));
    holdAnswers(first.chat, 'listDeviceKeys');
    const answers = holdAnswers(first.chat, 'syncMessages');
    first.chat.connect().catch(() => undefined);
    const letGo = await answers.next(); // the answer with the end of the history
    await alice.chat.send(id, 'welcome');
    letGo();
    answers.stop();
    await first.next('state', isConnected);
    await quiet();

    const second = await party.resume(store);
    expect(await second.next('message')).toMatchObject({ text: 'welcome' });
    expect(first.texts).toEqual([]);
  });

  it('stores its place after a gap, even with nothing to show', async () => {
    const store = memoryStore();
    const alice = await party.join('alice', { store });
    await alice.chat.close();
    await store.update('session', (session) => ({ ...session!, cursor: 'of a history that is lost' }));
    const killed = await party.resume(store);
    await killed.next('gap');
    await quiet();
    const next = await party.resume(store);
    expect(next.all('gap')).toEqual([]);
  });

  it('never stores a place beyond what was shown, however slow the store is', async () => {
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    const { store, held, hold, release } = slowStore();
    const bob = await party.join('bob', { store });
    await bob.reads(id);
    await alice.chat.send(id, 'zero');
    await bob.next('message');
    await quiet();

    hold();
    const one = await alice.chat.send(id, 'one');
    const isAt = (messageId: string) => (session: SessionDocument) => session.cursor?.split('.')[0] === messageId;
    const storeOne = await held(isAt(one.id));
    const two = await alice.chat.send(id, 'two');
    await bob.next('message', ({ text }) => text === 'two');
    const sealed = { sender_name_enc: 'YQ==', body: 'YQ==' };
    const other = party.server.addChannel({ name_enc: 'b25l', created_by: alice.chat.userId });
    const three = party.server.addMessage({ channel_id: other.id, sender_id: alice.chat.userId, ...sealed });
    await held(({ unread_since }) => unread_since[other.id] === three.id);
    storeOne(); // so the next place is stored before it is stored that the third message waits
    const storeNext = await held((session) => isAt(two.id)(session) || isAt(three.id)(session));
    storeNext();
    await quiet();
    expect((await store.read('session'))?.cursor?.split('.')[0]).toBe(two.id);
    release();
  });

  it('can connect again after the server has ended the connection, and works fully', async () => {
    const alice = await party.join('alice');
    const bob = await party.join('bob');
    party.server.dropConnections({ userId: bob.chat.userId, code: 4003 });
    expect(await bob.next('close')).toMatchObject({ code: 4003 });
    await bob.chat.connect();
    const { id } = await alice.chat.createChannel('general');
    await bob.next('channel', ({ channel }) => channel.hasKey); // without asking for it
    await alice.chat.send(id, 'hello again');
    expect(await bob.next('message')).toMatchObject({ text: 'hello again' });
    await bob.chat.close();
    await expect(bob.chat.connect()).rejects.toMatchObject({ name: 'AbortedError' });
  });

  it('closes at once, however long the server takes, and aborts its requests', async () => {
    const alice = await party.join('alice');
    const bob = await party.join('bob');
    const { id, share } = await channelWithoutKey(alice);
    await alice.chat.send(id, 'one');
    await bob.next('key-missing');
    const asked = requestsOf(bob.chat.client);
    party.server.holdNext('listMessages');
    await share();
    await asked('listMessages'); // for what has waited for the key
    holdAnswers(bob.chat, 'listDeviceKeys');
    const members = bob.chat.members();
    await asked('listDeviceKeys');

    const closed = bob.chat.close();
    await expect(members).rejects.toMatchObject({ name: 'AbortedError' });
    await closed;
    await expect(bob.chat.channels()).rejects.toMatchObject({ name: 'AbortedError' });
    expect(bob.all('error')).toEqual([]);
    expect(bob.texts).toEqual([]);
  });

  it('forgets a login that has already ended, without asking for the password', async () => {
    const store = memoryStore();
    const getPassword = jest.fn(() => undefined);
    const alice = await party.join('alice', { store, getPassword });
    party.server.advance(DAY_MS + 1_000);
    await alice.next('session-ended');
    getPassword.mockClear();
    await alice.chat.logout();
    expect(getPassword).not.toHaveBeenCalled();
    expect((await store.read('session'))?.token).toBeUndefined();
  });

  it('does not ask for the password once it is closed', async () => {
    const getPassword = jest.fn(() => undefined);
    const alice = await party.join('alice', { getPassword });
    await alice.chat.close();
    party.server.advance(DAY_MS + 1_000);
    await expect(alice.chat.client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(getPassword).not.toHaveBeenCalled();
  });
});
