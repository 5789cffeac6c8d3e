import { randomUUID } from 'node:crypto';
import type { SendChannelMessage } from '@dialtone/sdk';
import { makeChannel, NAME_ENC, NO_ID, saying } from '../support/channels.js';
import type { Listener } from '../support/listener.js';
import { loginFromNewDevice, type Person, register } from '../support/people.js';
import { naming, sendAcked } from '../support/sending.js';
import { useServer } from '../support/stage.js';
import { holdWrites } from '../support/store.js';

const { server, alice, bob, listen } = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'alice', 'bob');
let channel_id: string;
beforeEach(async () => {
  channel_id = await makeChannel(alice);
});

/** Waits for the message with that body. */
async function hears(ear: Listener, wanted: string) {
  return ear.next('channel.message.new', ({ body }) => body === wanted);
}

function bodiesOf(ear: Listener): string[] {
  return ear.all('channel.message.new').map(({ body }) => body);
}

async function history(): Promise<string[]> {
  const { messages } = await bob.client.messages.list({ channel_id, limit: 500 });
  return messages.map(({ body }) => body);
}

it('RT4 a message is stored before anybody sees it', async () => {
  const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];
  const letGo = await holdWrites(server);

  aliceHears.send(saying(channel_id, 'first'), saying(channel_id, 'second'));
  await untilServed(aliceHears);
  expect([...bodiesOf(aliceHears), ...bodiesOf(bobHears)]).toEqual([]);
  await letGo();

  await hears(bobHears, 'second');
  expect(bodiesOf(bobHears)).toEqual(['first', 'second']);
  expect(await history()).toEqual(['first', 'second']);
});

/** Resolves once everything that somebody has sent is served, as far as that can be without writing. */
async function untilServed(ear: Listener): Promise<void> {
  for (const type of ['voice_join', 'voice_leave'] as const) {
    ear.send({ type, channel_id });
    await bob.client.channels.list();
    await ear.next('voice.presence');
  }
}

it("RT4 a message goes to every connection: the sender's own, their other devices', everyone else's", async () => {
  const phone = await loginFromNewDevice(server, 'alice');
  const ears = [await listen(alice), await listen(phone), await listen(bob), await listen(bob)];

  ears[0].send(saying(channel_id, 'hello'));
  const frames = await Promise.all(ears.map((ear) => hears(ear, 'hello')));

  expect(frames).toEqual(
    Array(4).fill({
      type: 'channel.message.new',
      message_id: expect.any(String),
      channel_id,
      sender: alice.session.user_id,
      sender_name_enc: NAME_ENC,
      body: 'hello',
      sent_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/),
    }),
  );
  expect(new Set(frames.map(({ message_id }) => message_id)).size).toBe(1);
});

it("RT5 a message's id and time are the same live and in the history", async () => {
  const ear = await listen(alice);

  ear.send(saying(channel_id, 'hello'));
  const { message_id, sent_at } = await hears(ear, 'hello');

  const { messages } = await bob.client.messages.list({ channel_id });
  expect(messages).toEqual([
    { id: message_id, channel_id, sender_id: alice.session.user_id, sender_name_enc: NAME_ENC, body: 'hello', sent_at },
  ]);
});

