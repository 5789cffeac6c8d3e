import type { ChannelKeyVersion } from '@dialtone/sdk';
import type { ChatStore } from '@dialtone/sdk/chat';
import { encryptText, generateKey, generateKeyPair } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { generateIdentity } from '../support/identities.js';
import {
  aliceAndBob,
  commitmentTo,
  lastVersion,
  lieAboutChannel,
  signedVersion,
  signingKeyOf,
  withoutVersions,
  type Terms,
} from './support/versions.js';

const party = useParty(createFakeServer);
let alicesStore: ChatStore;
let bobsStore: ChatStore;
let alice: Watch;
let bob: Watch;
let channelId: string;
beforeEach(async () => {
  ({ alicesStore, bobsStore, alice, bob, channelId } = await aliceAndBob(party));
});

/** The channel, as somebody sees it now. */
const look = async (watch = bob) => (await watch.chat.channels()).find(({ id }) => id === channelId);
/** Alice makes a new key; resolves when bob has it. */
const rotate = async () => {
  await alice.chat.rotateKey(channelId);
  const { keyVersion = 0 } = (await look(alice)) ?? {};
  while ((await look())?.keyVersion !== keyVersion);
  await bob.reads(channelId);
};

describe('a version that nobody has made who is believed', () => {
  const key = generateKey();
  /** What an honest maker would sign: alice, in this channel, the next version. */
  const terms = (): Terms => ({
    version: 1,
    commitment: commitmentTo(channelId, 1, key),
    user_id: alice.chat.userId,
    device_id: alice.chat.deviceId,
  });
  /** Lets the server name it to bob. */
  const name = (claim: ChannelKeyVersion) =>
    lieAboutChannel(bob.chat, channelId, (channel) => ({ ...channel, key: claim }));

  it('is believed when it is signed as it should be', async () => {
    await name(signedVersion(channelId, terms(), await signingKeyOf(alicesStore)));
    expect(await look()).toMatchObject({ keyVersion: 1, hasKey: false });
    expect(bob.all('key-version-refused')).toEqual([]);
  });

  it.each<[string, () => Promise<ChannelKeyVersion>]>([
    ['no signature', async () => ({ ...terms(), signature: '', created_at: '2026-03-01T09:40:00.000Z' })],
    ['the signature of another key', async () => signedVersion(channelId, terms(), generateIdentity().privateKey)],
    ['a signature for another channel', async () => signedVersion('another', terms(), await signingKeyOf(alicesStore))],
    [
      'a signature for another version',
      async () => ({
        ...signedVersion(channelId, { ...terms(), version: 2 }, await signingKeyOf(alicesStore)),
        version: 1,
      }),
    ],
    [
      'another commitment than the signed one',
      async () => ({
        ...signedVersion(channelId, terms(), await signingKeyOf(alicesStore)),
        commitment: commitmentTo(channelId, 1, generateKey()),
      }),
    ],
  ])('is refused with %s, and messages go on under the key that is known', async (_name, make) => {
    await name(await make());
    expect(await look()).toMatchObject({ keyVersion: 0, hasKey: true });
    await look();
    const refusal = { channelId, version: 1, deviceId: alice.chat.deviceId, reason: 'signature' };
    expect(bob.all('key-version-refused')).toEqual([refusal]);
    await bob.chat.send(channelId, 'goes on');
    expect(await lastVersion(bob.chat, channelId)).toBe(0);
  });

  it('is believed when it follows from another key than the one that is known, which is told', async () => {
    await rotate();
    const previous = commitmentTo(channelId, 1, generateKey());
    const next = { ...terms(), version: 2, commitment: commitmentTo(channelId, 2, key), previous };
    await name(signedVersion(channelId, next, await signingKeyOf(alicesStore)));
    expect(await look()).toMatchObject({ keyVersion: 2, hasKey: false });
    expect(await look()).toMatchObject({ keyVersion: 2, isStale: true }); // who has it, bob cannot tell
    expect(bob.all('key-version-split')).toEqual([{ channelId, version: 1 }]);
    expect(bob.all('key-version-refused')).toEqual([]);
  });

  it('is told when it is another one than the key here, also where it is shown as an older one', async () => {
    await rotate();
    await rotate();
    await name(signedVersion(channelId, terms(), await signingKeyOf(alicesStore)));
    expect(await look()).toMatchObject({ keyVersion: 2, hasKey: true });
    await look();
    expect(bob.all('key-version-split')).toEqual([{ channelId, version: 1 }]);
    expect(bob.all('key-version-rolled-back')).toEqual([{ channelId, known: 2, found: 1 }]);
  });

  it('keeps nobody from making the next one', async () => {
    const signature = Buffer.alloc(64).toString('base64');
    bob.chat.client.use((request, next) => {
      if (request.operationId !== 'createKeyVersion') return next(request);
      return next({ ...request, body: JSON.stringify({ ...(JSON.parse(request.body!) as object), signature }) });
    });
    await bob.chat.rotateKey(channelId);
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await look(alice);
    await alice.chat.send(channelId, 'goes on');
    expect(await lastVersion(alice.chat, channelId)).toBe(2);
    expect(await bob.next('message')).toMatchObject({ text: 'goes on', proof: 'valid' });
    expect(alice.all('key-version-refused')).toMatchObject([{ version: 1, reason: 'signature' }]);
  });

  it('is refused as another key under the version that is known', async () => {
    await rotate();
    const maker = { ...terms(), device_id: 'ghost' };
    await name(signedVersion(channelId, maker, generateIdentity().privateKey));
    expect(await look()).toMatchObject({ keyVersion: 1, hasKey: true, isStale: false });
    const refusal = { channelId, version: 1, deviceId: 'ghost', reason: 'other-key' };
    expect(bob.all('key-version-refused')).toEqual([refusal]);
    await bob.chat.send(channelId, 'goes on');
    expect(await alice.next('message')).toMatchObject({ text: 'goes on', proof: 'valid' });
    expect(await lastVersion(bob.chat, channelId)).toBe(1);
  });

  it.each(['invented', 'removed', 'one of a user without identity', "another user's"])(
    'keeps a client from sending while its maker is a device that is %s, and no longer',
    async (kind) => {
      const identity = generateIdentity();
      let maker = { user_id: alice.chat.userId, device_id: 'ghost' };
      let signingKey = identity.privateKey;
      if (kind === 'removed') {
        const store = await storeLinkedTo(alicesStore);
        const phone = await party.login('alice', { store });
        await bob.next('device-new', ({ deviceId }) => deviceId === phone.chat.deviceId);
        while (!bob.chat.trust.isSigned(phone.chat.deviceId)) await bob.chat.members();
        await phone.chat.close();
        await alice.chat.removeDevice(phone.chat.deviceId);
        while (bob.chat.trust.isSigned(phone.chat.deviceId)) await bob.chat.members();
        maker = { user_id: alice.chat.userId, device_id: phone.chat.deviceId };
        signingKey = await signingKeyOf(store);
      } else if (kind === "another user's") {
        maker.device_id = bob.chat.deviceId;
        signingKey = await signingKeyOf(bobsStore);
      } else if (kind !== 'invented') {
        const { publicKey } = await generateKeyPair();
        const carol = party.server.addUser({ username: 'carol', publicKey });
        maker = { user_id: carol.user_id, device_id: carol.device_id };
      }
      const stop = await name(signedVersion(channelId, { ...terms(), ...maker }, signingKey));
      expect(await look()).toMatchObject({ keyVersion: 1, hasKey: false });
      const refusal = { channelId, version: 1, deviceId: maker.device_id, reason: 'unknown-maker' };
      expect(bob.all('key-version-refused')).toEqual([refusal]);
      await expect(bob.chat.send(channelId, 'no')).rejects.toMatchObject({ code: 'key_missing' });
      expect(await bobsStore.read('key_versions')).toBeUndefined();
      stop();
      await look();
      await bob.chat.send(channelId, 'goes on');
      expect(await alice.next('message')).toMatchObject({ text: 'goes on' });
    },
  );

  it.each(['nobody', 'a member who means harm'])(
    'has no client look for two thousand million versions before it: signed by %s',
    async (maker) => {
      const claim = { ...terms(), version: 2 ** 31 - 1, ...(maker === 'nobody' && { device_id: 'ghost' }) };
      await name(signedVersion(channelId, claim, await signingKeyOf(alicesStore)));
      await look();
      await expect(bob.chat.send(channelId, 'no')).rejects.toMatchObject({ code: 'key_missing' });
      const asked = party.server.requests.filter(({ operationId }) => operationId === 'getChannelKey');
      expect(asked.length).toBeLessThan(500);
    },
  );
});

