import { isInvalidResponseError } from '@dialtone/sdk';
import type { ChatSession } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { channelWithoutKey, holdAnswers, useParty, type Watch } from '../support/chat.js';
import { until } from '../support/pace.js';

/** Gives the operation this answer, for requests whose URL holds the text, until the returned function is called. */
function answer(chat: ChatSession, operationId: string, urlPart: string, status: number, body: string): () => void {
  return chat.client.use((request, next) =>
    request.operationId === operationId && request.url.includes(urlPart)
      ? Promise.resolve({ status, headers: new Headers(), body })
      : next(request),
  );
}

const neutral = ({ chat }: Watch) => `user ${chat.userId.slice(-8)}`;

describe('an answer that does not come', () => {
  const party = useParty(createFakeServer);
  let alice: Watch;
  let bob: Watch;
  let lounge: string;
  beforeEach(async () => {
    alice = await party.join('alice');
    lounge = (await alice.chat.createChannel('lounge')).id;
    bob = await party.join('bob');
    await bob.reads(lounge);
  });

  it('with the names holds a message for a moment only; the name follows, and order is kept', async () => {
    const profiles = holdAnswers(bob.chat, 'listProfiles');
    const carol = await party.join('carol');
    const dave = await party.join('dave');
    for (const { chat } of [carol, dave]) await until('it has the key', async () => (await chat.channels())[0].hasKey);
    const waiting = performance.now();
    await carol.chat.send(lounge, 'one');
    await alice.chat.send(lounge, 'two');
    await dave.chat.send(lounge, 'three');
    await bob.next('message', ({ text }) => text === 'three');
    const waitedMs = performance.now() - waiting;

    const shown = bob.all('message').map(({ senderName, text }) => [senderName, text]);
    expect(shown).toEqual([
      [neutral(carol), 'one'],
      ['alice', 'two'],
      [neutral(dave), 'three'],
    ]);
    expect(waitedMs).toBeLessThan(10_000);
    profiles.stop();
    for (const { chat } of [carol, dave]) {
      const named = bob.next('member', ({ userId, name }) => userId === chat.userId && name !== undefined);
      void profiles.next().then((letGo) => letGo());
      expect((await named).name).toBe(chat.username);
    }
    await carol.chat.send(lounge, 'four');
    expect(await bob.next('message', ({ text }) => text === 'four')).toMatchObject({ senderName: 'carol' });
  });

  it('with a history holds up no other channel', async () => {
    const { id, share } = await channelWithoutKey(alice);
    await alice.chat.send(id, 'one');
    await bob.next('key-missing');
    const histories = holdAnswers(bob.chat, 'listMessages');
    await share();
    const letGo = await histories.next();
    await alice.chat.send(id, 'two');
    await alice.chat.send(lounge, 'elsewhere');
    expect(await bob.next('message')).toMatchObject({ text: 'elsewhere' });
    histories.stop();
    letGo();
    await bob.next('message', ({ text }) => text === 'two');
    expect(bob.texts).toEqual(['elsewhere', 'one', 'two']);
  });

  it('with a key holds up no message to another channel', async () => {
    const { id, share } = await channelWithoutKey(alice);
    const keys = holdAnswers(bob.chat, 'getChannelKey');
    const stuck = bob.chat.send(id, 'stuck').catch((error: unknown) => error);
    const letGo = await keys.next();
    expect(await bob.chat.send(lounge, 'hello')).toMatchObject({ text: 'hello' });
    keys.stop();
    letGo();
    await share();
    await stuck;
  });
});

describe('an answer that is none', () => {
  const party = useParty(createFakeServer);

  it('with the names at the start is asked for again, and the names follow', async () => {
    const alice = await party.join('alice');
    const { id } = await alice.chat.createChannel('lounge');
    const session = await party.register('bob');
    const mend = answer(session, 'listProfiles', '', 200, '{}');
    const bob = await party.open(Promise.resolve(session));
    await bob.reads(id);
    await alice.chat.send(id, 'one');
    expect(await bob.next('message')).toMatchObject({ senderName: neutral(alice) });
    expect(isInvalidResponseError(await bob.next('error'))).toBe(true);
    mend();
    await bob.next('member', ({ userId, name }) => userId === alice.chat.userId && name === 'alice');
  });

  it.each([
    [200, '<h1>Welcome</h1>'],
    [500, '{}'],
  ])('with the key of one channel keeps nothing from the others: %i %s', async (status, body) => {
    const alice = await party.join('alice');
    const ids = [];
    for (const name of ['first', 'second', 'third']) ids.push((await alice.chat.createChannel(name)).id);
    const session = await party.register('bob');
    const mend = answer(session, 'getChannelKey', ids[1], status, body);
    const bob = await party.open(Promise.resolve(session));
    await bob.next('error');
    await alice.chat.send(ids[0], 'to the first');
    await alice.chat.send(ids[1], 'to the second');
    await alice.chat.send(ids[2], 'to the third');
    await bob.next('message', ({ text }) => text === 'to the third');
    await bob.next('message', ({ text }) => text === 'to the first');
    expect(bob.texts).toHaveLength(2);
    expect((await bob.chat.send(ids[0], 'hello')).text).toBe('hello');
    mend();
    await bob.next('message', ({ text }) => text === 'to the second');
  });
});
