import type { DeviceKey } from '@dialtone/sdk';
import type { ChatStore } from '@dialtone/sdk/chat';
import { decryptText, generateKeyPair } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { lieAboutDevices, listedDevices } from '../sdk/support/lying.js';
import { storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { generateIdentity, identityFrom } from '../support/identities.js';
import { quiet } from '../support/quiet.js';
import {
  aliceAndBob,
  lastOf,
  lastVersion,
  lieAboutChannel,
  receiversOf,
  refusalOf,
  withoutVersions,
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
/** The server says to a session that no channel should have a new key. */
const silence = ({ chat }: Watch) => lieAboutChannel(chat, channelId, ({ is_stale: _, ...channel }) => channel);
/** A phone of alice's that has every key and is offline. */
const phoneOfAlice = async () => {
  const store = await storeLinkedTo(alicesStore);
  const phone = await party.login('alice', { store });
  await phone.reads(channelId);
  while (!bob.chat.trust.isSigned(phone.chat.deviceId)) await bob.chat.members();
  await quiet();
  await phone.chat.close();
  return { id: phone.chat.deviceId, store };
};
/** Alice removes her phone; resolves when bob knows. */
const remove = async (deviceId: string) => {
  await alice.chat.removeDevice(deviceId);
  await bob.next('device-gone', (gone) => gone.deviceId === deviceId);
};

describe('a removed device', () => {
  it('reads nothing more though the server never says that it is gone', async () => {
    const phone = await phoneOfAlice();
    await silence(alice);
    await silence(bob);
    await remove(phone.id);
    await bob.chat.send(channelId, 'after');
    const { body, proof } = await lastOf(bob.chat, channelId);
    expect(proof?.key_version).toBe(1);
    expect(receiversOf(party.server, channelId, 1).sort()).toEqual([alice.chat.deviceId, bob.chat.deviceId].sort());
    const { keys } = (await phone.store.read('channel_keys'))!;
    await expect(decryptText(keys[channelId], body)).rejects.toMatchObject({ code: 'decryption_failed' });
  });

  it.each(['with its old certificate', 'without a certificate', 'with everything as it was before'])(
    'is sent no key when it is listed again, %s',
    async (how) => {
      const phone = await phoneOfAlice();
      const before = await listedDevices(bob.chat);
      const listed = before.find(({ device_id }) => device_id === phone.id)!;
      await remove(phone.id);
      const again = (keys: DeviceKey[]) => {
        if (how.startsWith('with everything')) return before;
        const { certificate: _, ...bare } = listed;
        return [...keys, how.startsWith('without') ? bare : listed];
      };
      for (const { chat } of [alice, bob]) await lieAboutDevices(chat, again);
      await bob.chat.send(channelId, 'after');
      await alice.chat.members();
      await quiet();
      await bob.chat.members();
      await quiet();
      expect(await lastVersion(bob.chat, channelId)).toBe(1);
      const receivers = receiversOf(party.server, channelId, 1);
      expect(receivers).toContain(bob.chat.deviceId);
      expect(receivers).not.toContain(phone.id);
      const outdated = bob.all('certificate-refused').filter(({ deviceId }) => deviceId === phone.id);
      expect(outdated).toMatchObject(how.startsWith('without') ? [] : [{ reason: 'outdated' }]);
    },
  );

  it('does not get the key back into use that it had, by a server that shows an older one', async () => {
    await alice.chat.rotateKey(channelId);
    await look();
    await bob.reads(channelId);
    const phone = await phoneOfAlice();
    expect(receiversOf(party.server, channelId, 1)).toContain(phone.id);
    let stored = 0;
    await lieAboutChannel(bob.chat, channelId, ({ is_stale: _, ...channel }) =>
      stored === 0 ? withoutVersions(channel) : channel,
    );
    bob.chat.client.use(async (request, next) => {
      if (request.operationId !== 'createKeyVersion') return next(request);
      const { version } = JSON.parse(request.body ?? '') as { version: number };
      if (version > 1) return next(request);
      stored = version;
      const channel = (await alice.chat.client.channels.list()).channels.find(({ id }) => id === channelId);
      return { status: 201, headers: new Headers(), body: JSON.stringify({ channel }) };
    });
    await remove(phone.id);
    await look();
    await bob.chat.send(channelId, 'after');
    expect(bob.all('key-version-rolled-back')).toEqual([{ channelId, known: 1, found: 0 }]);
    expect(stored).toBe(1);
    expect(await lastVersion(bob.chat, channelId)).toBe(2);
    expect(receiversOf(party.server, channelId, 2)).not.toContain(phone.id);
  });

  it('does not read with a key that the server refuses, and publishes once the device is gone', async () => {
    const phone = await phoneOfAlice();
    let withheld: string | undefined;
    const stop = bob.chat.client.use(async (request, next) => {
      if (request.operationId !== 'createKeyVersion') return next(request);
      withheld = request.body;
      return refusalOf(500, 'server_error');
    });
    await expect(bob.chat.rotateKey(channelId)).rejects.toMatchObject({ status: 500 });
    stop();
    await silence(bob);
    await remove(phone.id);
    const made = JSON.parse(withheld ?? '') as Parameters<typeof bob.chat.client.keys.createVersion>[0];
    const kept = made.envelopes.filter(({ device_id }) => device_id !== phone.id); // the phone has its own already
    expect(kept).toHaveLength(made.envelopes.length - 1);
    await bob.chat.client.keys.createVersion({ ...made, envelopes: kept });
    expect(await look()).toMatchObject({ keyVersion: 1, hasKey: true });
    await bob.chat.send(channelId, 'after');
    expect(await lastVersion(bob.chat, channelId)).toBe(2);
  });
});

describe('a user whose identity has changed', () => {
  it('is sent no key that is made from then on, until they are accepted', async () => {
    const identity = generateIdentity();
    const ofAlice = ({ user_id }: DeviceKey) => user_id === alice.chat.userId;
    const stop = await lieAboutDevices(bob.chat, (keys) =>
      keys.map((key) => (ofAlice(key) ? { ...key, certificate: identity.certify(key) } : key)),
    );
    await bob.chat.members();
    await bob.chat.send(channelId, 'who are you?');
    expect(await lastVersion(bob.chat, channelId)).toBe(1);
    expect(receiversOf(party.server, channelId, 1)).toEqual([bob.chat.deviceId]);
    expect(bob.all('identity-changed')).toMatchObject([{ userId: alice.chat.userId }]);
    stop();
    await bob.chat.members();
    await bob.chat.trust.accept(alice.chat.userId);
    expect(await alice.next('message')).toMatchObject({ text: 'who are you?' });
  });
});

describe('a server that pretends that keys cannot have versions', () => {
  /** Shows alice's device to a session as it was certified before it knew versions of keys. */
  const showOlder = async ({ chat }: Watch) => {
    const identity = identityFrom((await alicesStore.read('identity'))!.identity_key!);
    const terms = { capabilities: ['message-proofs', 'voice-proofs'], signed_at: '2020-02-02T20:20:20.200Z' };
    return lieAboutDevices(chat, (keys) =>
      keys.map((key) => {
        const { signing_key, generation } = key.certificate ?? {};
        if (key.device_id !== alice.chat.deviceId) return key;
        return { ...key, certificate: identity.certify(key, { signing_key, generation, ...terms }) };
      }),
    );
  };

  it.each([false, true])('by an older certificate of a device gains nothing (after a restart: %s)', async (isAfter) => {
    if (isAfter) {
      await bob.chat.close();
      bob = party.watch(await party.awaken(bobsStore));
    }
    await showOlder(bob);
    if (isAfter) await bob.chat.connect();
    await bob.chat.members();
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await look();
    await bob.chat.send(channelId, 'hello');
    expect(await lastVersion(bob.chat, channelId)).toBe(1);
    expect(receiversOf(party.server, channelId, 1)).toContain(alice.chat.deviceId);
    expect(bob.all('rotation-blocked')).toEqual([]);
    const { userId, deviceId } = alice.chat;
    expect(bob.all('certificate-refused')).toEqual([{ userId, deviceId, reason: 'outdated' }]);
  });

  it('by an older certificate, to who never saw the later one, is told whose it is, for as long as it does', async () => {
    const carol = party.watch(await party.register('carol'));
    const stop = await showOlder(carol);
    await carol.chat.connect();
    await carol.reads(channelId);
    await carol.chat.client.keys.requestRotation({ channel_id: channelId });
    await look(carol);
    await carol.chat.send(channelId, 'first');
    await carol.chat.send(channelId, 'second');
    expect(carol.all('rotation-blocked')).toEqual([{ channelId, deviceIds: [alice.chat.deviceId] }]);
    expect(await lastVersion(carol.chat, channelId)).toBe(0);
    expect(carol.all('certificate-refused')).toEqual([]); // it is genuine
    stop();
    await carol.chat.members();
    await carol.chat.send(channelId, 'third');
    expect(await lastVersion(carol.chat, channelId)).toBe(1);
  });

  it('by a device of a user without identity is told which, and the key changes once that is gone', async () => {
    const { publicKey } = await generateKeyPair();
    const { device_id: ghost } = party.server.addUser({ username: 'invented', publicKey });
    await bob.chat.members();
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await look();
    await bob.chat.send(channelId, 'first');
    await bob.chat.send(channelId, 'second');
    expect(bob.all('rotation-blocked')).toEqual([{ channelId, deviceIds: [ghost] }]);
    expect(await lastVersion(bob.chat, channelId)).toBe(0);
    await lieAboutDevices(bob.chat, (keys) => keys.filter(({ device_id }) => device_id !== ghost));
    await bob.chat.members();
    await bob.chat.send(channelId, 'third');
    expect(await lastVersion(bob.chat, channelId)).toBe(1);
    expect(receiversOf(party.server, channelId, 1)).not.toContain(ghost);
  });

  it('by a device that it adds to a user with an identity gains nothing', async () => {
    party.server.addDevice(alice.chat.userId, (await generateKeyPair()).publicKey);
    await bob.chat.members();
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await look();
    await bob.chat.send(channelId, 'hello');
    expect(await lastVersion(bob.chat, channelId)).toBe(1);
    expect(receiversOf(party.server, channelId, 1).sort()).toEqual([alice.chat.deviceId, bob.chat.deviceId].sort());
  });

  it("by hiding others' certificates gains nothing, and keeps the key from them for as long as it does", async () => {
    const stop = await lieAboutDevices(bob.chat, (keys) =>
      keys.map(({ certificate, ...key }) => (key.device_id === bob.chat.deviceId ? { ...key, certificate } : key)),
    );
    await bob.chat.members();
    await bob.chat.send(channelId, 'hello');
    expect(await lastVersion(bob.chat, channelId)).toBe(1);
    expect(receiversOf(party.server, channelId, 1)).toEqual([bob.chat.deviceId]);
    stop();
    await bob.chat.members();
    await party.join('carol'); // and bob seals every key for those who lack it
    expect(await alice.next('message')).toMatchObject({ text: 'hello', proof: 'valid' });
  });

  it('by hiding the certificate of the very device is told that, and its messages are signed all the same', async () => {
    await lieAboutDevices(bob.chat, (keys) =>
      keys.map(({ certificate, ...key }) => (key.device_id === bob.chat.deviceId ? key : { ...key, certificate })),
    );
    await bob.chat.members();
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await look();
    await bob.chat.send(channelId, 'hello');
    expect(bob.all('rotation-blocked')).toEqual([{ channelId, deviceIds: [bob.chat.deviceId] }]);
    expect(await alice.next('message')).toMatchObject({ text: 'hello', proof: 'valid' });
    await alice.chat.rotateKey(channelId);
    while ((await look())?.keyVersion !== 1);
    await bob.chat.send(channelId, 'under the new one');
    expect(await lastVersion(bob.chat, channelId)).toBe(1);
  });
});
