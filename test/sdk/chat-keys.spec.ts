import { randomUUID } from 'node:crypto';
import { memoryStore, type ChatStore } from '@dialtone/sdk/chat';
import { encryptText, fingerprint, generateKey, generateKeyPair, sealEnvelope } from '@dialtone/sdk/crypto';
import { Database } from '../../apps/server/src/core/database/database.js';
import { linkStore, useParty, type Watch } from '../support/chat.js';
import { listen } from '../support/listener.js';
import { loginFromNewDevice, register } from '../support/people.js';
import { startServer, type TestServer } from '../support/server.js';

/** An attacker with an account and a key pair. */
async function mallory(server: TestServer) {
  const person = await register(server, 'mallory');
  const { publicKey, privateKey } = await generateKeyPair();
  const session = await person.client.auth.login({
    username: 'mallory',
    password: 'correct horse 7',
    public_key: publicKey,
  });
  const envelopeFor = async (watch: Watch, key: string) => {
    const { keys } = await person.client.devices.listKeys({ all: '1' });
    const recipient = keys.find(({ device_id }) => device_id === watch.chat.deviceId)!;
    const envelope = await sealEnvelope({
      key,
      senderPrivateKey: privateKey,
      recipientPublicKey: recipient.public_key,
    });
    const sender = { sender_device_id: session.device_id, sender_public_key: publicKey };
    return { device_id: watch.chat.deviceId, ...sender, envelope };
  };
  return { ...person, session, envelopeFor };
}

interface Created {
  readonly channel: { readonly id: string };
}

const directoryKeyIn = async (store: ChatStore) => (await store.read('directory_key'))?.key;