describe('a signed message', () => {
  const signature = `${'A'.repeat(86)}==`;
  const proof = ({ session }: Person, counter = 16_777_217) => ({
    ...{ device_id: session.device_id, key_version: 0, counter, signature },
  });

  it('RT33 its proof goes with it unchanged, live, in the history and in GET /sync', async () => {
    const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];
    const { next: since } = await bob.client.messages.sync();
    const largest = { ...proof(alice, Number.MAX_SAFE_INTEGER), key_version: 2_147_483_647 };
    const client_id = randomUUID();
    const sent = { ...saying(channel_id, 'signed'), client_id, proof: { ...largest, more: 'ignored' } };

    aliceHears.send(sent, saying(channel_id, 'not signed'));
    const live = [await hears(bobHears, 'signed'), await hears(bobHears, 'not signed')];

    const { messages: history } = await bob.client.messages.list({ channel_id });
    const { messages: synced } = await bob.client.messages.sync({ since });
    const expected = [{ ...largest, client_id }, undefined];
    for (const messages of [live, history, synced]) expect(messages.map((one) => one.proof)).toEqual(expected);
    expect([live[1], history[1], synced[1]].map((message) => 'proof' in (message ?? {}))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('RT33 a repeat of it changes nothing, also with another proof', async () => {
    const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];
    const frame = naming(channel_id, 'once');

    const acks = [];
    for (const counter of [1, 2]) {
      aliceHears.send({ ...frame, proof: proof(alice, counter) });
      acks.push(await aliceHears.next('channel.message.ack'));
    }

    expect(acks[1]).toEqual(acks[0]);
    expect((await hears(bobHears, 'once')).proof).toEqual({ ...proof(alice, 1), client_id: frame.client_id });
    const { messages } = await bob.client.messages.list({ channel_id });
    expect(messages.map((message) => message.proof?.counter)).toEqual([1]);
  });

  it.each([
    ['of another device', () => ({ ...naming(channel_id, 'bad'), proof: proof(bob) }), /device of this connection/],
    ['without client_id', () => ({ ...saying(channel_id, 'bad'), proof: proof(alice) }), /client_id must be given/],
    ['with a short signature', () => badly({ signature: 'AAAA' }), /signature/],
    ['with counter 0', () => badly({ counter: 0 }), /counter/],
    ['with half a counter', () => badly({ counter: 1.5 }), /counter/],
    ['without key_version', () => badly({ key_version: undefined }), /key_version/],
    ['that is null', () => ({ ...naming(channel_id, 'bad'), proof: null }), /proof/],
  ])('RT33 a proof %s is answered with invalid_message, and nothing is stored', async (_what, frame, reason) => {
    const ear = await listen(alice);

    ear.send(frame() as SendChannelMessage);

    const error = await ear.next('error');
    expect(error.code).toBe('invalid_message');
    expect(error.message).toMatch(reason);
    expect(await history()).toEqual([]);
  });

  const badly = (changes: object) => ({ ...naming(channel_id, 'bad'), proof: { ...proof(alice), ...changes } });
});

it('RT4 200 messages sent without a pause keep their order, live and in the history', async () => {
  const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];
  const bodies = Array.from({ length: 200 }, (_, i) => `message ${String(i)}`);

  aliceHears.send(...bodies.map((body) => saying(channel_id, body)));
  await Promise.all([hears(aliceHears, 'message 199'), hears(bobHears, 'message 199')]);

  expect(bodiesOf(aliceHears)).toEqual(bodies);
  expect(bodiesOf(bobHears)).toEqual(bodies);
  expect(await history()).toEqual(bodies);
});

it('RT4 messages sent by several people in the same tick arrive in one order for everyone, and in order for each sender', async () => {
  const carol = await register(server, `carol`);
  const ears = [await listen(alice), await listen(bob), await listen(carol)];

  for (let i = 0; i < 20; i++) ears.forEach((ear, who) => ear.send(saying(channel_id, `${String(who)}:${String(i)}`)));
  await Promise.all(ears.flatMap((ear) => [0, 1, 2].map((who) => hears(ear, `${String(who)}:19`))));

  const order = bodiesOf(ears[0]);
  expect(order).toHaveLength(60);
  expect(bodiesOf(ears[1])).toEqual(order);
  expect(bodiesOf(ears[2])).toEqual(order);
  expect(await history()).toEqual(order);
  for (const who of [0, 1, 2]) {
    const own = order.filter((body) => body.startsWith(`${String(who)}:`));
    expect(own).toEqual(Array.from({ length: 20 }, (_, i) => `${String(who)}:${String(i)}`));
  }
});

it('RT4 among messages sent together, one to an unknown channel fails alone', async () => {
  const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];

  aliceHears.send(saying(channel_id, 'one'), saying(NO_ID, 'lost'), saying(channel_id, 'two'));
  await hears(aliceHears, 'two');
  await hears(bobHears, 'two');
  const error = await aliceHears.next('error');

  expect(error).toEqual({ type: 'error', code: 'channel_not_found', message: expect.stringContaining('not found') });
  expect(aliceHears.all('error')).toHaveLength(1);
  expect(bobHears.all('error')).toHaveLength(0);
  expect(bodiesOf(bobHears)).toEqual(['one', 'two']);
  expect(await history()).toEqual(['one', 'two']);
});

it('RT4 a body of 16,384 bytes arrives complete', async () => {
  const ear = await listen(alice);
  const body = 'é'.repeat(8192);

  ear.send(saying(channel_id, body));
  await hears(ear, body);

  expect(await history()).toEqual([body]);
});

it('RT13 a message with a client_id is acknowledged to its sender alone; a repeat stores nothing and gets the same answer', async () => {
  const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];
  const clientId = randomUUID();

  const first = await sendAcked(aliceHears, channel_id, 'hello', clientId);
  const second = await sendAcked(aliceHears, channel_id, 'hello', clientId);
  aliceHears.send(saying(channel_id, 'the end'));
  await hears(bobHears, 'the end');

  expect(second).toEqual(first);
  expect(await history()).toEqual(['hello', 'the end']);
  expect(bodiesOf(bobHears)).toEqual(['hello', 'the end']);
  expect(bobHears.all('channel.message.ack')).toEqual([]);
});