describe('two keys for one version', () => {
  /** Bob makes version 1 too; the server says that it took his, and goes on with that of alice. */
  const split = async () => {
    const stop = await lieAboutChannel(bob.chat, channelId, withoutVersions);
    const stopTaking = bob.chat.client.use(async (request, next) => {
      const response = await next(request);
      if (request.operationId !== 'createKeyVersion') return response;
      const channel = (await alice.chat.client.channels.list()).channels.find(({ id }) => id === channelId);
      return { ...response, status: 201, body: JSON.stringify({ channel }) };
    });
    await alice.chat.rotateKey(channelId);
    await bob.chat.rotateKey(channelId);
    stopTaking();
    stop();
  };

  it('are told, and the next message brings all together again', async () => {
    await split();
    expect(await look()).toMatchObject({ keyVersion: 1, hasKey: true, isStale: true });
    await look();
    expect(bob.all('key-version-split')).toEqual([{ channelId, version: 1 }]);
    await bob.chat.send(channelId, 'for all');
    expect(await alice.next('message')).toMatchObject({ text: 'for all', proof: 'valid' });
    await bob.chat.send(channelId, 'under the same key');
    expect(await lastVersion(bob.chat, channelId)).toBe(2);
    expect(await look()).toMatchObject({ keyVersion: 2, isStale: false });
    await alice.chat.send(channelId, 'back');
    expect(await bob.next('message', ({ text }) => text === 'back')).toMatchObject({ proof: 'valid' });
    for (const { chat, all } of [alice, bob].map((watch) => ({
      chat: watch.chat,
      all: watch.all('key-version-refused'),
    })))
      expect([chat.userId, all]).toEqual([chat.userId, []]);
  });
});

