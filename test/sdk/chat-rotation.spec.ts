import type { DialtoneClient, Message } from '@dialtone/sdk';
import { memoryStore, type ChatSession, type ChatStore } from '@dialtone/sdk/chat';
import { decryptText, encryptText, generateKeyPair, openEnvelope } from '@dialtone/sdk/crypto';
import { createFakeServer, type FakeServer } from '@dialtone/sdk/testing';
import { link, storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { startServer, type TestServer } from '../support/server.js';
import { clientOfFake } from './support/plain.js';

/** The texts of a channel's history, oldest first. */
async function textsOf(chat: ChatSession, channelId: string): Promise<(string | null)[]> {
  const texts: (string | null)[] = [];
  for await (const { text } of chat.history(channelId)) texts.unshift(text);
  return texts;
}

/** The channel's last stored message. */
async function last(chat: ChatSession, channel_id: string): Promise<Message> {
  const { messages } = await chat.client.messages.list({ channel_id });
  return messages.at(-1) as Message;
}

async function hears(watch: Watch, text: string): Promise<void> {
  await watch.next('message', (message) => message.text === text);
}

describe.each([
  ['the fake server', () => createFakeServer()],
  ['the server', () => startServer()],
])('a new key of a channel, on %s', (_, start: () => FakeServer | Promise<TestServer>) => {
  const party = useParty<FakeServer | TestServer>(start);
  let alicesStore: ChatStore;
  let alice: Watch;
  let bob: Watch;
  let channelId: string;

  beforeEach(async () => {
    alicesStore = memoryStore();
    alice = await party.join('alice', { store: alicesStore });
    bob = await party.join('bob');
    channelId = (await alice.chat.createChannel('general')).id;
    await bob.reads(channelId);
    await alice.chat.send(channelId, 'before');
    await hears(bob, 'before');
  });

  it('is made before the next message once a device is removed, which is not sent it', async () => {
    const store = await storeLinkedTo(alicesStore);
    const phone = await party.login('alice', { store });
    await phone.reads(channelId);
    await alice.next('device-new', ({ deviceId }) => deviceId === phone.chat.deviceId);
    await phone.chat.close();
    await alice.chat.removeDevice(phone.chat.deviceId);
    await bob.next('device-gone');
    await bob.chat.send(channelId, 'after');
    await hears(alice, 'after');

    const message = await last(bob.chat, channelId);
    expect(message.proof?.key_version).toBe(1);
    const { keys } = (await store.read('channel_keys'))!;
    await expect(decryptText(keys[channelId], message.body)).rejects.toMatchObject({ code: 'decryption_failed' });
    expect(await store.read('key_versions')).toBeUndefined();
    const [channel] = await alice.chat.channels();
    expect(channel).toMatchObject({ name: 'general', hasKey: true, keyVersion: 1 });
    await alice.chat.send(channelId, 'under the same one');
    expect((await last(alice.chat, channelId)).proof?.key_version).toBe(1);
    expect(await textsOf(alice.chat, channelId)).toEqual(['before', 'after', 'under the same one']);
  });

  it('is made when any member asks for it, and the others take it before they send anything more', async () => {
    const updated = alice.next('channel', ({ channel }) => channel.keyVersion === 1);
    await bob.chat.rotateKey(channelId);
    await updated;
    await alice.chat.send(channelId, 'hello');
    await hears(bob, 'hello');
    expect((await last(alice.chat, channelId)).proof?.key_version).toBe(1);
    const stale = alice.next('channel', ({ channel }) => channel.isStale);
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await stale;
    await alice.chat.send(channelId, 'once more');
    await hears(bob, 'once more');
    expect((await last(alice.chat, channelId)).proof?.key_version).toBe(2);
    expect(bob.all('error')).toEqual([]);
  });

  it('is made when a user is disabled, who reads nothing more', async () => {
    const store = memoryStore();
    const carol = await party.join('carol', { store });
    await carol.reads(channelId);
    await alice.next('member', ({ name }) => name === 'carol');
    await alice.chat.client.users.update({ user_id: carol.chat.userId, disabled: true });
    await carol.next('session-ended');
    await bob.next('device-gone');
    await bob.chat.send(channelId, 'among us');
    await hears(alice, 'among us');
    const { body, proof } = await last(bob.chat, channelId);
    expect(proof?.key_version).toBe(1);
    const { keys } = (await store.read('channel_keys'))!;
    await expect(decryptText(keys[channelId], body)).rejects.toMatchObject({ code: 'decryption_failed' });
  });

  it('is one and the same when two members send at once, and no message is lost', async () => {
    const stale = [alice, bob].map((watch) => watch.next('channel', ({ channel }) => channel.isStale));
    await alice.chat.client.keys.requestRotation({ channel_id: channelId });
    await Promise.all(stale);
    await Promise.all([
      alice.chat.send(channelId, 'from alice'),
      bob.chat.send(channelId, 'from bob'),
      alice.chat.send(channelId, 'again'),
    ]);
    for (const watch of [alice, bob]) for (const text of ['from alice', 'from bob', 'again']) await hears(watch, text);
    const versions = await Promise.all([alice, bob].map(({ chat }) => chat.channels()));
    expect(versions).toMatchObject([[{ keyVersion: 1 }], [{ keyVersion: 1 }]]);
  });

  it('is under which the channel is renamed; newcomers and linked devices are given every version', async () => {
    await alice.chat.rotateKey(channelId);
    await alice.chat.send(channelId, 'second');
    await alice.chat.renameChannel(channelId, 'renamed');
    await alice.chat.rotateKey(channelId);
    await alice.chat.send(channelId, 'third');
    await hears(bob, 'third');
    expect(await bob.chat.channels()).toMatchObject([{ name: 'renamed', keyVersion: 2 }]);

    const carol = await party.join('carol');
    const phone = await party.login('alice');
    await link(alice, phone);
    const expected = ['before', 'second', 'third'];
    for (const watch of [carol, phone]) {
      await watch.reads(channelId);
      while ((await textsOf(watch.chat, channelId)).includes(null)) await watch.chat.channels();
      expect(await textsOf(watch.chat, channelId)).toEqual(expected);
      expect(await watch.chat.channels()).toMatchObject([{ name: 'renamed', hasKey: true, keyVersion: 2 }]);
      await watch.chat.send(channelId, `from ${watch.chat.deviceId}`);
      await hears(bob, `from ${watch.chat.deviceId}`);
      expected.push(`from ${watch.chat.deviceId}`);
    }
    expect((await last(bob.chat, channelId)).proof?.key_version).toBe(2);
    expect([alice, bob, carol, phone].flatMap((watch) => watch.all('key-refused'))).toEqual([]);
  });

  it('is there again after a restart, for the messages that came meanwhile too', async () => {
    await alice.chat.rotateKey(channelId);
    await alice.chat.close();
    await bob.next('channel', ({ channel }) => channel.keyVersion === 1);
    await bob.chat.rotateKey(channelId);
    await bob.chat.send(channelId, 'while alice was away');
    const again = await party.resume(alicesStore);
    await hears(again, 'while alice was away');
    await again.chat.send(channelId, 'back');
    await hears(bob, 'back');
    expect((await last(bob.chat, channelId)).proof?.key_version).toBe(2);
  });

  it('is in the backup, so that a new device reads everything while nobody is online', async () => {
    const { words, ask, confirm } = await alice.chat.recovery.begin();
    await confirm([words[ask[0]], words[ask[1]]]);
    const written = backedUp(alice.chat, 2);
    await alice.chat.rotateKey(channelId);
    await alice.chat.send(channelId, 'after');
    await written;
    await alice.chat.close();
    await bob.chat.close();

    const phone = await party.login('alice');
    expect(await textsOf(phone.chat, channelId)).toEqual([null, null]);
    await phone.chat.recovery.restore(words);
    expect(await textsOf(phone.chat, channelId)).toEqual(['before', 'after']);
    expect(await phone.chat.channels()).toMatchObject([{ hasKey: true, keyVersion: 1 }]);
  });
});

/** Resolves when the session has stored so many versions of the backup, the ones before included. */
async function backedUp(chat: ChatSession, version: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = chat.client.use(async (request, next) => {
      const response = await next(request);
      const isMeant = request.operationId === 'putKeyBackup' && response.status < 300;
      if (isMeant && (JSON.parse(request.body ?? '{}') as { version: number }).version >= version) {
        stop();
        resolve();
      }
      return response;
    });
  });
}

