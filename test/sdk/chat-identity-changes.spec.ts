import type { PutDeviceCertificatesInput } from '@dialtone/sdk';
import { memoryStore, type ChatStore } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { link, storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { generateIdentity } from '../support/identities.js';
import { refusalOf } from '../trust/support/versions.js';
import { lieAboutDevices, listedDevices } from './support/lying.js';

describe('a change to the identity, while something else happens', () => {
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
      .map(({ input }) => (input as PutDeviceCertificatesInput).certificates);
  const identityIn = async (store: ChatStore) => (await store.read('identity'))!;
  const linkedDevice = async () => party.login('alice', { store: await storeLinkedTo(aliceStore) });
  const generations = async () =>
    (await listedDevices(alice.chat)).map(({ device_id, certificate }) => [device_id, certificate?.generation]);
  /** Does something before the session's next request that certifies devices; what it resolves with is the answer. */
  const beforeCertifying = ({ chat }: Watch, work: () => Promise<ReturnType<typeof refusalOf> | undefined>) => {
    let isFirst = true;
    chat.client.use(async (request, next) => {
      if (request.operationId !== 'putDeviceCertificates' || !isFirst) return next(request);
      isFirst = false;
      return (await work()) ?? next(request);
    });
  };

  it('is made once, though the devices are listed again while a device is removed', async () => {
    const phone = await linkedDevice();
    await quiet();
    const before = certifications().length;
    beforeCertifying(alice, async () => {
      void alice.chat.members();
      return quiet();
    });
    await alice.chat.removeDevice(phone.chat.deviceId);
    await quiet();
    expect(certifications()).toHaveLength(before + 1);
    expect(await generations()).toEqual([[alice.chat.deviceId, 2]]);
    expect(alice.all('error')).toEqual([]);
  });

  it('is no more than the deletion of the device, when the identity here was given up', async () => {
    const phone = await linkedDevice();
    const tablet = await party.login('alice');
    await quiet();
    await phone.chat.trust.resetIdentity();
    await link(phone, tablet);
    await alice.chat.members();
    expect(alice.chat.trust.stateOf(alice.chat.userId)).toBe('changed');
    await alice.chat.removeDevice(tablet.chat.deviceId);
    expect((await generations()).map(([id]) => id)).toEqual([alice.chat.deviceId, phone.chat.deviceId]);
    expect(await identityIn(aliceStore)).not.toHaveProperty('removing');
  });

  it('is made again when another device of the user was faster', async () => {
    const [phone, x, y] = [await linkedDevice(), await linkedDevice(), await linkedDevice()];
    await quiet();
    beforeCertifying(phone, async () => {
      await alice.chat.removeDevice(y.chat.deviceId);
      return refusalOf(409, 'certificate_outdated');
    });
    await phone.chat.removeDevice(x.chat.deviceId);
    expect(await generations()).toEqual([
      [alice.chat.deviceId, 3],
      [phone.chat.deviceId, 3],
    ]);
    await quiet();
    expect([...alice.all('error'), ...phone.all('error')]).toEqual([]);
  });

  it('is given up with an error when the server goes on refusing it, and finished later', async () => {
    const phone = await linkedDevice();
    await quiet();
    let refused = 0;
    const stop = alice.chat.client.use((request, next) => {
      if (request.operationId !== 'putDeviceCertificates') return next(request);
      refused += 1;
      return Promise.resolve(refusalOf(409, 'certificate_outdated'));
    });
    await expect(alice.chat.removeDevice(phone.chat.deviceId)).rejects.toMatchObject({ code: 'certificate_outdated' });
    expect(refused).toBeGreaterThan(2);
    expect(refused).toBeLessThan(10);
    stop();
    await alice.chat.members();
    await quiet();
    expect(await identityIn(aliceStore)).not.toHaveProperty('removing');
  });

  it('that leaves out a device which is being linked tells that device, though it was told before', async () => {
    const [phone, tablet] = [await linkedDevice(), await linkedDevice()];
    const laptop = await party.login('alice');
    await quiet();
    expect(laptop.all('link-needed')).toEqual([{}]);
    laptop.clear();
    beforeCertifying(phone, async () => {
      await link(alice, laptop);
      return quiet();
    });
    await phone.chat.removeDevice(tablet.chat.deviceId);
    await quiet();
    await laptop.chat.members();
    await quiet();
    expect(laptop.chat.linking.isLinked).toBe(false);
    expect(laptop.all('link-needed')).toEqual([{}]);
    await link(alice, laptop);
    expect(laptop.chat.trust.isSigned(laptop.chat.deviceId)).toBe(true);
  });

  it('is finished by one of two sessions of a store, and the other one goes on with it', async () => {
    const phone = await linkedDevice();
    await quiet();
    party.server.dropNext('putDeviceCertificates', { isServed: true });
    await expect(alice.chat.trust.resetIdentity()).rejects.toMatchObject({ name: 'ConnectionError' });
    await alice.chat.close();
    const late = party.watch(await party.awaken(aliceStore));
    const early = await party.resume(aliceStore);
    await early.chat.removeDevice(phone.chat.deviceId);
    await late.chat.connect();
    await late.chat.createChannel('general');
    await quiet();
    const states = [late, early].map(({ chat }) => [chat.trust.stateOf(chat.userId), chat.linking.isLinked]);
    expect(states).toEqual([
      ['verified', true],
      ['verified', true],
    ]);
    expect([...late.all('error'), ...early.all('error')]).toEqual([]);
  });

  it('is given up when the server names another identity than when it was begun, be it the one from before', async () => {
    const evil = generateIdentity();
    const stop = await lieAboutDevices(alice.chat, (keys) =>
      keys.map((key) => ({ ...key, certificate: evil.certify(key) })),
    );
    await alice.chat.members();
    party.server.dropNext('putDeviceCertificates');
    await expect(alice.chat.trust.resetIdentity()).rejects.toMatchObject({ name: 'ConnectionError' });
    stop();
    await alice.chat.close();
    const again = await party.resume(aliceStore);
    const [error] = again.all('error') as Error[];
    expect(error).toMatchObject({ code: 'identity_changed' });
    expect(error.message).toMatch(/names another one than when it was begun/);
    expect(again.chat.trust.stateOf(again.chat.userId)).toBe('verified');
  });
});
