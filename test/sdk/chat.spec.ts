import { memoryStore, type ChatMessage } from '@dialtone/sdk/chat';
import { storeLinkedTo, useParty } from '../support/chat.js';
import { startServer } from '../support/server.js';
import { everythingStored } from '../support/store.js';

/** Everything from an iterable, in order. */
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const textsOf = async (messages: AsyncIterable<ChatMessage>) => (await all(messages)).map(({ text }) => text);

describe('an encrypted chat', () => {
  const party = useParty(startServer);

  it('is the same conversation for everyone, of which the server has only ciphertext', async () => {
    const alice = await party.join('wilhelmina', { displayName: 'Alice Liddell' });
    const channel = await alice.chat.createChannel('croquet-ground');
    const bob = await party.join('rabbit');
    const carol = await party.join('dormouse', { displayName: 'Carol' });
    for (const watch of [bob, carol]) await watch.reads(channel.id);

    const sent = [
      await alice.chat.send(channel.id, 'curiouser and curiouser'),
      await bob.chat.send(channel.id, 'oh my ears and whiskers'),
      await carol.chat.send(channel.id, 'I breathe when I sleep 🐭'),
    ];

    for (const watch of [alice, bob, carol]) {
      await watch.next('message', ({ text }) => text === 'I breathe when I sleep 🐭');
      expect(watch.all('message').map(({ text, senderId }) => [senderId, text])).toEqual(
        sent.map(({ senderId, text }) => [senderId, text]),
      );
      expect(await all(watch.chat.history(channel.id))).toEqual([...watch.all('message')].reverse());
    }
    expect(alice.all('message')).toEqual(sent);
    expect(sent.map(({ senderName }) => senderName)).toEqual(['Alice Liddell', 'rabbit', 'Carol']);
    const bytes = await everythingStored(party.server);
    expect(bytes.includes(channel.id)).toBe(true); // so that finding nothing proves something
    for (const text of ['curiouser', 'whiskers', 'breathe', 'croquet', 'Liddell', 'Carol', 'rabbit', 'wilhelmina']) {
      expect([text, bytes.includes(text)]).toEqual([text, false]);
    }
  });

  it('has names, channels and people in clear, and reports changes', async () => {
    const alice = await party.join('alice');
    const bob = await party.join('bob');
    expect(await alice.chat.channels()).toEqual([]);
    const { id } = await alice.chat.createChannel('general');
    expect(await bob.next('channel', ({ channel }) => channel.name === 'general')).toMatchObject({
      channel: { id, hasKey: true, createdBy: alice.chat.userId },
    });
    expect(await alice.chat.renameChannel(id, 'lobby')).toMatchObject({ id, name: 'lobby' });
    await bob.next('channel', ({ change, channel }) => change === 'updated' && channel.name === 'lobby');
    expect(await bob.chat.channels()).toMatchObject([{ id, name: 'lobby' }]);

    await alice.next('member', ({ name }) => name === 'bob');
    await bob.chat.setDisplayName('Bob 🎩');
    expect(await alice.next('member', ({ name }) => name === 'Bob 🎩')).toMatchObject({ userId: bob.chat.userId });
    expect((await bob.chat.send(id, 'hats off')).senderName).toBe('Bob 🎩');
    expect(await alice.next('message')).toMatchObject({ senderName: 'Bob 🎩', text: 'hats off' });
    expect(await alice.chat.members()).toEqual([
      { userId: alice.chat.userId, name: 'alice', online: true, isAdmin: true },
      { userId: bob.chat.userId, name: 'Bob 🎩', online: true, isAdmin: false },
    ]);

    await bob.chat.close();
    expect(await alice.next('presence', ({ online }) => !online)).toMatchObject({ userId: bob.chat.userId });
    await alice.chat.deleteChannel(id);
    await alice.next('channel', ({ change }) => change === 'deleted');
    expect(await alice.chat.channels()).toEqual([]);
  });

  it('reads its history page by page, newest first', async () => {
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    const texts = Array.from({ length: 25 }, (_, i) => `message ${i}`);
    const sent = await Promise.all(texts.map((text) => alice.chat.send(id, text)));
    expect(sent.map(({ text }) => text)).toEqual(texts);
    expect(await textsOf(alice.chat.history(id))).toEqual([...texts].reverse());
    expect(await textsOf(alice.chat.history(id, { limit: 2 }))).toEqual(['message 24', 'message 23']);
    expect(await textsOf(alice.chat.history(id, { before: sent[2].id }))).toEqual(['message 1', 'message 0']);
    expect(await textsOf(alice.chat.history(id, { before: sent[2].id, limit: 1 }))).toEqual(['message 1']);
  });

  it('continues on a second device of the same person, with the same name and history', async () => {
    const store = memoryStore();
    const alice = await party.join('alice', { displayName: 'Alice', store });
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.send(id, 'from the desk');
    const phone = await party.login('alice', { store: await storeLinkedTo(store) });
    expect(await alice.next('device-new')).toMatchObject({ userId: alice.chat.userId, deviceId: phone.chat.deviceId });
    await phone.reads(id);
    expect(await textsOf(phone.chat.history(id))).toEqual(['from the desk']);
    await phone.chat.members();
    expect(await phone.chat.send(id, 'from the garden')).toMatchObject({ senderName: 'Alice' });
    expect(await alice.next('message', ({ text }) => text === 'from the garden')).toMatchObject({
      senderName: 'Alice',
    });
    expect(await phone.chat.fingerprint()).toBe(await alice.chat.fingerprint());
  });

  it('refuses texts that are too long before anything is sent', async () => {
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    expect(await alice.chat.send(id, 'ж'.repeat(6_130))).toMatchObject({ text: 'ж'.repeat(6_130) });
    await expect(alice.chat.send(id, `${'ж'.repeat(6_130)}!`)).rejects.toMatchObject({ code: 'text_too_long' });
    await expect(alice.chat.createChannel('n'.repeat(3_045))).rejects.toMatchObject({ code: 'text_too_long' });
    await alice.chat.createChannel('n'.repeat(3_044));
    await expect(alice.chat.setDisplayName('n'.repeat(3_045))).rejects.toMatchObject({ code: 'text_too_long' });
    await alice.chat.setDisplayName('n'.repeat(3_044));
  });

  it('lets only admins invite', async () => {
    const alice = await party.join('alice');
    const bob = await party.login('bob').catch(() => undefined);
    expect(bob).toBeUndefined();
    const { chat } = await party.join('bob', { store: memoryStore() });
    expect(await alice.chat.invite()).toMatch(/^[\w-]{43}$/);
    expect([alice.chat.isAdmin, chat.isAdmin]).toEqual([true, false]);
    await expect(chat.invite()).rejects.toMatchObject({ code: 'forbidden' });
  });
});
