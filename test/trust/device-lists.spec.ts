import type { DeviceKey } from '@dialtone/sdk';
import { type ChatSession, type ChatStore, memoryStore, type RegisterOptions } from '@dialtone/sdk/chat';
import { generateKeyPair, openEnvelope } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { generateIdentity, identityFrom } from '../support/identities.js';
import { lieAboutDevices, listedDevices } from '../sdk/support/lying.js';

describe('a server that lists devices as no honest one does', () => {
  const party = useParty(createFakeServer);
  let alice: Watch;
  let aliceStore: ChatStore;
  let spy: { publicKey: string; privateKey: string };
  beforeEach(async () => {
    aliceStore = memoryStore();
    alice = await party.join('alice', { store: aliceStore });
    spy = await generateKeyPair();
  });

  /** Bob, whose server lies to him from the very first list. */
  const bobUnder = async (
    change: (keys: DeviceKey[], bob: ChatSession) => DeviceKey[],
    options: Partial<RegisterOptions> = {},
  ) => {
    const bob = await party.register('bob', options);
    await lieAboutDevices(bob, (keys) => change(keys, bob));
    const watch = party.watch(bob);
    await alice.chat.client.users.update({ user_id: bob.userId, is_admin: true });
    await bob.connect();
    return watch;
  };

  /** Makes a channel; resolves with how many of the envelopes with its key the spy can open. */
  const readable = async ({ chat }: Watch) => {
    const { id } = await chat.createChannel('general');
    await quiet();
    const { public_key: senderPublicKey } = (await listedDevices(alice.chat)).find(
      ({ device_id }) => device_id === chat.deviceId,
    )!;
    const envelopes = party.server.requests
      .filter(({ operationId, userId }) => operationId === 'putChannelKeys' && userId === chat.userId)
      .map(({ input }) => input as { channel_id: string; envelopes: { envelope: string }[] })
      .filter(({ channel_id }) => channel_id === id)
      .flatMap((input) => input.envelopes);
    const opened = await Promise.allSettled(
      envelopes.map(({ envelope }) => openEnvelope({ envelope, privateKey: spy.privateKey, senderPublicKey })),
    );
    return opened.filter(({ status }) => status === 'fulfilled').length;
  };

  it('gets no key with two devices of one id, of which one is certified', async () => {
    const bob = await party.join('bob');
    await lieAboutDevices(bob.chat, (keys) =>
      keys.flatMap((key) => {
        const { certificate: _, ...bare } = key;
        const isNew = key.user_id === alice.chat.userId && key.device_id !== alice.chat.deviceId;
        return isNew ? [{ ...bare, public_key: spy.publicKey }, key] : [key];
      }),
    );
    await party.login('alice', { store: await storeLinkedTo(aliceStore) });
    await alice.chat.client.users.update({ user_id: bob.chat.userId, is_admin: true });
    expect(await readable(bob)).toBe(0);
  });

  it.each(['before', 'after'])('gets no key with a forged certificate %s a good one of one id', async (place) => {
    const bob = await party.join('bob');
    const { device_id: ghost } = party.server.addDevice(alice.chat.userId, spy.publicKey);
    const genuine = (await listedDevices(alice.chat)).find(({ device_id }) => device_id === alice.chat.deviceId)!;
    await lieAboutDevices(bob.chat, (keys) =>
      keys.flatMap((key) => {
        if (key.device_id !== ghost) return [key];
        const forged = { ...key, certificate: genuine.certificate };
        const other = { ...key, certificate: generateIdentity().certify(key) };
        return place === 'before' ? [forged, other] : [other, forged];
      }),
    );
    await alice.chat.client.users.update({ user_id: bob.chat.userId, is_admin: true });
    expect(await readable(bob)).toBe(0);
    expect(bob.chat.trust.isSigned(ghost)).toBe(false);
  });

  it.each(['signed', 'verified'] as const)('gets no key in the name of the very device (%s)', async (shareWith) => {
    const asOwn = (keys: DeviceKey[], { deviceId }: ChatSession) =>
      keys.map((key) => (key.device_id === deviceId ? { ...key, public_key: spy.publicKey } : key));
    const bob = await bobUnder(asOwn, { shareWith });
    expect(await readable(bob)).toBe(0);
    expect(bob.all('device-changed')).toMatchObject([{ claimed: { publicKey: spy.publicKey } }]);
  });

  it('gets no key under `verified` with an identity that it gives a user before they have one', async () => {
    const identity = generateIdentity();
    const ghost = { device_id: 'ghost', public_key: spy.publicKey };
    const bob = await bobUnder(
      (keys, { userId: user_id }) => [
        ...keys.map((key) => (key.user_id === user_id ? { ...key, certificate: undefined } : key)),
        { ...ghost, user_id, certificate: identity.certify({ ...ghost, user_id }) },
      ],
      { shareWith: 'verified' },
    );
    expect(await readable(bob)).toBe(0);
  });

  it.each([1e400, 1.5, 0, 2 ** 31])('breaks no store with a certificate of the generation %d', async (generation) => {
    const store = memoryStore();
    const bob = await party.join('bob', { store, shareWith: 'verified' });
    const ghost = { device_id: 'ghost', public_key: spy.publicKey, user_id: 'mallory' };
    const certificate = generateIdentity().certify(ghost, { generation });
    bob.chat.client.use(async (request, next) => {
      const response = await next(request);
      if (request.operationId !== 'listDeviceKeys') return response;
      const { keys } = JSON.parse(response.body) as { keys: DeviceKey[] };
      const body = JSON.stringify({ keys: [...keys, { ...ghost, certificate }] });
      return { ...response, body: body.replace('"generation":null', '"generation":1e400') };
    });
    await bob.chat.members();
    expect(bob.all('certificate-refused')).toMatchObject([{ deviceId: 'ghost', reason: 'signature' }]);
    await bob.chat.close();
    await party.resume(store);
  });

  it('is given the latest certificate of the very device again, signed later whatever the clock says', async () => {
    const own = async ({ chat }: Watch) =>
      (await listedDevices(chat)).find(({ device_id }) => device_id === chat.deviceId)!.certificate!;
    const { signed_at, signing_key, capabilities } = await own(alice);
    const identity = identityFrom((await aliceStore.read('identity'))!.identity_key!);
    await alice.chat.close();
    const again = party.watch(await party.awaken(aliceStore));
    const stop = await lieAboutDevices(again.chat, (keys) =>
      keys.map((key) => ({
        ...key,
        certificate: identity.certify(key, { signing_key, capabilities, signed_at: '2020-02-02T20:20:20.200Z' }),
      })),
    );
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2021-01-01T01:01:01.010Z'));
    await again.chat.connect();
    clock.mockRestore();
    stop();
    const { userId, deviceId } = again.chat;
    expect(again.all('certificate-refused')).toEqual([{ userId, deviceId, reason: 'outdated' }]);
    expect(await own(again)).toMatchObject({ signing_key, capabilities, generation: 1 });
    expect(Date.parse((await own(again)).signed_at)).toBe(Date.parse(signed_at) + 1);
  });

  it('cannot have a certificate dated before one that it hides, while the clock is behind', async () => {
    await alice.chat.close();
    const again = party.watch(await party.awaken(aliceStore));
    const { deviceId } = again.chat;
    const stop = await lieAboutDevices(again.chat, (keys) =>
      keys.map(({ certificate, ...key }) => (key.device_id === deviceId ? key : { ...key, certificate })),
    );
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2021-01-01T01:01:01.010Z'));
    await again.chat.connect();
    clock.mockRestore();
    stop();
    await again.chat.members();
    expect(again.all('certificate-refused')).toEqual([]);
    expect(again.chat.trust.isSigned(deviceId)).toBe(true);
  });

  it('does not end removals and resets with a certificate of the last date there is', async () => {
    const phone = await party.login('alice', { store: await storeLinkedTo(aliceStore) });
    const last = '9999-12-31T23:59:59.999Z';
    const datedLast = async (terms: object) => {
      const identity = identityFrom((await aliceStore.read('identity'))!.identity_key!);
      const own = (await listedDevices(alice.chat)).find(({ device_id }) => device_id === alice.chat.deviceId)!;
      const certificate = identity.certify(own, { ...own.certificate, ...terms, signed_at: last });
      await alice.chat.client.devices.putCertificates({ certificates: [{ device_id: own.device_id, ...certificate }] });
      await alice.chat.members();
      return () => listedDevices(alice.chat).then((keys) => keys.find((key) => key.device_id === own.device_id));
    };
    const own = await datedLast({});
    await alice.chat.removeDevice(phone.chat.deviceId);
    expect((await own())?.certificate).toMatchObject({
      generation: 2,
      signed_at: expect.not.stringMatching(/^9/) as string,
    });

    await datedLast({ capabilities: [] }); // which this device does not leave so
    await alice.chat.close();
    alice = await party.resume(aliceStore);
    const renewed = {
      generation: 2,
      signed_at: last,
      capabilities: expect.arrayContaining(['key-versions']) as string[],
    };
    expect((await own())?.certificate).toMatchObject(renewed);

    await alice.chat.trust.resetIdentity();
    expect((await own())?.certificate).toMatchObject({
      generation: 1,
      signed_at: expect.not.stringMatching(/^9/) as string,
    });
    expect(alice.all('error')).toEqual([]);
  });

  it('cannot show an older certificate than was seen before the new identity was accepted', async () => {
    const store = await storeLinkedTo(aliceStore);
    const phone = await party.login('alice', { store });
    const carol = await party.join('carol');
    await carol.chat.members();
    await phone.chat.trust.resetIdentity();
    await quiet();
    await carol.chat.members();
    const identity = identityFrom((await store.read('identity'))!.identity_key!);
    const { userId, deviceId } = phone.chat;
    let isLying = false;
    await lieAboutDevices(carol.chat, (keys) =>
      keys.map((key) => {
        if (!isLying || key.device_id !== deviceId) return key;
        const terms = { signing_key: key.certificate?.signing_key, signed_at: '2020-02-02T20:20:20.200Z' };
        return { ...key, certificate: identity.certify(key, terms) };
      }),
    );
    carol.clear();
    isLying = true;
    await carol.chat.trust.accept(userId);
    await carol.chat.members();
    expect(carol.all('certificate-refused')).toEqual([{ userId, deviceId, reason: 'outdated' }]);
  });

  it.each(['before it', 'without certificates'])('brings no removed device back with a list from %s', async (list) => {
    const phone = await party.login('alice', { store: await storeLinkedTo(aliceStore) });
    const before = await listedDevices(alice.chat);
    let shown = before;
    if (list === 'without certificates') shown = before.map(({ certificate: _, ...key }) => key);
    await lieAboutDevices(alice.chat, () => shown);
    await alice.chat.removeDevice(phone.chat.deviceId);
    shown = before;
    await alice.chat.members();
    expect(alice.chat.trust.isSigned(phone.chat.deviceId)).toBe(false);
    const refusal = { deviceId: phone.chat.deviceId, reason: 'outdated' };
    expect(alice.all('certificate-refused')).toContainEqual({ userId: alice.chat.userId, ...refusal });
  });
});
