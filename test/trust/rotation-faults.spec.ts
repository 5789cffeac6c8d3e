import type { ChatStore } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { clientOfFake } from '../sdk/support/plain.js';
import { useParty, type Watch } from '../support/chat.js';
import { generateIdentity } from '../support/identities.js';
import { aliceAndBob, lastVersion, postedVersions, receiversOf } from './support/versions.js';

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

/** The devices have been sent the keys from before; sealing thousands of envelopes takes a while. */
async function haveServed(store: ChatStore, deviceIds: readonly string[]): Promise<void> {
  await store.update('devices', (current) => {
    const shared = Object.entries(current!.shared).map(([name, ids]) => [name, [...ids, ...deviceIds]]);
    return { ...current!, shared: Object.fromEntries(shared) as Record<string, string[]> };
  });
}

describe('a new key, when the network or the client fails', () => {
  it('is there for the next session when no answer came', async () => {
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await look();
    party.server.dropNext('createKeyVersion', { isServed: true });
    await bob.chat.send(channelId, 'lost').catch(() => undefined);
    await bob.chat.close();
    expect((await bobsStore.read('key_versions'))?.channels[channelId]?.keys ?? {}).toEqual({});
    await look(alice);
    await alice.chat.send(channelId, 'meanwhile');
    const again = await party.resume(bobsStore);
    await again.next('message', ({ text }) => text === 'meanwhile');
    await again.chat.send(channelId, 'back');
    await alice.next('message', ({ text }) => text === 'back');
    expect(await lastVersion(again.chat, channelId)).toBe(1);
    expect(postedVersions(party.server)).toHaveLength(1);
    expect(again.all('key-version-refused')).toEqual([]);
  });

  it('is one for two sessions of one store', async () => {
    const tab = await party.resume(bobsStore);
    await tab.reads(channelId);
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await Promise.all([look(), look(tab)]);
    await Promise.all([bob.chat.send(channelId, 'from one'), tab.chat.send(channelId, 'from the other')]);
    for (const text of ['from one', 'from the other'])
      expect(await alice.next('message', (message) => message.text === text)).toMatchObject({ proof: 'valid' });
    for (const watch of [bob, tab]) {
      for (const text of ['from one', 'from the other'])
        await watch.next('message', (message) => message.text === text);
      expect(await look(watch)).toMatchObject({ keyVersion: 1, hasKey: true });
    }
    expect(Object.keys((await bobsStore.read('key_versions'))!.channels[channelId].keys)).toEqual(['1']);
    expect(postedVersions(party.server).filter(({ code }) => code === undefined)).toHaveLength(1);
  });

  it('is made for no channel that is deleted meanwhile', async () => {
    await bob.chat.client.keys.requestRotation({ channel_id: channelId });
    await look();
    const release = party.server.holdNext('createKeyVersion');
    const sent = bob.chat.send(channelId, 'too late');
    await alice.chat.deleteChannel(channelId);
    await bob.next('channel', ({ change }) => change === 'deleted');
    release();
    await expect(sent).rejects.toMatchObject({ code: 'channel_not_found' });
    expect(await bob.chat.channels()).toEqual([]);
    expect(bob.all('error')).toEqual([]);
  });

  it('goes to more devices than fit one request', async () => {
    await Promise.all([alice.chat.close(), bob.chat.close()]); // or each of them would follow each step
    const ids: string[] = [];
    for (let i = 0; i < 21; i += 1) {
      const publicKey = () => Buffer.alloc(32, `${String(ids.length)}-`).toString('base64');
      const user = party.server.addUser({ username: `user ${String(i)}`, publicKey: publicKey() });
      ids.push(user.device_id);
      while (ids.length < (i + 1) * 50) ids.push(party.server.addDevice(user.user_id, publicKey()).device_id);
      const client = clientOfFake(party.server, user.token);
      const identity = generateIdentity();
      const { keys } = await client.devices.listKeys({ user_id: user.user_id });
      const certificates = keys.map((key) => {
        const device = { ...key, user_id: user.user_id };
        return { device_id: key.device_id, ...identity.certify(device, { capabilities: ['key-versions'] }) };
      });
      await client.devices.putCertificates({ certificates });
    }
    for (const store of [alicesStore, bobsStore]) await haveServed(store, ids);
    bob = await party.resume(bobsStore);
    await bob.chat.rotateKey(channelId);
    await bob.chat.send(channelId, 'to all');
    expect(await lastVersion(bob.chat, channelId)).toBe(1);
    const receivers = new Set(receiversOf(party.server, channelId, 1));
    expect(ids.filter((id) => !receivers.has(id))).toEqual([]);
    alice = await party.resume(alicesStore);
    expect(await alice.next('message')).toMatchObject({ text: 'to all', proof: 'valid' });
  });
});
