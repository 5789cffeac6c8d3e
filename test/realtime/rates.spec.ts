import { limits } from '@app/contract';
import { makeChannel, saying } from '../support/channels.js';
import type { RawListener } from '../support/listener.js';
import { until, untilNextFrame } from '../support/pace.js';
import { type Person, register } from '../support/people.js';
import { naming } from '../support/sending.js';
import { useServer } from '../support/stage.js';

const SENT = 200;
const { byteBurst, bytesPerSecond, frameBurst, framesPerSecond, ratesPerUser, signalBurst, signalsPerSecond } = limits;

const { server, alice, listenRaw } = useServer('alice');
const fast = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'bob');
let channel_id: string;
let raw: RawListener;
let people = 0;

beforeAll(async () => {
  channel_id = await makeChannel(alice);
});
beforeEach(async () => {
  raw = await listenRaw(alice);
});

/** Sends frames at once; returns how many were served, and how long it took in seconds. */
async function shower(
  frame: unknown,
  refusal: string,
  { sent = SENT, from = raw } = {},
): Promise<{ served: number; seconds: number }> {
  const start = performance.now();
  for (let i = 0; i < sent; i++) from.send(frame);
  const codes: string[] = [];
  for (let i = 0; i < sent; i++) codes.push((await from.next('error')).code);
  expect(codes.filter((code) => code !== 'rate_limited' && code !== refusal)).toEqual([]);
  return {
    served: codes.filter((code) => code !== 'rate_limited').length,
    seconds: (performance.now() - start) / 1000,
  };
}

it('RT16 of 200 frames at once 60 are served, and 20 more per second', async () => {
  const { served, seconds } = await shower({ type: 'no.such.type' }, 'unsupported_type');

  expect(served).toBeGreaterThanOrEqual(60);
  expect(served).toBeLessThanOrEqual(60 + Math.ceil(20 * seconds));
});

it('RT16 of 900 signals at once 700 are served, and 50 more per second', async () => {
  const frame = { type: 'ice_candidate', channel_id, recipient: alice.session.user_id, candidate: 'x' };

  const { served, seconds } = await shower(frame, 'voice_not_joined', { sent: 900 });

  expect(served).toBeGreaterThanOrEqual(700);
  expect(served).toBeLessThanOrEqual(700 + Math.ceil(50 * seconds));
});

it('RT16 of many bytes at once 4 MiB are served, and 512 KiB more per second', async () => {
  const [kibs, sent] = [60, 120];
  const frame = { type: 'ice_candidate', x: 'x'.repeat(kibs * 1024) };
  const start = performance.now();

  for (let i = 0; i < sent; i++) raw.send(frame);
  const codes: string[] = [];
  for (let i = 0; i < sent; i++) codes.push((await raw.next('error')).code);

  const seconds = (performance.now() - start) / 1000;
  const served = codes.filter((code) => code === 'invalid_message').length * kibs * 1024;
  expect(codes.filter((code) => code !== 'invalid_message' && code !== 'rate_limited')).toEqual([]);
  expect(served).toBeGreaterThan(0.9 * byteBurst);
  expect(served).toBeLessThanOrEqual(byteBurst + bytesPerSecond * seconds);
});

it.each([
  ['a signal in a field of it', '{"x":{"type":"webrtc_offer"},"type":"no.such.type"}', 'unsupported_type', frameBurst],
  ['a signal in a list', '{"type":"no.such.type","x":[{"type":"webrtc_offer"}]}', 'unsupported_type', frameBurst],
  ['two types', '{"type":"no.such.type","type":"webrtc_offer"}', 'invalid_message', frameBurst],
  [
    'a text that looks like one',
    '{"type":"no.such.type","x":"\\"type\\":\\"webrtc_offer"}',
    'unsupported_type',
    frameBurst,
  ],
  ['a signal with escapes', '{"\\u0074ype":"webrtc\\u005foffer"}', 'invalid_message', signalBurst],
  ['a signal that lacks everything else', '{"type":"webrtc_offer"}', 'invalid_message', signalBurst],
])('RT16 a frame is what its own type says: %s', async (_what, frame, refusal, burst) => {
  raw = await listenRaw(await register(server, `person ${people++}`));

  const { served, seconds } = await shower(frame, refusal, { sent: 900 });

  const perSecond = burst === signalBurst ? signalsPerSecond : framesPerSecond;
  expect(served).toBeGreaterThanOrEqual(burst);
  expect(served).toBeLessThanOrEqual(burst + Math.ceil(perSecond * seconds));
});

it('RT16 signals and other frames are counted separately', async () => {
  await shower({ type: 'no.such.type' }, 'unsupported_type');

  raw.send({ type: 'ice_candidate', channel_id, recipient: alice.session.user_id, candidate: 'x' });

  expect(await raw.next('error')).toMatchObject({ code: 'voice_not_joined' });
});

