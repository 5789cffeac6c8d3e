import type { PutChannelKeysInput } from '@dialtone/sdk';
import { memoryStore, type ChatStore } from '@dialtone/sdk/chat';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { fakeOnly } from '../support/clock.js';
import { NO_PUBLIC_KEYS } from '../support/public-keys.js';
import { channelWithoutKey, useParty, holdAnswers, storeLinkedTo, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { lieAboutDevices } from './support/lying.js';

describe('sharing keys', () => {
  const party = useParty(createFakeServer);
  let alice: Watch;
  let aliceStore: ChatStore;
  beforeEach(async () => {
    aliceStore = memoryStore();
    alice = await party.join('alice', { store: aliceStore });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  /** The devices for which the session has posted the channel's key. */
  const postedBy = (watch: Watch, channelId: string) =>
    party.server.requests
      .filter(({ operationId, userId, code }) => {
        return operationId === 'putChannelKeys' && userId === watch.chat.userId && code === undefined;
      })
      .map(({ input }) => input as PutChannelKeysInput)
      .filter(({ channel_id }) => channel_id === channelId)
      .flatMap(({ envelopes }) => envelopes.map(({ device_id }) => device_id));

  it('goes on when a device that is still in the list has been removed', async () => {
    const bob = await party.join('bob');
    const carol = await party.join('carol');
    await bob.next('device-new', ({ userId }) => userId === carol.chat.userId);
    await carol.chat.close();
    await alice.chat.client.devices.remove({ device_id: carol.chat.deviceId });
    const { id } = await alice.chat.createChannel('general');
    await alice.chat.send(id, 'hello bob');
    expect(await bob.next('message')).toMatchObject({ text: 'hello bob' });
    await alice.chat.close();
    const dave = await party.join('dave');
    await dave.reads(id);
    expect(bob.all('error')).toEqual([]);
  });

  it('of the directory key is left to trusted users, and does not block other keys', async () => {
    const bob = await party.join('bob');
    await alice.next('member', ({ name }) => name === 'bob'); // so bob has the directory key
    const { id } = await alice.chat.createChannel('general');
    await bob.reads(id);
    await alice.chat.client.users.update({ user_id: bob.chat.userId, is_trusted: false });
    await alice.chat.close();
    const carol = await party.join('carol');
    await carol.reads(id);
    await bob.chat.close();
    expect(
      party.server.requests.some(({ operationId, code }) => operationId === 'putDirectoryKeys' && code === 'forbidden'),
    ).toBe(true);
    expect(bob.all('error')).toEqual([]);
  });

  it('does not hold up messages while it fails', async () => {
    const bob = await party.join('bob');
    const carol = await party.join('carol');
    await bob.next('device-new', ({ userId }) => userId === carol.chat.userId);
    const { id, share } = await channelWithoutKey(alice);
    await alice.chat.send(id, 'one');
    await bob.next('key-missing');
    bob.chat.client.use((request, next) =>
      request.operationId === 'putChannelKeys'
        ? Promise.resolve({ status: 500, headers: new Headers(), body: '{}' })
        : next(request),
    );
    await share();
    expect(await bob.next('message')).toMatchObject({ text: 'one' });
    expect(await bob.next('error')).toMatchObject({ status: 500 });
  });

  it('of one key can fail without holding back the others', async () => {
    const channels = [await alice.chat.createChannel('one'), await alice.chat.createChannel('two')];
    party.server.failNext('putChannelKeys', 'server_error');
    const bob = await party.register('bob');
    bob.connect().catch(() => undefined);
    party.watch(bob);
    expect(await alice.next('error')).toMatchObject({ code: 'server_error' });
    const served = channels.filter(({ id }) => postedBy(alice, id).includes(bob.deviceId));
    expect(served).toHaveLength(1);
  });

  it('does not count a device as served that an older list of devices has hidden', async () => {
    const { id } = await alice.chat.createChannel('general');
    const answers = holdAnswers(alice.chat, 'listDeviceKeys');
    const members = alice.chat.members();
    const letOlderGo = await answers.next();
    const bob = party.watch(await party.register('bob'));
    alice.chat.on('device-new', letOlderGo); // after the newer list, and before anything is sealed
    const made = alice.chat.createChannel('another one');
    const newer = await Promise.race([answers.next(), quiet()]);
    newer?.();
    if (newer === undefined) letOlderGo(); // the newer list waits for the older one
    answers.stop();
    const [{ id: second }] = await Promise.all([made, members]);
    expect(postedBy(alice, second)).toContain(bob.chat.deviceId);
    await bob.chat.connect();
    await bob.reads(id);
  });

  it('does not count a device as served that was not in the list at the time', async () => {
    const bob = await party.join('bob');
    await alice.next('device-new');
    const show = await lieAboutDevices(alice.chat, (keys) =>
      keys.filter(({ device_id }) => device_id !== bob.chat.deviceId),
    );
    await alice.chat.fingerprint(); // reads the list
    const { id } = await alice.chat.createChannel('general');
    expect(postedBy(alice, id)).not.toContain(bob.chat.deviceId);
    show();
    await alice.chat.createChannel('another one');
    expect(postedBy(alice, id)).toContain(bob.chat.deviceId);
  });

  it('reads a store of an older version, which has only the numbers of devices', async () => {
    const store = await storeLinkedTo(aliceStore);
    const old = await party.login('alice', { store });
    const { id } = await old.chat.createChannel('general');
    const { id: other } = await old.chat.createChannel('another one');
    await old.chat.close();
    await alice.chat.close();
    const { known, shared } = (await store.read('devices'))!;
    const numbers = Object.fromEntries(Object.entries(shared).map(([name, ids]) => [name, ids.length]));
    await store.update('devices', () => ({ known, shared: { ...numbers, [other]: 1 } as never }));

    const timesPosted = (channelId: string) =>
      postedBy(alice, channelId).filter((device) => device === old.chat.deviceId).length;
    const before = [timesPosted(id), timesPosted(other)];
    const again = await party.resume(store);
    const bob = await party.join('bob');
    await bob.reads(id);
    await again.chat.close();
    expect([timesPosted(id), timesPosted(other)]).toEqual([before[0], before[1] + 1]);
    expect((await store.read('devices'))?.shared[id]).toContain(bob.chat.deviceId);
  });

  it('again with a device that connects is left to those who are online, however many devices there are', async () => {
    for (const username of ['carol', 'dave', 'erin', 'frank']) {
      party.server.addUser({ username, publicKey: (await generateKeyPair()).publicKey });
    }
    const store = memoryStore();
    const bob = await party.join('bob', { store });
    await alice.next('device-new', ({ userId }) => userId === bob.chat.userId);
    await alice.next('presence', ({ online }) => online);
    await bob.chat.close();
    await alice.next('presence', ({ online }) => !online);
    const { id } = await alice.chat.createChannel('general');
    expect(postedBy(alice, id)).toContain(bob.chat.deviceId);
    const before = postedBy(alice, id).length;
    jest.spyOn(Math, 'random').mockReturnValue(0.9);
    await party.resume(store);
    await quiet();
    expect(postedBy(alice, id).slice(before)).toEqual([bob.chat.deviceId]);
  });

  it('again with a device that comes and goes is done once a minute', async () => {
    const store = memoryStore();
    const bob = await party.join('bob', { store });
    await alice.next('device-new');
    const { id } = await alice.chat.createChannel('general');
    await bob.chat.close();
    const before = postedBy(alice, id).length;
    jest.spyOn(Math, 'random').mockReturnValue(0); // so that alice is the one who helps
    fakeOnly(['performance']);
    const comesAndGoes = async () => {
      await (await party.resume(store)).chat.close();
      await quiet();
      return postedBy(alice, id).slice(before);
    };

    const { deviceId } = bob.chat;
    for (let i = 0; i < 3; i += 1) expect(await comesAndGoes()).toEqual([deviceId]);
    jest.advanceTimersByTime(60_000);
    expect(await comesAndGoes()).toEqual([deviceId, deviceId]);
    const carol = await party.join('carol'); // a new device gets its keys at once
    await carol.reads(id);
  });

  it('goes on whatever keys the server names for other devices', async () => {
    const bob = await party.join('bob');
    await alice.next('device-new');
    const badKeys = NO_PUBLIC_KEYS.map(([, public_key], i) => ({
      user_id: 'mallory',
      device_id: `bad-${i}`,
      public_key,
    }));
    await lieAboutDevices(alice.chat, (keys) => [...badKeys, ...keys]);
    const { id } = await alice.chat.createChannel('general');
    await bob.reads(id);
    const bad = NO_PUBLIC_KEYS.map((_, index) => `bad-${index}`);
    expect(postedBy(alice, id).filter((device) => bad.includes(device))).toEqual([]);
    expect(await alice.chat.fingerprintOf('mallory')).toMatch(/^\d{5}/);
    expect(alice.all('error')).toEqual([]);
  });
});
