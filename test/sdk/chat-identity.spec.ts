import type { PutDeviceCertificatesInput } from '@dialtone/sdk';
import { ChatSession, memoryStore, type ChatStore } from '@dialtone/sdk/chat';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { holdAnswers, linkStore, storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { generateIdentity, identityFrom } from '../support/identities.js';
import { refusalOf } from '../trust/support/versions.js';
import { lieAboutDevices, listedDevices, servedBy } from './support/lying.js';

describe("a device's part in the identity of its user", () => {
  const party = useParty(createFakeServer);
  let alice: Watch;
  let aliceStore: ChatStore;
  beforeEach(async () => {
    aliceStore = memoryStore();
    alice = await party.join('alice', { store: aliceStore });
  });

  const certifications = () =>
    party.server.requests
      .filter(({ operationId, code }) => operationId === 'putDeviceCertificates' && code === undefined)
      .map(({ input }) => input as PutDeviceCertificatesInput);
  const identityIn = async (store: ChatStore) => (await store.read('identity'))!;
  const certificateOf = async ({ chat }: Watch) =>
    (await listedDevices(alice.chat)).find(({ device_id }) => device_id === chat.deviceId)?.certificate;

  it('is made by the first one, and is in the store before the server hears of it', async () => {
    const store = memoryStore();
    const bob = await party.register('bob', { store });
    const { signing_key } = await identityIn(store);
    let stored: object | undefined;
    bob.client.use(async (request, next) => {
      if (request.operationId === 'putDeviceCertificates') stored = await identityIn(store);
      return next(request);
    });
    const watch = party.watch(bob);
    await bob.connect();
    expect(stored).toMatchObject({ signing_key, identity_key: expect.any(String) as string });
    expect(await certificateOf(watch)).toMatchObject({
      identity_key: bob.trust.identityOf(bob.userId),
      generation: 1,
      capabilities: ['message-proofs', 'voice-proofs', 'key-versions'],
    });
    expect([bob.trust.stateOf(bob.userId), bob.trust.isSigned(bob.deviceId)]).toEqual(['verified', true]);
    await alice.next('trust', ({ userId, state }) => userId === bob.userId && state === 'unverified');
    await bob.close();
    await party.resume(store);
    expect(certifications()).toHaveLength(2); // one of each person
  });

  it('leaves a new device without keys until it is linked, and tells it so once', async () => {
    const { id } = await alice.chat.createChannel('general');
    const store = memoryStore();
    const phone = await party.login('alice', { store });
    await phone.chat.members();
    await alice.chat.createChannel('another'); // and shares every key with whoever may have it
    expect(phone.all('link-needed')).toEqual([{}]);
    expect(await phone.chat.channels()).toMatchObject([{ hasKey: false }, { hasKey: false }]);
    expect(certifications()).toHaveLength(1);

    await phone.chat.close();
    await linkStore(store, aliceStore);
    const linked = await party.resume(store);
    await linked.reads(id);
    expect(linked.all('link-needed')).toEqual([]);
    expect(servedBy(party.server, alice.chat, id)).toContain(linked.chat.deviceId);
  });

  it('is one, when two first devices make one each at the same time', async () => {
    const { publicKey } = await generateKeyPair();
    party.server.addUser({ username: 'bob', publicKey });
    const { server } = party;
    const sessions = await Promise.all(
      [memoryStore(), memoryStore()].map(async (store) => {
        const account = { baseUrl: server.baseUrl, fetch: server.fetch, WebSocket: server.WebSocket, store };
        return ChatSession.login({ ...account, username: 'bob', password: 'correct horse 7' });
      }),
    );
    const watches = sessions.map((chat) => party.watch(chat));
    let arrived = 0;
    let go: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (go = resolve));
    for (const chat of sessions) {
      chat.client.use(async (request, next) => {
        if (request.operationId === 'putDeviceCertificates' && ++arrived === 2) go();
        if (request.operationId === 'putDeviceCertificates') await both;
        return next(request);
      });
    }
    await Promise.all(sessions.map((chat) => chat.connect()));
    await quiet();
    expect(watches.flatMap((watch) => watch.all('link-needed'))).toHaveLength(1);
    const bobs = (await listedDevices(alice.chat)).filter(({ user_id }) => user_id === sessions[0].userId);
    expect(bobs.filter(({ certificate }) => certificate !== undefined)).toHaveLength(1);
    expect(watches.flatMap((watch) => watch.all('error'))).toEqual([]);
  });

  it.each([false, true])('survives a crash while the device is being certified (served: %s)', async (isServed) => {
    const store = memoryStore();
    party.server.dropNext('putDeviceCertificates', { isServed });
    const bob = await party.join('bob', { store });
    await bob.chat.close();
    const { identity_key } = await identityIn(store);
    const again = await party.resume(store);
    expect((await identityIn(store)).identity_key).toBe(identity_key);
    expect(again.chat.trust.isSigned(again.chat.deviceId)).toBe(true);
    expect(again.all('link-needed')).toEqual([]);
  });

  it('comes to a store from before there were identities', async () => {
    const old = memoryStore();
    const device = await generateKeyPair();
    const bob = party.server.addUser({ username: 'bob', publicKey: device.publicKey });
    await old.update('device_key', () => ({ private_key: device.privateKey }));
    const session = (await aliceStore.read('session'))!;
    const { user_id, device_id, token } = bob;
    await old.update('session', () => ({ ...session, user_id, device_id, token, username: 'bob', is_admin: false }));
    const resumed = await party.resume(old);
    expect(resumed.chat.trust.isSigned(device_id)).toBe(true);
  });

  it('lets a device be removed: all others are certified anew, in one request', async () => {
    const phone = await party.login('alice', { store: await storeLinkedTo(aliceStore) });
    const tablet = await party.login('alice', { store: await storeLinkedTo(aliceStore) });
    await alice.chat.removeDevice(phone.chat.deviceId);
    const { certificates } = certifications().at(-1)!;
    expect(certificates.map(({ device_id, generation }) => [device_id, generation])).toEqual([
      [alice.chat.deviceId, 2],
      [tablet.chat.deviceId, 2],
    ]);
    expect((await listedDevices(alice.chat)).map(({ device_id }) => device_id)).not.toContain(phone.chat.deviceId);
    expect(alice.chat.trust.isSigned(tablet.chat.deviceId)).toBe(true);
    await expect(alice.chat.removeDevice(alice.chat.deviceId)).rejects.toMatchObject({ code: 'this_device' });
    await expect(alice.chat.removeDevice(phone.chat.deviceId)).rejects.toMatchObject({ code: 'device_not_found' });
  });

  it.each(['deleteDevice', 'putDeviceCertificates'] as const)('finishes a removal that broke off at %s', async (at) => {
    const phone = await party.login('alice', { store: await storeLinkedTo(aliceStore) });
    party.server.dropNext(at);
    await expect(alice.chat.removeDevice(phone.chat.deviceId)).rejects.toMatchObject({ name: 'ConnectionError' });
    await alice.chat.close();
    const again = await party.resume(aliceStore);
    expect((await listedDevices(again.chat)).map(({ device_id }) => device_id)).toEqual([again.chat.deviceId]);
    expect((await listedDevices(again.chat))[0].certificate).toMatchObject({ generation: 2 });
    expect(await identityIn(aliceStore)).not.toHaveProperty('removing');
    await again.chat.members();
    expect((await listedDevices(again.chat))[0].certificate).toMatchObject({ generation: 2 });
  });

  it.each([false, true])('is replaced when all is lost, and everyone is told (served: %s)', async (isServed) => {
    const bob = await party.join('bob');
    const known = bob.chat.trust.identityOf(alice.chat.userId);
    const store = memoryStore();
    const phone = await party.login('alice', { store });
    party.server.dropNext('putDeviceCertificates', { isServed });
    await expect(phone.chat.trust.resetIdentity()).rejects.toMatchObject({ name: 'ConnectionError' });
    await phone.chat.close();
    const again = await party.resume(store);
    const claimed = again.chat.trust.identityOf(alice.chat.userId);
    expect(again.chat.trust.isSigned(again.chat.deviceId)).toBe(true);
    expect(await identityIn(store)).not.toHaveProperty('new_identity_key');
    expect([...again.all('identity-changed'), ...again.all('certificate-refused')]).toEqual([]);
    expect(again.all('trust')).toEqual([{ userId: alice.chat.userId, state: 'verified' }]);
    for (const watch of [alice, bob]) {
      const changed = { userId: alice.chat.userId, known, claimed };
      expect(await watch.next('identity-changed')).toEqual(changed);
    }
    const { id } = await alice.chat.createChannel('general');
    expect(servedBy(party.server, alice.chat, id)).not.toContain(again.chat.deviceId);

    await alice.chat.trust.accept(alice.chat.userId); // gives up the old one for it
    await alice.next('link-needed');
    expect(await identityIn(aliceStore)).not.toHaveProperty('identity_key');
  });

  it.each(['first', 'linked', 'unlinked'])(
    'is replaced without an alarm on the device that does it: %s',
    async (which) => {
      const bob = await party.join('bob');
      const phone = await party.login('alice', which === 'linked' ? { store: await storeLinkedTo(aliceStore) } : {});
      const own = which === 'first' ? alice : phone;
      await bob.chat.members();
      await own.chat.members();
      await quiet();
      own.clear();
      // One list is on its way when it begins, and another one is asked for before the answer comes.
      const lists = holdAnswers(own.chat, 'listDeviceKeys');
      const before = own.chat.members();
      const letGo = await lists.next();
      lists.stop();
      own.chat.client.use(async (request, next) => {
        const response = await next(request);
        if (request.operationId !== 'putDeviceCertificates') return response;
        void own.chat.members();
        await quiet();
        return response;
      });
      const reset = own.chat.trust.resetIdentity();
      for (let i = 0; i < 2; i += 1) await quiet(); // until nothing but the list is waited for
      letGo();
      await Promise.all([before, reset]);
      await quiet();
      const { userId } = own.chat;
      expect(own.all('certificate-refused')).toEqual([]);
      expect(own.all('identity-changed')).toEqual([]);
      const states = own.all('trust').filter((event) => event.userId === userId);
      expect(states).toEqual(which === 'unlinked' ? [{ userId, state: 'verified' }] : []);
      expect([own.chat.trust.stateOf(userId), own.chat.trust.isSigned(own.chat.deviceId)]).toEqual(['verified', true]);
      expect(await bob.next('identity-changed')).toMatchObject({ userId });
    },
  );

  it('is that of one of two devices that replace it at once, and the other one is told', async () => {
    const phone = await party.login('alice', { store: await storeLinkedTo(aliceStore) });
    await quiet();
    let reset: Promise<void> | undefined;
    alice.chat.client.use(async (request, next) => {
      const response = await next(request);
      if (request.operationId === 'putDeviceCertificates') await (reset ??= phone.chat.trust.resetIdentity());
      return response;
    });
    await expect(alice.chat.trust.resetIdentity()).rejects.toMatchObject({ code: 'identity_changed' });
    await quiet();
    const claimed = phone.chat.trust.identityOf(alice.chat.userId);
    expect(alice.all('identity-changed')).toMatchObject([{ userId: alice.chat.userId, claimed }]);
    expect([alice, phone].map(({ chat }) => chat.trust.stateOf(chat.userId))).toEqual(['changed', 'verified']);
    expect((await certificateOf(phone))?.identity_key).toBe(claimed);
    expect(await certificateOf(alice)).toBeUndefined();
    await alice.chat.trust.accept(alice.chat.userId);
    await alice.next('link-needed');
  });

  it.each([
    ['another device has replaced it since', undefined],
    ['the server refuses it', refusalOf(409, 'identity_mismatch')],
  ])('is not replaced by what was begun before when %s, and that is told once', async (_name, refusal) => {
    const phone = await party.login('alice', { store: await storeLinkedTo(aliceStore) });
    party.server.dropNext('putDeviceCertificates');
    await expect(alice.chat.trust.resetIdentity()).rejects.toMatchObject({ name: 'ConnectionError' });
    await alice.chat.close();
    if (refusal === undefined) await phone.chat.trust.resetIdentity();
    const identity = phone.chat.trust.identityOf(phone.chat.userId);
    const again = party.watch(await party.awaken(aliceStore));
    again.chat.client.use((request, next) =>
      request.operationId === 'putDeviceCertificates' && refusal ? Promise.resolve(refusal) : next(request),
    );
    await again.chat.connect();
    await again.chat.createChannel('general'); // and refreshes everything
    expect(again.all('error')).toMatchObject([{ code: 'identity_changed' }]);
    expect(await identityIn(aliceStore)).not.toHaveProperty('new_identity_key');
    expect((await certificateOf(phone))?.identity_key).toBe(identity);
    expect(phone.all('identity-changed')).toEqual([]);
  });

  it('is to be replaced when it has removed as many devices as its certificates can count', async () => {
    const [phone, tablet] = [await party.login('alice'), await party.login('alice')];
    const identity = identityFrom((await identityIn(aliceStore)).identity_key!);
    const [own] = (await listedDevices(alice.chat)).filter(({ device_id }) => device_id === alice.chat.deviceId);
    const last = identity.certify(own, { ...own.certificate, generation: 2_147_483_647 });
    const certificates = [{ device_id: own.device_id, ...last }];
    await alice.chat.client.devices.putCertificates({ certificates });
    await alice.chat.members();
    const before = certifications().length;
    await expect(alice.chat.removeDevice(phone.chat.deviceId)).rejects.toMatchObject({ code: 'reset_needed' });
    expect((await listedDevices(alice.chat)).map(({ device_id }) => device_id)).not.toContain(phone.chat.deviceId);
    await alice.chat.createChannel('general');
    expect([alice.all('error'), certifications().length]).toEqual([[], before]);
    expect(await identityIn(aliceStore)).not.toHaveProperty('removing');
    await alice.chat.trust.resetIdentity();
    await alice.chat.removeDevice(tablet.chat.deviceId);
    expect(await certificateOf(alice)).toMatchObject({ generation: 2 });
  });

  it('is the one whose private key is here, whatever identity the server names', async () => {
    const identity = generateIdentity();
    const known = alice.chat.trust.identityOf(alice.chat.userId);
    const before = certifications().length;
    const stop = await lieAboutDevices(alice.chat, (keys) =>
      keys.map((key) => ({ ...key, certificate: identity.certify(key) })),
    );
    await alice.chat.createChannel('general');
    const claim = { userId: alice.chat.userId, known, claimed: identity.publicKey };
    expect(alice.all('identity-changed')).toEqual([claim]);
    expect([alice.chat.trust.stateOf(alice.chat.userId), alice.all('link-needed')]).toEqual(['changed', []]);
    expect(certifications()).toHaveLength(before);
    stop();
    await alice.chat.createChannel('another');
    expect(alice.chat.trust.stateOf(alice.chat.userId)).toBe('verified');
  });

  it('does not break an offline start', async () => {
    await alice.chat.close();
    const offline = party.watch(await party.awaken(aliceStore));
    party.server.goOffline();
    expect(offline.chat.trust.stateOf(offline.chat.userId)).toBe('verified');
    party.server.goOnline();
  });

  it('stands in an invite, for a newcomer to know who invited them', async () => {
    const inviteToken = await alice.chat.invite({ withIdentity: true });
    const store = memoryStore();
    const bob = await party.join('bob', { inviteToken, store });
    expect(bob.chat.trust.stateOf(alice.chat.userId)).toBe('verified');
    expect(bob.all('identity-missing')).toEqual([]);
    expect(await store.read('trust')).not.toHaveProperty('inviter');

    const { publicKey } = generateIdentity();
    const carol = party.watch(await party.register('carol', { inviterIdentity: publicKey }));
    await carol.chat.connect();
    await carol.chat.members();
    expect(carol.all('identity-missing')).toEqual([{ identityKey: publicKey }]);
    expect(carol.chat.trust.stateOf(alice.chat.userId)).toBe('unverified');
    await expect(party.register('dave', { inviterIdentity: 'alice' })).rejects.toThrow(TypeError);
  });
});
