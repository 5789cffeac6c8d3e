import { memoryStore } from '@dialtone/sdk/chat';
import { encryptText, generateKey, generateKeyPair, sealEnvelope } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { generateIdentity } from '../support/identities.js';
import { clientOfFake } from '../sdk/support/plain.js';
import { lieAboutDevices, listedDevices, servedBy } from '../sdk/support/lying.js';

describe('what a lying server gets', () => {
  const party = useParty(createFakeServer);
  let alice: Watch;
  let bob: Watch;
  beforeEach(async () => {
    alice = await party.join('alice');
    bob = await party.join('bob');
    await alice.next('trust', ({ userId }) => userId === bob.chat.userId);
  });

  /** Makes a channel as alice; resolves with its id and the devices that its key was sealed for. */
  const share = async () => {
    const { id } = await alice.chat.createChannel('general');
    await quiet();
    return { id, served: () => servedBy(party.server, alice.chat, id) };
  };
  const ofBob = ({ user_id }: { user_id?: string }) => user_id === bob.chat.userId;

  it('no key with a device that it has made up', async () => {
    const { device_id: ghost } = party.server.addDevice(bob.chat.userId, (await generateKeyPair()).publicKey);
    const { served } = await share();
    expect(served()).toEqual([alice.chat.deviceId, bob.chat.deviceId]);
    expect(await alice.next('device-new', ({ deviceId }) => deviceId === ghost)).toMatchObject({ isSigned: false });
  });

  it('no key with a made-up device that forges a certificate, or has one of another device', async () => {
    const { publicKey } = await generateKeyPair();
    const { device_id: ghost } = party.server.addDevice(bob.chat.userId, publicKey);
    const devices = await listedDevices(alice.chat);
    const [genuine] = devices.filter(ofBob);
    const stop = await lieAboutDevices(alice.chat, (keys) =>
      keys.map((key) => (key.device_id === ghost ? { ...key, certificate: genuine.certificate } : key)),
    );
    expect((await share()).served()).not.toContain(ghost);
    const refused = { userId: bob.chat.userId, deviceId: ghost };
    expect(await alice.next('certificate-refused')).toEqual({ ...refused, reason: 'signature' });
    stop();
    await lieAboutDevices(alice.chat, (keys) =>
      keys.map((key) => (key.device_id === ghost ? { ...key, certificate: generateIdentity().certify(key) } : key)),
    );
    const { served } = await share();
    expect(served()).toEqual([alice.chat.deviceId, bob.chat.deviceId]); // whoever is signed goes on
    expect(await alice.next('certificate-refused')).toEqual({ ...refused, reason: 'other-identity' });
  });

  it('no key by showing a device for some seconds', async () => {
    const ghost = party.server.addDevice(bob.chat.userId, (await generateKeyPair()).publicKey);
    await share();
    await lieAboutDevices(alice.chat, (keys) => keys.filter(({ device_id }) => device_id !== ghost.device_id));
    await share();
    expect(party.server.requests.some(({ input }) => JSON.stringify(input ?? '').includes(ghost.device_id))).toBe(
      false,
    );
  });

  it('caught when a device that was sent keys is listed no longer', async () => {
    const plain = party.server.addUser({ username: 'carol', publicKey: (await generateKeyPair()).publicKey });
    await share();
    await lieAboutDevices(alice.chat, (keys) => keys.filter(({ device_id }) => device_id !== plain.device_id));
    await share();
    await share();
    expect(alice.all('device-gone')).toEqual([{ userId: plain.user_id, deviceId: plain.device_id, hadKeys: true }]);
  });

  it('no key, and none taken, by replacing an identity; until the user accepts it', async () => {
    const identity = generateIdentity();
    const known = alice.chat.trust.identityOf(bob.chat.userId);
    await lieAboutDevices(alice.chat, (keys) =>
      keys.map((key) => (ofBob(key) ? { ...key, certificate: identity.certify(key) } : key)),
    );
    const { id, served } = await share();
    await share();
    expect(served()).toEqual([alice.chat.deviceId]);
    expect(alice.all('identity-changed')).toEqual([{ userId: bob.chat.userId, known, claimed: identity.publicKey }]);
    expect(alice.chat.trust.stateOf(bob.chat.userId)).toBe('changed');
    expect(await alice.chat.members()).toMatchObject([{ trust: 'verified' }, { name: 'bob', trust: 'changed' }]);
    await alice.next('trust', ({ userId, state }) => userId === bob.chat.userId && state === 'changed');
    alice.clear();

    expect(alice.chat.trust.claimedIdentityOf(bob.chat.userId)).toBe(identity.publicKey);
    const another = generateIdentity().publicKey;
    await expect(alice.chat.trust.accept(bob.chat.userId, another)).rejects.toMatchObject({ code: 'no_identity' });
    await alice.chat.trust.accept(bob.chat.userId, identity.publicKey);
    expect(alice.chat.trust.claimedIdentityOf(bob.chat.userId)).toBeUndefined();
    expect(await alice.next('trust')).toEqual({ userId: bob.chat.userId, state: 'unverified' });
    await bob.reads(id);
    expect(served()).toContain(bob.chat.deviceId);
  });

  it('no way back to the old identity without the user, once it has named another one', async () => {
    const identity = generateIdentity();
    const known = alice.chat.trust.identityOf(bob.chat.userId)!;
    const stop = await lieAboutDevices(alice.chat, (keys) =>
      keys.map((key) => (ofBob(key) ? { ...key, certificate: identity.certify(key) } : key)),
    );
    await share();
    stop();
    const { served } = await share();
    expect(served()).toEqual([alice.chat.deviceId]);
    expect(alice.all('identity-changed')).toMatchObject([{ claimed: identity.publicKey }, { known, claimed: known }]);
    await alice.chat.trust.accept(bob.chat.userId);
    await share();
    expect(served()).toContain(bob.chat.deviceId);
  });

  it('no key by hiding the certificates of somebody who had them', async () => {
    await quiet();
    const certified = () => party.server.requests.filter(({ operationId }) => operationId === 'putDeviceCertificates');
    const before = certified().length;
    const stop = await lieAboutDevices(alice.chat, (keys) => keys.map(({ certificate: _, ...key }) => key));
    const { id, served } = await share();
    expect(served()).toEqual([alice.chat.deviceId]);
    expect(alice.chat.trust.stateOf(bob.chat.userId)).toBe('unverified');
    expect(certified()).toHaveLength(before); // alice's device knows that it has done its part
    stop();
    await share();
    expect(served()).toContain(bob.chat.deviceId);
    await bob.reads(id);
  });

  it('no key for a removed device by listing it again, or with the list from before, which takes none from others', async () => {
    const store = memoryStore();
    const dave = await party.join('dave', { store });
    const phone = await party.login('dave', { store: await storeLinkedTo(store) });
    await alice.next('device-new', ({ deviceId }) => deviceId === phone.chat.deviceId);
    await alice.chat.members();
    expect(alice.chat.trust.isSigned(phone.chat.deviceId)).toBe(true);
    const before = await listedDevices(alice.chat);
    await dave.chat.removeDevice(phone.chat.deviceId);
    const removed = before.filter(({ device_id }) => device_id === phone.chat.deviceId);
    const stop = await lieAboutDevices(alice.chat, (keys) => [...keys, ...removed]);
    expect((await share()).served()).not.toContain(phone.chat.deviceId);
    const refused = { userId: dave.chat.userId, reason: 'outdated' };
    expect(await alice.next('certificate-refused')).toEqual({ ...refused, deviceId: phone.chat.deviceId });
    stop();
    await lieAboutDevices(alice.chat, () => before);
    expect((await share()).served()).toEqual([alice.chat.deviceId, bob.chat.deviceId, dave.chat.deviceId]);
    expect(await alice.next('certificate-refused')).toEqual({ ...refused, deviceId: dave.chat.deviceId });
  });

  it('no key of its own accepted with a device that it has made up', async () => {
    const { publicKey, privateKey: senderPrivateKey } = await generateKeyPair();
    const ghost = party.server.addDevice(alice.chat.userId, publicKey);
    const client = clientOfFake(party.server, ghost.token);
    const key = generateKey();
    const { channel } = await client.channels.create({ name_enc: await encryptText(key, 'trap') });
    const [device] = (await listedDevices(bob.chat)).filter(ofBob);
    const recipientPublicKey = device.public_key;
    const sender = { sender_device_id: ghost.device_id, sender_public_key: publicKey };
    const envelope = await sealEnvelope({ key, senderPrivateKey, recipientPublicKey });
    const envelopes = [{ device_id: device.device_id, ...sender, envelope }];
    await client.keys.putChannelKeys({ channel_id: channel.id, envelopes });
    const refusal = { channelId: channel.id, senderDeviceId: ghost.device_id, reason: 'unsigned-sender' };
    expect(await bob.next('key-refused')).toEqual(refusal);
    expect(await bob.chat.channels()).toMatchObject([{ id: channel.id, hasKey: false }]);
    expect(bob.all('key-refused')).toHaveLength(1);
  });
});

