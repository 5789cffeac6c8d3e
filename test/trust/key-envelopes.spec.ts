import type { ChatStore } from '@dialtone/sdk/chat';
import { generateKey, generateKeyPair, sealEnvelope } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { useParty, type Watch } from '../support/chat.js';
import {
  aliceAndBob,
  commitmentTo,
  lieAboutChannel,
  lieAboutEnvelope,
  postedVersions,
  signedVersion,
  signingKeyOf,
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

describe('an envelope of a version', () => {
  /** The envelope of a version that was posted for a device. */
  const posted = (version: number, deviceId: string) => {
    const request = postedVersions(party.server).find((made) => made.version === version)!;
    return request.envelopes.find(({ device_id }) => device_id === deviceId)!.envelope;
  };
  const refused = (senderDeviceId: string, reason: string) => ({ channelId, senderDeviceId, reason });

  it.each(['another version', 'another recipient', 'another channel'])(
    'is refused in place of that of %s',
    async (kind) => {
      await rotate();
      const { id: otherId } = await alice.chat.createChannel('other');
      await bob.reads(otherId);
      await alice.chat.rotateKey(otherId);
      const swapped = () => {
        if (kind === 'another version') return posted(1, bob.chat.deviceId);
        if (kind === 'another recipient') return posted(2, alice.chat.deviceId);
        return postedVersions(party.server)
          .find(({ channel_id }) => channel_id === otherId)!
          .envelopes.find(({ device_id }) => device_id === bob.chat.deviceId)!.envelope;
      };
      const stop = await lieAboutEnvelope(bob.chat, 2, (answer) => ({ ...answer, envelope: swapped() }));
      await alice.chat.rotateKey(channelId);
      expect(await look()).toMatchObject({ keyVersion: 2, hasKey: false });
      await expect(bob.chat.send(channelId, 'no')).rejects.toMatchObject({ code: 'key_missing' });
      expect(bob.all('key-refused')).toEqual([refused(alice.chat.deviceId, 'undecryptable')]);
      stop();
      await bob.chat.send(channelId, 'now');
      expect(await alice.next('message')).toMatchObject({ text: 'now', proof: 'valid' });
    },
  );

  it('is refused from a device that the server has made up', async () => {
    const { publicKey: sender_public_key, privateKey: senderPrivateKey } = await generateKeyPair();
    const { device_id: ghost } = party.server.addDevice(alice.chat.userId, sender_public_key);
    const { public_key: recipientPublicKey } = (await bobsStore.read('devices'))!.known.find(
      ({ device_id }) => device_id === bob.chat.deviceId,
    )!;
    const binding = { channelId, version: 1, senderDeviceId: ghost, recipientDeviceId: bob.chat.deviceId };
    const envelope = await sealEnvelope({ key: generateKey(), senderPrivateKey, recipientPublicKey, binding });
    const forged = { sender_device_id: ghost, sender_public_key, envelope };
    await lieAboutEnvelope(bob.chat, 1, ({ others: _, ...answer }) => ({ ...answer, ...forged }));
    await alice.chat.rotateKey(channelId);
    expect(await look()).toMatchObject({ keyVersion: 1, hasKey: false });
    expect(bob.all('key-refused')).toEqual([refused(ghost, 'unsigned-sender')]);
  });

  it('is refused in the form that says not what it is for', async () => {
    const unbound = party.server.requests
      .filter(({ operationId }) => operationId === 'putChannelKeys')
      .flatMap(({ input }) => (input as { envelopes: { device_id: string; envelope: string }[] }).envelopes)
      .find(({ device_id }) => device_id === bob.chat.deviceId)!;
    await lieAboutEnvelope(bob.chat, 1, (answer) => ({ ...answer, envelope: unbound.envelope }));
    await alice.chat.rotateKey(channelId);
    expect(await look()).toMatchObject({ keyVersion: 1, hasKey: false });
    expect(bob.all('key-refused')).toEqual([refused(alice.chat.deviceId, 'undecryptable')]);
  });

  it('is no first key of a channel that is named under a later one, in that form', async () => {
    await alice.chat.send(channelId, 'from before');
    const { id: otherId } = await alice.chat.createChannel('other');
    await rotate();
    await alice.chat.renameChannel(channelId, 'renamed');
    const carol = await party.register('carol');
    // The key of another channel, sealed by alice for carol in the form of old.
    const unbound = () =>
      party.server.requests
        .filter(({ operationId }) => operationId === 'putChannelKeys')
        .map(
          ({ input }) =>
            input as { channel_id: string; version?: number; envelopes: { device_id: string; envelope: string }[] },
        )
        .filter(({ channel_id, version }) => channel_id === otherId && version === undefined)
        .flatMap(({ envelopes }) => envelopes)
        .find(({ device_id }) => device_id === carol.deviceId)!.envelope;
    await lieAboutEnvelope(carol, 0, ({ others: _, ...answer }) =>
      answer.channel_id === channelId
        ? { ...answer, envelope: unbound(), sender_device_id: alice.chat.deviceId }
        : answer,
    );
    const watch = await party.open(Promise.resolve(carol));
    await watch.reads(otherId);
    await watch.reads(channelId);
    expect(await look(watch)).toMatchObject({ name: 'renamed', keyVersion: 1 });
    for await (const message of carol.history(channelId))
      expect(message).toMatchObject({ text: null, reason: 'key-missing' });
  });

  it('that holds another key than the maker meant is refused', async () => {
    const terms = { version: 1, commitment: commitmentTo(channelId, 1, generateKey()), user_id: alice.chat.userId };
    const device_id = alice.chat.deviceId;
    const claim = signedVersion(channelId, { ...terms, device_id }, await signingKeyOf(alicesStore));
    await lieAboutChannel(bob.chat, channelId, (channel) => ({ ...channel, key: claim }));
    await alice.chat.rotateKey(channelId);
    expect(await look()).toMatchObject({ keyVersion: 1, hasKey: false });
    expect(bob.all('key-refused')).toEqual([refused(alice.chat.deviceId, 'wrong-key')]);
  });

  it('that comes late holds up those who wait for it, in order, and nobody else', async () => {
    const { id: otherId } = await alice.chat.createChannel('other');
    await bob.reads(otherId);
    const stop = await lieAboutEnvelope(bob.chat, 1, () => undefined);
    await alice.chat.rotateKey(channelId);
    await alice.chat.send(channelId, 'first');
    await alice.chat.send(channelId, 'second');
    expect(await bob.next('key-missing')).toEqual({ channelId });
    await alice.chat.send(otherId, 'elsewhere');
    await bob.next('message', ({ text }) => text === 'elsewhere');
    expect(bob.texts).toEqual(['elsewhere']);
    stop();
    await look();
    await bob.next('message', ({ text }) => text === 'second');
    expect(bob.texts).toEqual(['elsewhere', 'first', 'second']);
  });
});
