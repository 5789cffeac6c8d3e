import { limits } from '@app/contract';
import { makeChannel, saying } from '../support/channels.js';
import type { RawListener } from '../support/listener.js';
import { until, untilNextFrame } from '../support/pace.js';
import { naming } from '../support/sending.js';
import { useServer } from '../support/stage.js';

const SENT = 200;

const { alice, listenRaw } = useServer('alice');
const fast = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'bob');
let channel_id: string;
let raw: RawListener;

beforeAll(async () => {
  channel_id = await makeChannel(alice);
});
beforeEach(async () => {
  raw = await listenRaw(alice);
});

/** Sends frames at once; returns how many were served, and how long it took in seconds. */
async function shower(frame: unknown, refusal: string): Promise<{ served: number; seconds: number }> {
  const start = performance.now();
  for (let i = 0; i < SENT; i++) raw.send(frame);
  const codes: string[] = [];
  for (let i = 0; i < SENT; i++) codes.push((await raw.next('error')).code);
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

it('RT16 of 200 signals at once 150 are served, and 50 more per second', async () => {
  const frame = { type: 'ice_candidate', channel_id, recipient: alice.session.user_id, candidate: 'x' };

  const { served, seconds } = await shower(frame, 'voice_not_joined');

  expect(served).toBeGreaterThanOrEqual(150);
  expect(served).toBeLessThanOrEqual(150 + Math.ceil(50 * seconds));
});

it('RT16 of many bytes at once 2 MiB are served, and 512 KiB more per second', async () => {
  const kibs = 60;
  const frame = { type: 'ice_candidate', x: 'x'.repeat(kibs * 1024) };
  const start = performance.now();

  for (let i = 0; i < 70; i++) raw.send(frame);
  const codes: string[] = [];
  for (let i = 0; i < 70; i++) codes.push((await raw.next('error')).code);

  const seconds = (performance.now() - start) / 1000;
  const served = codes.filter((code) => code === 'invalid_message').length * kibs * 1024;
  expect(codes.filter((code) => code !== 'invalid_message' && code !== 'rate_limited')).toEqual([]);
  expect(served).toBeGreaterThan(0.9 * limits.byteBurst);
  expect(served).toBeLessThanOrEqual(limits.byteBurst + limits.bytesPerSecond * seconds);
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

it('RT16 with DIALTONE_RATE_LIMIT=off every frame is served', async () => {
  raw = await fast.listenRaw(fast.bob);

  expect((await shower({ type: 'no.such.type' }, 'unsupported_type')).served).toBe(SENT);
});
