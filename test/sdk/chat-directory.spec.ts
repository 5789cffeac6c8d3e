import { createHash } from 'node:crypto';
import { DialtoneClient, type PutDirectoryKeysInput } from '@dialtone/sdk';
import { memoryStore, type ChatStore } from '@dialtone/sdk/chat';
import { encryptText, generateKey, generateKeyPair, sealEnvelope } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { useParty, holdAnswers, linkStore, storeLinkedTo, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { PASSWORD } from '../support/people.js';

const directoryKeyIn = async (store: ChatStore) => (await store.read('directory_key'))!.key;
const hashOf = (key: string) => createHash('sha256').update(key, 'base64').digest();

/** A key with a smaller hash, which would win if the hash alone decided. */
function smallerThan(key: string): string {
  for (;;) {
    const candidate = generateKey();
    if (hashOf(candidate).compare(hashOf(key)) < 0) return candidate;
  }
}

describe("the directory of people's names", () => {
  const party = useParty(createFakeServer);
  let alice: Watch;
  let aliceStore: ChatStore;
  beforeEach(async () => {
    aliceStore = memoryStore();
    alice = await party.join('alice', { store: aliceStore });
  });

  const namesOf = async ({ chat }: Watch) => (await chat.members()).map(({ name }) => name);

  /** A member without a chat session who seals a directory key of their own for everyone. */
  async function imposeKey(username: string, key: string): Promise<DialtoneClient> {
    const { baseUrl, fetch } = party.server;
    const client = new DialtoneClient({ baseUrl, fetch });
    const { publicKey, privateKey } = await generateKeyPair();
    const { token: invite_token } = party.server.addInvite();
    const account = { username, password: PASSWORD, public_key: publicKey, invite_token };
    const { device_id: sender_device_id } = await client.auth.register(account);
    const { keys } = await client.devices.listKeys({ all: '1' });
    const envelopes = keys.map(async ({ device_id, public_key: recipientPublicKey }) => {
      const envelope = await sealEnvelope({ key, senderPrivateKey: privateKey, recipientPublicKey });
      return { device_id, sender_device_id, sender_public_key: publicKey, envelope };
    });
    await client.keys.putDirectoryKeys({ envelopes: await Promise.all(envelopes) });
    return client;
  }

  it('keeps the key that opens the names, whatever key a single member hands out', async () => {
    const bob = await party.join('bob');
    await alice.next('member', ({ name }) => name === 'bob');
    const key = await directoryKeyIn(aliceStore);
    const false_ = smallerThan(key);
    const mallory = await imposeKey('mallory', false_);
    await mallory.users.setProfile({ name_enc: await encryptText(false_, 'alice') });
    for (const watch of [alice, bob]) expect(await namesOf(watch)).toEqual(['alice', 'bob', undefined]);
    expect(await directoryKeyIn(aliceStore)).toBe(key);
    for (const watch of [alice, bob]) expect(watch.all('directory-key-changed')).toEqual([]);
    expect(await mallory.keys.getDirectoryKey()).not.toMatchObject({ sender_device_id: mallory.token });
  });

  it('a new device takes the key that opens the names, whichever was sealed for it last', async () => {
    const bob = await party.register('bob');
    await alice.chat.createChannel('general'); // and shares every key with bob's device
    await imposeKey('mallory', smallerThan(await directoryKeyIn(aliceStore)));
    await alice.chat.close();

    const watch = party.watch(bob);
    await bob.connect();
    expect(await namesOf(watch)).toEqual(['alice', 'bob', undefined]);
    expect(watch.all('directory-key-changed')).toEqual([]);
  });

  it('answers a key that does not count once, however often it is found', async () => {
    const mallory = await imposeKey('mallory', smallerThan(await directoryKeyIn(aliceStore)));
    const { device_id } = (await mallory.devices.listKeys({ all: '1' })).keys.at(-1)!;
    const answers = () =>
      party.server.requests.filter(({ operationId, userId, input }) => {
        if (operationId !== 'putDirectoryKeys' || userId !== alice.chat.userId) return false;
        return (input as PutDirectoryKeysInput).envelopes.some((envelope) => envelope.device_id === device_id);
      }).length;
    await alice.chat.members();
    await alice.chat.createChannel('general'); // and shares every key with the new device anyway
    const before = answers();
    for (let i = 0; i < 3; i += 1) await alice.chat.members();
    expect([before > 0, answers()]).toEqual([true, before]);
  });

  it('is the only source of names: nobody shows under one that stands in a message alone', async () => {
    const { id } = await alice.chat.createChannel('general');
    const bob = await party.join('bob');
    await bob.reads(id);
    await alice.next('member', ({ name }) => name === 'bob'); // so bob has the directory key
    const key = (await aliceStore.read('channel_keys'))!.keys[id];
    const mallory = party.server.addUser({ username: 'mallory' });
    const [sender_name_enc, body] = await Promise.all([encryptText(key, 'alice'), encryptText(key, 'it is me')]);
    party.server.addMessage({ channel_id: id, sender_id: mallory.user_id, sender_name_enc, body });
    party.server.addMessage({ channel_id: id, sender_id: alice.chat.userId, sender_name_enc, body });

    const neutral = `user ${mallory.user_id.slice(-8)}`;
    for (const senderName of [neutral, 'alice']) expect(await bob.next('message')).toMatchObject({ senderName });
    const names = [];
    for await (const { senderName } of bob.chat.history(id)) names.push(senderName);
    expect(names).toEqual(['alice', neutral]);
  });

  it('tells people apart who have set the same name', async () => {
    const { id } = await alice.chat.createChannel('general');
    const bob = await party.join('bob', { displayName: 'Alice ' });
    await bob.reads(id);
    const tagged = [alice, bob].map(({ chat }) => `${chat.displayName} (${chat.userId.slice(-8)})`);
    const carol = await party.join('carol');
    await alice.next('member', ({ name }) => name === 'carol'); // so carol has the directory key
    expect(await namesOf(carol)).toEqual([...tagged, 'carol']);
    await carol.reads(id);
    await bob.chat.send(id, 'it is me');
    expect(await carol.next('message')).toMatchObject({ senderName: tagged[1] });
    await bob.chat.setDisplayName('Bob');
    await carol.next('member', ({ userId, name }) => userId === alice.chat.userId && name === 'alice');
  });

  it('tells when it takes another key over its own, and still reads names under the old one', async () => {
    const bobStore = memoryStore();
    const bob = await party.join('bob', { store: bobStore });
    await alice.next('member', ({ name }) => name === 'bob');
    await bob.chat.close();
    const store = await storeLinkedTo(bobStore);
    const own = generateKey();
    await store.update('directory_key', () => ({ key: own }));
    const phone = await party.login('bob', { store });
    await phone.next('directory-key-changed', ({ senderDeviceId }) => senderDeviceId === alice.chat.deviceId);
    expect(await directoryKeyIn(store)).toBe(await directoryKeyIn(aliceStore));

    const carol = party.server.addUser({ username: 'carol', publicKey: (await generateKeyPair()).publicKey });
    const { baseUrl, fetch } = party.server;
    const carols = new DialtoneClient({ baseUrl, fetch, token: carol.token });
    await carols.users.setProfile({ name_enc: await encryptText(own, 'Carol') });
    expect(await namesOf(phone)).toEqual(['alice', 'bob', 'Carol']);
    expect(await namesOf(alice)).toEqual(['alice', 'bob', undefined]);
  });

  it('can be reset by an admin when everyone who had its key has lost it', async () => {
    await alice.chat.close();
    const store = memoryStore();
    const desk = await party.login('alice', { displayName: 'Alice', store });
    const bob = await party.join('bob');
    expect(await namesOf(bob)).toEqual([undefined, undefined]);
    await expect(bob.chat.resetDirectory()).rejects.toMatchObject({ name: 'ChatError', code: 'not_admin' });

    await desk.chat.trust.resetIdentity(); // the private key of the old one is lost as well
    await bob.next('identity-changed', ({ userId }) => userId === alice.chat.userId);
    await bob.chat.trust.accept(alice.chat.userId);
    await desk.chat.resetDirectory();
    for (const watch of [desk, bob]) await watch.next('member', ({ name }) => name === 'Alice');
    await desk.next('member', ({ name }) => name === 'bob');
    for (const watch of [desk, bob]) expect(await namesOf(watch)).toEqual(['Alice', 'bob']);
    const changes = party.server.requests.filter(({ operationId }) => operationId === 'putDirectoryKeys').length;
    await desk.chat.resetDirectory(); // nothing to do: its key is here
    expect(party.server.requests.filter(({ operationId }) => operationId === 'putDirectoryKeys')).toHaveLength(changes);

    await linkStore(aliceStore, store);
    const returned = await party.resume(aliceStore); // back with the old key, which opens no names any more
    await returned.next('directory-key-changed');
    expect(await namesOf(returned)).toEqual(['Alice', 'bob']);
  });

  it('keeps the known names when reading them fails, so that nobody can pose as somebody else', async () => {
    const { id } = await alice.chat.createChannel('general');
    const bob = await party.join('bob');
    await bob.reads(id);
    await alice.next('member', ({ name }) => name === 'bob');
    expect(await namesOf(bob)).toEqual(['alice', 'bob']);
    const key = (await aliceStore.read('channel_keys'))!.keys[id];
    bob.clear();

    party.server.failNext('listProfiles', 'server_error');
    await expect(bob.chat.members()).rejects.toMatchObject({ code: 'server_error' });
    const [sender_name_enc, body] = await Promise.all([encryptText(key, 'bob'), encryptText(key, 'it is me')]);
    party.server.addMessage({ channel_id: id, sender_id: alice.chat.userId, sender_name_enc, body });
    expect(await bob.next('message')).toMatchObject({ senderName: 'alice' });
    expect(bob.all('member')).toEqual([]);
  });

  it('is not overwritten by an older answer', async () => {
    const bob = await party.join('bob');
    await alice.next('member', ({ name }) => name === 'bob');
    expect(await namesOf(bob)).toEqual(['alice', 'bob']);
    await quiet();
    const answers = holdAnswers(bob.chat, 'listProfiles');
    const before = bob.chat.members();
    const letOlderGo = await answers.next();
    await alice.chat.setDisplayName('Alice');
    const after = bob.chat.members();
    const newer = await Promise.race([answers.next(), quiet()]);
    answers.stop();
    newer?.();
    if (newer !== undefined) await bob.next('member', ({ name }) => name === 'Alice');
    letOlderGo();
    await Promise.all([before, after]);
    const changes = bob.all('member').flatMap(({ userId, name }) => (userId === alice.chat.userId ? [name] : []));
    expect(changes.at(-1)).toBe('Alice');
  });

  it('keeps a name that was set while an older one was on its way', async () => {
    await quiet();
    const answers = holdAnswers(alice.chat, 'listProfiles');
    const members = alice.chat.members();
    const letOlderGo = await answers.next();
    await alice.chat.setDisplayName('Alice');
    letOlderGo();
    await members;
    expect((await aliceStore.read('session'))!.display_name).toBe('Alice');
    answers.stop();
  });
});