describe('clients from before there were versions', () => {
  const party = useParty(createFakeServer);

  it('block a new key, which is told; they go on reading and writing, until they are gone', async () => {
    const alice = await party.join('alice');
    const carol = party.server.addUser({ username: 'carol', publicKey: (await generateKeyPair()).publicKey });
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.client.keys.requestRotation({ channel_id: id });
    await alice.chat.send(id, 'first');
    await alice.chat.send(id, 'second');
    const blocked = { channelId: id, deviceIds: [carol.device_id] };
    expect(alice.all('rotation-blocked')).toEqual([blocked]);
    expect((await last(alice.chat, id)).proof?.key_version).toBe(0);
    await expect(alice.chat.rotateKey(id)).rejects.toMatchObject({ code: 'rotation_blocked' });

    await alice.chat.client.users.update({ user_id: carol.user_id, disabled: true });
    await alice.next('device-gone', ({ deviceId }) => deviceId === carol.device_id);
    await alice.chat.send(id, 'third');
    expect((await last(alice.chat, id)).proof?.key_version).toBe(1);
  });

  it('that come later are given the first key, and their messages can be read', async () => {
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.rotateKey(id);
    const { publicKey, privateKey } = await generateKeyPair();
    const carol = party.server.addUser({ username: 'carol', publicKey });
    const client = clientOfFake(party.server, carol.token);
    await alice.chat.createChannel('another'); // and shares every key with carol's device
    const key = await firstKey(client, id, privateKey);
    const body = await encryptText(key, 'from long ago');
    party.server.addMessage({ channel_id: id, sender_id: carol.user_id, sender_name_enc: body, body });
    expect(await alice.next('message')).toMatchObject({ text: 'from long ago', proof: 'none' });
  });
});

/** The key that the channel began with, as a client opens it that knows no versions, once it is there. */
async function firstKey(client: DialtoneClient, channel_id: string, privateKey: string): Promise<string> {
  for (;;) {
    const answer = await client.keys.getChannelKey({ channel_id }).catch(() => undefined);
    if (answer === undefined) continue;
    const { envelope, sender_public_key: senderPublicKey } = answer;
    return openEnvelope({ envelope, privateKey, senderPublicKey });
  }
}
