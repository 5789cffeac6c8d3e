import type { Channel, ChannelKeyVersion } from '@dialtone/sdk';
import type { ChatStore } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { holdAnswers, link, storeLinkedTo, useParty, type Watch } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import {
  aliceAndBob,
  lastVersion,
  lieAboutChannel,
  lieAboutEnvelope,
  postedVersions,
  refusalOf,
  withoutVersions,
} from './support/versions.js';

const party = useParty(createFakeServer);
let bobsStore: ChatStore;
let alice: Watch;
let bob: Watch;
let channelId: string;
beforeEach(async () => {
  ({ bobsStore, alice, bob, channelId } = await aliceAndBob(party));
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

describe('a server that shows an older version of a key', () => {
  it.each([
    ['none', withoutVersions, 0],
    ['one before', (channel: Channel) => ({ ...channel, key: { ...channel.key!, version: 1 } }), 1],
  ])('is told to a running session, which goes on under the newest: %s', async (_name, change, found) => {
    await rotate();
    await rotate();
    const stop = await lieAboutChannel(bob.chat, channelId, change);
    expect(await look()).toMatchObject({ keyVersion: 2, hasKey: true });
    expect(await look()).toMatchObject({ keyVersion: 2, hasKey: true });
    expect(bob.all('key-version-rolled-back')).toEqual([{ channelId, known: 2, found }]);
    await bob.chat.send(channelId, 'under the newest');
    expect(await lastVersion(bob.chat, channelId)).toBe(2);
    stop();
    await bob.chat.send(channelId, 'and after');
    expect(await lastVersion(bob.chat, channelId)).toBe(2);
    expect(await alice.next('message', ({ text }) => text === 'and after')).toMatchObject({ proof: 'valid' });
  });

  it('is none that answered before the newest was made', async () => {
    const { next, stop } = holdAnswers(bob.chat, 'listChannels');
    const asking = bob.chat.channels();
    const letGo = await next();
    stop();
    const rotating = bob.chat.rotateKey(channelId);
    await quiet();
    letGo();
    await Promise.all([asking, rotating]);
    await look();
    expect(bob.all('key-version-rolled-back')).toEqual([]);
  });

  it('is told after a restart', async () => {
    await rotate();
    await bob.chat.close();
    const again = await party.awaken(bobsStore);
    await lieAboutChannel(again, channelId, withoutVersions);
    bob = party.watch(again);
    await again.connect();
    expect(await bob.next('key-version-rolled-back')).toEqual({ channelId, known: 1, found: 0 });
    await again.send(channelId, 'back');
    expect(await lastVersion(again, channelId)).toBe(1);
  });

  it.each(['shown', 'hidden'])('is told to a device that is newly linked, its envelopes %s', async (envelopes) => {
    await rotate();
    const phone = await party.login('bob');
    await lieAboutChannel(phone.chat, channelId, withoutVersions);
    if (envelopes === 'hidden') await lieAboutEnvelope(phone.chat, 1, () => undefined);
    await link(bob, phone);
    expect(await phone.next('key-version-rolled-back')).toEqual({ channelId, known: 1, found: 0 });
    if (envelopes === 'hidden') {
      await quiet();
      await expect(phone.chat.send(channelId, 'no')).rejects.toMatchObject({ code: 'key_missing' });
      return;
    }
    await phone.reads(channelId);
    await phone.chat.send(channelId, 'from the phone');
    expect(await lastVersion(phone.chat, channelId)).toBe(1);
  });

  it('is told to a device that was recovered', async () => {
    await rotate();
    const { words, ask, confirm } = await bob.chat.recovery.begin();
    await confirm([words[ask[0]], words[ask[1]]]);
    const phone = await party.login('bob');
    await lieAboutChannel(phone.chat, channelId, withoutVersions);
    await lieAboutEnvelope(phone.chat, 1, () => undefined);
    await phone.chat.recovery.restore(words);
    expect(await phone.next('key-version-rolled-back')).toEqual({ channelId, known: 1, found: 0 });
    await phone.chat.send(channelId, 'from the phone');
    expect(await lastVersion(phone.chat, channelId)).toBe(1);
  });

  it('is given the lost versions again, with the keys that they had', async () => {
    await rotate();
    await rotate();
    const made = postedVersions(party.server).map(({ version, commitment }) => ({ version, commitment }));
    let stored = 0;
    const remade: unknown[] = [];
    await lieAboutChannel(bob.chat, channelId, (channel) => {
      const { key } = channel;
      return stored === 2
        ? channel
        : stored === 0
          ? withoutVersions(channel)
          : { ...channel, key: { ...key!, version: 1 } };
    });
    bob.chat.client.use(async (request, next) => {
      if (request.operationId !== 'createKeyVersion') return next(request);
      const { version, commitment } = JSON.parse(request.body ?? '') as ChannelKeyVersion;
      remade.push({ version, commitment });
      stored = version;
      const [channel] = (await alice.chat.client.channels.list()).channels;
      return { status: 201, headers: new Headers(), body: JSON.stringify({ channel }) };
    });
    await look();
    await bob.chat.send(channelId, 'all is there again');
    expect(remade).toEqual(made);
    expect(await alice.next('message')).toMatchObject({ text: 'all is there again', proof: 'valid' });
    expect(await lastVersion(bob.chat, channelId)).toBe(2);
    expect(bob.all('key-version-rolled-back')).toHaveLength(1);
  });

  it('is told after it has said that the channel is gone', async () => {
    await rotate();
    const refused = new Promise<void>((resolve) => {
      const stop = bob.chat.client.use((request, next) => {
        if (request.operationId !== 'putChannelKeys') return next(request);
        stop();
        resolve();
        return Promise.resolve(refusalOf(404, 'channel_not_found'));
      });
    });
    await lieAboutChannel(bob.chat, channelId, withoutVersions);
    await lieAboutEnvelope(bob.chat, 1, () => undefined);
    await party.login('bob', { store: await storeLinkedTo(bobsStore) }); // and bob seals the keys for it
    await refused;
    await quiet();
    expect(await look()).toMatchObject({ keyVersion: 1, hasKey: false });
    expect(bob.all('key-version-rolled-back')).toContainEqual({ channelId, known: 1, found: 0 });
    await expect(bob.chat.send(channelId, 'no')).rejects.toMatchObject({ code: 'key_missing' });
  });
});
