import type { Message, MessageList, MessageSync } from '@dialtone/sdk';
import { memoryStore, type ChatSession, type ChatStore } from '@dialtone/sdk/chat';
import { encryptText } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { useParty, type Watch } from '../support/chat.js';

const party = useParty(() => createFakeServer());
let alice: Watch;
let bob: Watch;
let alicesStore: ChatStore;
let bobsStore: ChatStore;
let channelId: string;

beforeEach(async () => {
  [alicesStore, bobsStore] = [memoryStore(), memoryStore()];
  alice = await party.join('alice', { store: alicesStore });
  bob = await party.join('bob', { store: bobsStore });
  channelId = (await alice.chat.createChannel('general')).id;
  await bob.reads(channelId);
});

/** Sends messages as alice, and returns them as the server has stored them, once bob has seen them. */
async function stored(...texts: string[]): Promise<Message[]> {
  for (const text of texts) await alice.chat.send(channelId, text);
  for (const text of texts) await bob.next('message', (message) => message.text === text);
  const { messages } = await alice.chat.client.messages.list({ channel_id: channelId });
  return messages.slice(-texts.length);
}

/** Lets the server pass on a message that it has made up. */
function forge(
  { channel_id, sender_id, sender_name_enc, body, proof }: Message,
  changes: Partial<Message> = {},
): string {
  return party.server.addMessage({ channel_id, sender_id, sender_name_enc, body, ...(proof && { proof }), ...changes })
    .id;
}

async function history(chat: ChatSession): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { text, proof } of chat.history(channelId)) found.unshift([text, proof]);
  return found;
}

/** Lets the server turn the order of the messages in its answers to a session. */
function reverse(chat: ChatSession): void {
  chat.client.use(async (request, next) => {
    const response = await next(request);
    if (request.operationId !== 'listMessages' && request.operationId !== 'syncMessages') return response;
    const page = JSON.parse(response.body) as MessageList | MessageSync;
    return { ...response, body: JSON.stringify({ ...page, messages: page.messages.reverse() }) };
  });
}

it('a message is known to be from its sender, live, in the history, and in what send returns', async () => {
  const sent = await alice.chat.send(channelId, 'hello');

  expect(sent.proof).toBe('valid');
  for (const watch of [alice, bob]) {
    expect(await watch.next('message')).toMatchObject({ senderId: alice.chat.userId, text: 'hello', proof: 'valid' });
    expect(await history(watch.chat)).toEqual([['hello', 'valid']]);
  }
  await bob.chat.send(channelId, 'hello back');
  expect(await alice.next('message')).toMatchObject({ text: 'hello back', proof: 'valid' });
});

it.each<[string, string, (messages: [Message, Message]) => string]>([
  ['the same message under another id', 'replayed', ([one]) => forge(one)],
  ['one of somebody else', 'wrong-sender', ([one]) => forge(one, { sender_id: bob.chat.userId })],
  ['one with the text of another', 'signature', ([one, two]) => forge(one, { body: two.body })],
  ['one with another name in it', 'signature', ([one]) => forge(one, { sender_name_enc: one.body })],
  [
    'one with another counter',
    'signature',
    ([one]) => forge(one, { proof: { ...one.proof!, counter: one.proof!.counter + 9 } }),
  ],
  [
    'one with the client_id of another',
    'signature',
    ([one, two]) => forge(one, { proof: { ...one.proof!, client_id: two.proof!.client_id } }),
  ],
])('a server that passes on %s is found out: %s', async (_what, reason, lie) => {
  const [one, two] = await stored('one', 'two');

  const id = lie([one, two]);

  const refused = await bob.next('message-refused');
  expect(refused).toMatchObject({ reason, message: { id, text: null, reason: 'forged', proof: 'invalid' } });
  expect(await bob.next('message', (message) => message.id === id)).toEqual(refused.message);
  expect(await history(bob.chat)).toEqual([
    ['one', 'valid'],
    ['two', 'valid'],
    [null, 'invalid'],
  ]);
  expect(await bob.chat.decrypt(refused.message)).toMatchObject({ text: null, proof: 'invalid' });
  expect(bob.all('message-refused')).toHaveLength(1);
});