describe('people without an identity', () => {
  const party = useParty(createFakeServer);

  it('go on getting keys on all their devices, and theirs are taken, after those of signed devices', async () => {
    const alice = await party.join('alice');
    const { publicKey, privateKey: senderPrivateKey } = await generateKeyPair();
    const carol = party.server.addUser({ username: 'carol', publicKey, isAdmin: true });
    const client = clientOfFake(party.server, carol.token);
    const { id } = await alice.chat.createChannel('general');
    await quiet();
    expect(servedBy(party.server, alice.chat, id)).toContain(carol.device_id);
    expect(alice.chat.trust.stateOf(carol.user_id)).toBe('none');

    const bob = await party.register('bob');
    await alice.chat.createChannel('another'); // and shares every key with bob's device
    const [alices, , bobs] = await listedDevices(alice.chat);
    const key = generateKey();
    const { channel } = await client.channels.create({ name_enc: await encryptText(key, 'of carol') });
    const seal = async (sealed: string, { device_id, public_key: recipientPublicKey }: typeof bobs) => ({
      ...{ device_id, sender_device_id: carol.device_id, sender_public_key: publicKey },
      envelope: await sealEnvelope({ key: sealed, senderPrivateKey, recipientPublicKey }),
    });
    await client.keys.putChannelKeys({
      channel_id: channel.id,
      envelopes: await Promise.all([seal(key, alices), seal(key, bobs)]),
    });
    // The newest envelope, and a wrong one: nobody even looks at it as long as a better sender's fits.
    await quiet();
    await client.keys.putChannelKeys({ channel_id: id, envelopes: [await seal(generateKey(), bobs)] });
    await alice.reads(channel.id);
    await alice.chat.close(); // nor does alice seal it once more
    const watch = party.watch(bob);
    await bob.connect();
    await watch.reads(id);
    await watch.reads(channel.id);
    expect(watch.all('key-refused')).toEqual([]);
  });

  it('get none under the policy `verified`, which asks for more than a signature', async () => {
    const store = memoryStore();
    const alice = await party.join('alice', { store, shareWith: 'verified' });
    const carol = party.server.addUser({ username: 'carol', publicKey: (await generateKeyPair()).publicKey });
    const bob = await party.join('bob');
    const phone = await party.login('alice', { store: await storeLinkedTo(store) });
    const { id } = await alice.chat.createChannel('general');
    await quiet();
    const served = () => new Set(servedBy(party.server, alice.chat, id));
    expect(served()).toEqual(new Set([alice.chat.deviceId, phone.chat.deviceId]));
    await alice.chat.close();

    await store.update('trust', (current) => {
      const users = { ...current!.users };
      users[bob.chat.userId] = { ...users[bob.chat.userId], is_verified: true };
      return { users };
    });
    await party.resume(store, { shareWith: 'verified' });
    expect(served()).toContain(bob.chat.deviceId);
    expect(served()).not.toContain(carol.device_id);
  });

  it('get them with everybody else under the policy `all`', async () => {
    const alice = await party.join('alice', { shareWith: 'all' });
    const bob = await party.join('bob');
    const ghost = party.server.addDevice(bob.chat.userId, (await generateKeyPair()).publicKey);
    const { id } = await alice.chat.createChannel('general');
    expect(servedBy(party.server, alice.chat, id)).toContain(ghost.device_id);
  });
});