describe('the keys of a chat', () => {
  const party = useParty(startServer);
  const query = (sql: string, parameters: string[]) =>
    party.server.app.get(Database).dataSource.query<unknown>(sql, parameters);
  afterEach(() => void jest.restoreAllMocks());

  it('may come late: earlier messages are then shown once, in order', async () => {
    const aliceStore = memoryStore();
    const alice = await party.join('alice', { store: aliceStore });
    const { id } = await alice.chat.createChannel('general');
    const { keys } = (await aliceStore.read('channel_keys'))!;
    const dave = await listen(await register(party.server, 'dave'));
    const say = async (text: string) => {
      const [body, sender_name_enc] = await Promise.all([encryptText(keys[id], text), encryptText(keys[id], 'Dave')]);
      const client_id = randomUUID();
      dave.send({ type: 'channel.message.send', channel_id: id, body, sender_name_enc, client_id });
      await dave.next('channel.message.ack', (ack) => ack.client_id === client_id);
    };
    await say('before bob');
    await alice.chat.close();

    const store = memoryStore();
    const bob = await party.join('bob', { store });
    await say('one');
    expect(await bob.next('key-missing')).toEqual({ channelId: id });
    await say('two');
    expect(await bob.chat.channels()).toMatchObject([{ id, name: undefined, hasKey: false }]);
    const history = [];
    for await (const message of bob.chat.history(id)) history.push(message);
    expect(history.map(({ text }) => text)).toEqual([null, null, null]);
    expect(history[0]).toMatchObject({ text: null, reason: 'key-missing' });
    await expect(bob.chat.send(id, 'hello?')).rejects.toMatchObject({ code: 'key_missing' });
    await bob.chat.close(); // the messages must survive a restart
    const again = await party.resume(store);
    await say('three');

    const back = await party.resume(aliceStore);
    await back.next('message', ({ text }) => text === 'three');
    await again.next('message', ({ text }) => text === 'three');
    const nameless = expect.stringMatching(/^user [0-9a-f]{8}$/) as string; // dave has set no name
    expect(again.all('message').map(({ text, senderName }) => [senderName, text])).toEqual([
      [nameless, 'one'],
      [nameless, 'two'],
      [nameless, 'three'],
    ]);
    const [newest] = history;
    expect(newest.text === null && (await again.chat.decrypt(newest))).toMatchObject({ text: 'two' });
    await say('four');
    await again.next('message', ({ text }) => text === 'four');
    expect(again.texts).toEqual(['one', 'two', 'three', 'four']);
    expect(bob.all('message')).toEqual([]);
    await dave.close();
  });

  it('reach newcomers from anybody who has them, not only from their maker', async () => {
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('general');
    const bob = await party.join('bob');
    await bob.reads(id);
    await alice.chat.send(id, 'I have to go');
    await alice.chat.close();
    const carol = await party.join('carol');
    await carol.reads(id);
    for await (const { text } of carol.chat.history(id)) expect(text).toBe('I have to go');
    expect((await carol.chat.members()).map(({ name }) => name)).toEqual(['alice', 'bob', 'carol']);
  });

  it('of the directory become one when two devices have each made one', async () => {
    const stores = [memoryStore(), memoryStore()];
    const keys = [generateKey(), generateKey()];
    for (const [i, store] of stores.entries()) await store.update('directory_key', () => ({ key: keys[i] }));
    const desk = await party.join('alice', { store: stores[0] });
    await linkStore(stores[1], stores[0]);
    const phone = await party.login('alice', { store: stores[1] });
    const bob = await party.join('bob');

    const people = [desk, phone, bob];
    await desk.chat.setDisplayName('Alice');
    // Everyone can read all names without asking for them.
    for (const watch of people) await watch.next('member', ({ name }) => name === 'Alice');
    for (const watch of [desk, phone]) await watch.next('member', ({ name }) => name === 'bob');
    const taken = await Promise.all(stores.map(directoryKeyIn));
    expect(taken[0]).toBe(taken[1]);
    expect(keys).toContain(taken[0]);
    await phone.chat.setDisplayName('Alice Liddell');
    for (const watch of people) await watch.next('member', ({ name }) => name === 'Alice Liddell');
    for (const { chat } of people)
      expect((await chat.members()).map(({ name }) => name)).toEqual(['Alice Liddell', 'bob']);
    expect([desk, phone].map(({ chat }) => chat.displayName)).toEqual(['Alice Liddell', 'Alice Liddell']);
  });

  it('are refused from an attacker, and the right ones are still accepted afterwards', async () => {
    const aliceStore = memoryStore();
    const alice = await party.join('alice', { store: aliceStore });
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.close();
    const eve = await mallory(party.server);
    const bob = await party.join('bob');
    const device_id = bob.chat.deviceId;
    const post = (envelope: Awaited<ReturnType<typeof eve.envelopeFor>>) =>
      eve.client.keys.putChannelKeys({ channel_id: id, envelopes: [envelope] });
    const from = { channelId: id, senderDeviceId: eve.session.device_id };

    const sealed = await eve.envelopeFor(bob, generateKey());
    await post(sealed);
    expect(await bob.next('key-refused')).toEqual({ ...from, reason: 'wrong-key' });
    await post({ ...sealed, envelope: Buffer.alloc(60).toString('base64') });
    expect(await bob.next('key-refused')).toEqual({ ...from, reason: 'undecryptable' });
    // A client cannot store such an envelope; only the server itself could.
    await query('UPDATE channel_keys SET sender_public_key = ? WHERE device_id = ?', [
      (await generateKeyPair()).publicKey,
      device_id,
    ]);
    await bob.chat.channels();
    expect(await bob.next('key-refused')).toEqual({ ...from, reason: 'unknown-sender' });
    await query('UPDATE channel_keys SET sender_device_id = ? WHERE device_id = ?', ['no-device', device_id]);
    expect(await bob.chat.channels()).toMatchObject([{ hasKey: false }]);

    const back = await party.resume(aliceStore);
    await bob.reads(id);
    await back.chat.send(id, 'sorry for the wait');
    await bob.next('message', ({ text }) => text === 'sorry for the wait');

    // An accepted key stays: another envelope does not replace it, and foreign ciphertext is reported as such.
    await post(await eve.envelopeFor(bob, generateKey()));
    const ear = await listen(eve);
    const garbage = { body: await encryptText(generateKey(), 'x'), sender_name_enc: 'not even base64' };
    ear.send({ type: 'channel.message.send', channel_id: id, ...garbage });
    expect(await bob.next('message', ({ text }) => text === null)).toMatchObject({
      reason: 'undecryptable',
      senderId: eve.session.user_id,
      senderName: `user ${eve.session.user_id.slice(-8)}`,
    });
    await back.chat.send(id, 'still here');
    await bob.next('message', ({ text }) => text === 'still here');
    await ear.close();
  });

  it('are sealed again for a device that connects, since its envelopes may have been lost', async () => {
    const alice = await party.join('alice');
    const store = memoryStore();
    const bob = await party.join('bob', { store });
    await alice.next('device-new');
    await bob.chat.close();
    const { id } = await alice.chat.createChannel('general');
    await query('DELETE FROM channel_keys WHERE device_id = ?', [bob.chat.deviceId]);

    jest.spyOn(Math, 'random').mockReturnValue(0); // so that alice is the one who helps
    const again = await party.resume(store);
    await again.reads(id);
  });

  it('reach a device whatever a hostile member seals for it, before and after', async () => {
    const alice = await party.join('alice');
    const { id: first } = await alice.chat.createChannel('first');
    const store = memoryStore();
    const bob = await party.join('bob', { store });
    await bob.reads(first);
    await bob.chat.close();
    const eve = await mallory(party.server);
    const post = async (channel_id: string) => {
      await eve.client.keys.putChannelKeys({ channel_id, envelopes: [await eve.envelopeFor(bob, generateKey())] });
    };
    alice.chat.client.use(async (request, next) => {
      const response = await next(request);
      if (request.operationId === 'createChannel') await post((JSON.parse(response.body) as Created).channel.id);
      return response;
    });
    const { id } = await alice.chat.createChannel('general');
    await post(id);
    await alice.chat.close(); // nobody seals it once more

    const again = await party.resume(store);
    await again.reads(id);
    expect(again.all('key-refused')).toEqual([]); // alice, whose identity is known, is believed before eve
  });

  it('of a channel survive the loss of the answer to its creation', async () => {
    const store = memoryStore();
    let isLost = false;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init);
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      if (init?.method !== 'POST' || pathname !== '/channels') return response;
      isLost = true;
      throw new TypeError('the connection broke');
    };
    const alice = await party.join('alice', { store, fetch });
    await expect(alice.chat.createChannel('general')).rejects.toThrow();
    expect(isLost).toBe(true);
    await alice.chat.close();
    const again = await party.resume(store);
    const [channel] = await again.chat.channels();
    expect(channel).toMatchObject({ name: 'general', hasKey: true });
    expect(await again.chat.send(channel.id, 'still mine')).toMatchObject({ text: 'still mine' });
    expect((await store.read('session'))?.new_channel_keys).toEqual([]);
  });

  it('of a deleted channel are forgotten, and do not prevent the sharing of the others', async () => {
    const store = memoryStore();
    const alice = await party.join('alice', { store });
    const gone = await alice.chat.createChannel('short-lived');
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.close();
    const { client } = await loginFromNewDevice(party.server, 'alice');
    await client.channels.delete({ channel_id: gone.id });
    const back = await party.resume(store); // which does not know of the deletion yet
    const bob = await party.join('bob');
    await bob.reads(id);
    expect(back.all('error')).toEqual([]);
    expect(Object.keys((await store.read('channel_keys'))?.keys ?? {})).toEqual([id]);
  });

  it('are not sealed for a device whose public key the server has replaced', async () => {
    const store = memoryStore();
    const first = await party.join('alice', { store });
    const bob = await party.join('bob');
    await first.next('device-new', ({ userId }) => userId === bob.chat.userId);
    const before = await first.chat.fingerprintOf(bob.chat.userId);
    expect(before).toBe(await bob.chat.fingerprint());
    expect(before).toMatch(/^(\d{5} ){11}\d{5}$/);
    await first.chat.close(); // otherwise she could still seal for bob's real key
    const { publicKey } = await generateKeyPair();
    await query('UPDATE devices SET public_key = ? WHERE id = ?', [publicKey, bob.chat.deviceId]);

    const alice = await party.resume(store);
    await alice.chat.createChannel('secret');
    const { known, claimed } = await alice.next('device-changed');
    expect([known.deviceId, claimed]).toEqual([bob.chat.deviceId, { ...known, publicKey }]);
    expect(await alice.chat.fingerprintOf(bob.chat.userId)).toBe(await fingerprint(bob.chat.userId, []));
    const rows = await query('SELECT device_id FROM channel_keys', []);
    expect(rows).toEqual([{ device_id: alice.chat.deviceId }]);
  });
});