describe('messages that name another version than the present one', () => {
  it('do not hold up the channel when there is no such version', async () => {
    const body = await encryptText(generateKey(), 'of no version');
    const signature = Buffer.alloc(64).toString('base64');
    const place = { device_id: bob.chat.deviceId, client_id: crypto.randomUUID(), counter: 1 };
    const proof = { ...place, key_version: 7, signature };
    party.server.addMessage({ channel_id: channelId, sender_id: bob.chat.userId, body, sender_name_enc: body, proof });
    await bob.chat.send(channelId, 'after it');
    await alice.next('message', ({ text }) => text === 'after it');
    expect(alice.texts).toEqual([null, 'after it']);
    expect(alice.all('message-refused')).toMatchObject([{ reason: 'signature' }]);
    expect(alice.all('error')).toEqual([]);
  });

  it('are read under the key that they name, also when they come after newer ones', async () => {
    await lieAboutChannel(bob.chat, channelId, withoutVersions); // so he does not know better yet
    await alice.chat.rotateKey(channelId);
    await alice.chat.send(channelId, 'new');
    await bob.chat.send(channelId, 'old');
    await alice.next('message', ({ text }) => text === 'old');
    expect(alice.all('message')).toMatchObject([
      { text: 'new', proof: 'valid' },
      { text: 'old', proof: 'valid' },
    ]);
    expect(await lastVersion(bob.chat, channelId)).toBe(0);
  });
});