it('a message that the server moves to another channel is refused', async () => {
  const [one] = await stored('one');
  const other = await alice.chat.createChannel('other');
  await bob.reads(other.id);

  const id = forge(one, { channel_id: other.id });

  expect(await bob.next('message-refused')).toMatchObject({
    reason: 'signature',
    message: { id, channelId: other.id },
  });
});

it('a message whose proof the server leaves out is shown as not signed', async () => {
  const [{ proof: _, ...rest }] = (await stored('one')) as [Message];

  const id = forge(rest);

  expect(await bob.next('message', (message) => message.id === id)).toMatchObject({ text: 'one', proof: 'none' });
  expect(bob.all('message-refused')).toEqual([]);
});

it('a message of a client that signs nothing is shown as not signed', async () => {
  const carol = party.server.addUser({ username: 'carol' });
  const key = (await bobsStore.read('channel_keys'))!.keys[channelId];
  const [body, sender_name_enc] = await Promise.all([encryptText(key, 'hi'), encryptText(key, 'carol')]);

  party.server.addMessage({ channel_id: channelId, sender_id: carol.user_id, body, sender_name_enc });

  expect(await bob.next('message')).toMatchObject({ senderId: carol.user_id, text: 'hi', proof: 'none' });
});

it('messages in another order than they were sent are marked, in what was missed and in the history', async () => {
  await stored('before');
  await bob.chat.close();
  for (const text of ['one', 'two']) await alice.chat.send(channelId, text);
  const chat = await party.awaken(bobsStore);
  reverse(chat);

  const again = await party.open(Promise.resolve(chat));

  const shown = [await again.next('message'), await again.next('message')];
  expect(shown.map(({ text, proof }) => [text, proof])).toEqual([
    ['two', 'valid'],
    ['one', 'out-of-order'],
  ]);
  expect(await history(chat)).toEqual([
    ['two', 'out-of-order'],
    ['one', 'out-of-order'],
    ['before', 'valid'],
  ]);
});

it('a message from before that the server repeats is marked, after a restart too', async () => {
  const [one] = await stored('one', 'two');
  await bob.chat.close();
  const again = await party.resume(bobsStore);

  forge(one);

  expect(await again.next('message')).toMatchObject({ text: 'one', proof: 'out-of-order' });
});

it('what still waited for its key when a session ended is in order, also if some of it was shown', async () => {
  const [one] = await stored('one', 'two');
  await bob.chat.close();
  // As after a crash half-way, or when another tab of the store had the key already.
  await bobsStore.update('session', (session) => ({ ...session!, unread_since: { [channelId]: one.id } }));

  const again = await party.resume(bobsStore);

  for (const text of ['one', 'two']) expect(await again.next('message')).toMatchObject({ text, proof: 'valid' });
});

it('the sessions of a device, one after the other and side by side, use no counter twice', async () => {
  const tab = await party.resume(alicesStore);
  for (const [index, { chat }] of [alice, tab, alice, tab].entries()) await chat.send(channelId, String(index));
  await alice.chat.close();
  const later = await party.resume(alicesStore);
  await later.chat.send(channelId, '4');

  for (let index = 0; index < 5; index += 1)
    expect(await bob.next('message')).toMatchObject({ text: String(index), proof: 'valid' });
  const { messages } = await bob.chat.client.messages.list({ channel_id: channelId });
  expect(new Set(messages.map(({ proof }) => proof?.counter)).size).toBe(5);
});

it('a message that is sent again after a broken connection keeps its proof', async () => {
  party.server.dropNext('channel.message.send', { isServed: true });

  expect(await alice.chat.send(channelId, 'once')).toMatchObject({ proof: 'valid' });

  expect(await bob.next('message')).toMatchObject({ text: 'once', proof: 'valid' });
  expect(await history(bob.chat)).toEqual([['once', 'valid']]);
});

it('what a device sent stays known to be from its user when the device is gone; to a newcomer it is not', async () => {
  await stored('one');
  await alice.chat.client.devices.remove({ device_id: alice.chat.deviceId });
  await bob.chat.close();

  const again = await party.resume(bobsStore);
  const carol = await party.join('carol');
  await carol.reads(channelId);

  expect(await history(again.chat)).toEqual([['one', 'valid']]);
  expect(await history(carol.chat)).toEqual([['one', 'unknown']]);
});
