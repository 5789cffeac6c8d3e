import { memoryStore } from '@dialtone/sdk/chat';
import { createFakeServer } from '@dialtone/sdk/testing';
import { channelWithoutKey, useParty, holdAnswers, type Watch } from '../support/chat.js';
import { until } from '../support/pace.js';

describe('messages that wait for their key', () => {
  const party = useParty(createFakeServer);
  let alice: Watch;
  beforeEach(async () => {
    alice = await party.join('alice');
  });

  /** Makes reading messages fail until the returned function is called. */
  function breakReading({ chat }: Watch): () => void {
    return chat.client.use((request, next) =>
      request.operationId === 'listMessages'
        ? Promise.resolve({ status: 500, headers: new Headers(), body: '{}' })
        : next(request),
    );
  }

  it('are read again until that succeeds, without any other event', async () => {
    const bob = await party.join('bob');
    const { id, share } = await channelWithoutKey(alice);
    await alice.chat.send(id, 'one');
    await bob.next('key-missing');
    const mend = breakReading(bob);
    await share();
    for (let failures = 0; failures < 4; failures += 1) expect(await bob.next('error')).toMatchObject({ status: 500 });
    mend();
    expect(await bob.next('message')).toMatchObject({ text: 'one' });
    await alice.chat.send(id, 'two');
    await bob.next('message');
    expect(bob.texts).toEqual(['one', 'two']);
  });

  it('are shown with the next message at the latest', async () => {
    const bob = await party.join('bob');
    const { id, share } = await channelWithoutKey(alice);
    await alice.chat.send(id, 'one');
    await bob.next('key-missing');
    // A sender's name is asked for once, and that is held below.
    await until('bob knows alice', async () => (await bob.chat.members()).some(({ name }) => name === 'alice'));
    const mend = breakReading(bob);
    await share();
    await bob.next('error');
    // So that nothing in the background gets as far as reading them.
    const background = ['listChannels', 'listProfiles', 'getDirectoryKey', 'listDeviceKeys', 'queryPresence'];
    const held = background.map((operation) => holdAnswers(bob.chat, operation));
    bob.chat.realtime.on('channel.message.new', mend);
    await alice.chat.send(id, 'two');
    await bob.next('message', ({ text }) => text === 'two');
    expect(bob.texts).toEqual(['one', 'two']);
    for (const { stop } of held) stop();
  });

  it('are shown in both of two tabs with one store, whichever shows them first', async () => {
    const store = memoryStore();
    const { id: noise } = await alice.chat.createChannel('noise');
    const first = await party.join('bob', { store });
    await first.reads(noise);
    const second = await party.resume(store);
    const answers = holdAnswers(second.chat, 'getChannelKey');
    const { id, share } = await channelWithoutKey(alice);
    for (const text of ['one', 'two']) await alice.chat.send(id, text);
    for (const tab of [first, second]) await tab.next('key-missing');
    const letGo = await answers.next();
    await share();
    await first.next('message', ({ text }) => text === 'two');
    await alice.chat.send(noise, 'for the second tab to look into the store again');
    await second.next('message');
    expect((await store.read('session'))?.unread_since).toEqual({});

    answers.stop();
    letGo();
    await second.next('message', ({ text }) => text === 'two');
    await alice.chat.send(id, 'three');
    for (const tab of [first, second]) {
      await tab.next('message', ({ text }) => text === 'three');
      expect(tab.all('message').flatMap(({ channelId, text }) => (channelId === id ? [text] : []))).toEqual([
        'one',
        'two',
        'three',
      ]);
    }
  });

  it('do not remove from the store what another tab waits for', async () => {
    const store = memoryStore();
    const bob = await party.join('bob', { store });
    const { id, share } = await channelWithoutKey(alice);
    const unread_since = { [id]: 'what the other tab waits for' };
    await store.update('session', (session) => ({ ...session!, unread_since }));
    await alice.chat.send(id, 'one');
    await bob.next('key-missing');
    expect((await store.read('session'))?.unread_since).toEqual(unread_since);
    await share();
    await bob.next('message');
    await bob.chat.close();
    expect((await store.read('session'))?.unread_since).toEqual(unread_since);
  });
});