it('RT16 a frame beyond the rate changes nothing, and may be sent again', async () => {
  // So many that some are sent too soon even on a slow machine.
  const many = limits.frameBurst + limits.refusedFrameBurst / 2;
  for (let i = 0; i < many; i++) raw.send(saying(channel_id, `message ${i}`));
  for (let i = 0; i < many; i++) await raw.nextOf('error', 'channel.message.new');
  const refused = raw.all('error').length;
  expect(raw.all('error')[0]).toEqual({ type: 'error', code: 'rate_limited', message: expect.any(String) });

  const { messages: stored } = await alice.client.messages.list({ channel_id, limit: 500 });
  expect(stored).toHaveLength(many - refused);
  raw.clear();
  const again = naming(channel_id, 'again');
  await until('the frame is within the rate again', async () => {
    await untilNextFrame();
    raw.send(again);
    return (await raw.nextOf('error', 'channel.message.ack')).type === 'channel.message.ack';
  });
  expect(raw.all('channel.message.ack')).toEqual([expect.objectContaining({ client_id: again.client_id })]);
});

it('RT16 each connection has a rate of its own', async () => {
  const other = await listenRaw(alice);
  await shower({ type: 'no.such.type' }, 'unsupported_type');

  other.send({ type: 'no.such.type' });

  expect(await other.next('error')).toMatchObject({ code: 'unsupported_type' });
});

it.each([
  ['frames', { type: 'no.such.type' }, 'unsupported_type', frameBurst, framesPerSecond],
  ['signals', { type: 'ice_candidate' }, 'invalid_message', signalBurst, signalsPerSecond],
])('RT16 all connections of a user together send as many %s as four', async (_kind, frame, refusal, burst, rate) => {
  const person = await register(server, `person ${people++}`);
  const ears = await Promise.all(Array.from({ length: 8 }, () => listenRaw(person)));
  const start = performance.now();

  const showers = await Promise.all(ears.map((from) => shower(frame, refusal, { sent: burst + 50, from })));

  const seconds = (performance.now() - start) / 1000;
  const served = showers.reduce((sum, one) => sum + one.served, 0);
  expect(served).toBeGreaterThanOrEqual(ratesPerUser * burst);
  expect(served).toBeLessThanOrEqual(ratesPerUser * (burst + Math.ceil(rate * seconds)));
});

it('RT16 a user who comes back finds the rate as it was, and others have theirs', async () => {
  const person = await register(server, `person ${people++}`);
  const start = performance.now();
  let served = 0;
  for (let i = 0; i < 20; i++) {
    const from = await listenRaw(person);
    served += (await shower({ type: 'no.such.type' }, 'unsupported_type', { sent: frameBurst, from })).served;
    await from.close();
  }

  const seconds = (performance.now() - start) / 1000;
  expect(served).toBeLessThanOrEqual(ratesPerUser * (frameBurst + framesPerSecond * seconds));
  raw = await listenRaw(await register(server, `person ${people++}`));
  expect((await shower({ type: 'no.such.type' }, 'unsupported_type')).served).toBeGreaterThanOrEqual(frameBurst);
});

it('16 people who join a room at once, each with 12 addresses, get all their signals through', async () => {
  const room = await makeChannel(alice);
  const persons: Person[] = [];
  for (let i = 0; i < 16; i++) persons.push(await register(server, `joiner ${i}`));
  const ears = await Promise.all(persons.map((person) => listenRaw(person)));
  const ids = persons.map(({ session }) => session.user_id);
  for (const ear of ears) ear.send({ type: 'voice_join', channel_id: room });
  await Promise.all(ears.map((ear) => until('all are there', () => ear.all('voice.presence').length >= 16)));
  const sdp = 'v=0\r\n'.padEnd(6_000, 'a=candidate:1 1 UDP 2122252543 2001:db8::1 40000 typ host\r\n');
  const candidate = 'candidate:1 1 UDP 2122252543 2001:db8:1:2:3:4:5:6 40000 typ host'.padEnd(200, ' ufrag x');

  for (const [i, ear] of ears.entries()) {
    for (const [k, recipient] of ids.entries()) {
      if (i === k) continue;
      ear.send({ type: i < k ? 'webrtc_offer' : 'webrtc_answer', channel_id: room, recipient, sdp });
      for (let n = 0; n < 12; n++) ear.send({ type: 'ice_candidate', channel_id: room, recipient, candidate });
    }
  }

  const signals = (ear: RawListener) =>
    ear.all('webrtc_offer').length + ear.all('webrtc_answer').length + ear.all('ice_candidate').length;
  const hasAll = (ear: RawListener) => signals(ear) + ear.all('error').length >= 15 * 13;
  await until('every signal is answered', () => ears.every(hasAll));
  expect(ears.map(signals)).toEqual(Array(16).fill(15 * 13));
});

it('RT16 with DIALTONE_RATE_LIMIT=off every frame is served', async () => {
  raw = await fast.listenRaw(fast.bob);

  expect((await shower({ type: 'no.such.type' }, 'unsupported_type')).served).toBe(SENT);
});
