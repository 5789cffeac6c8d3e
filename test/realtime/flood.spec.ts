import { once } from 'node:events';
import { limits } from '@app/contract';
import { makeChannel, saying } from '../support/channels.js';
import type { Listener, RawListener } from '../support/listener.js';
import { sendAcked } from '../support/sending.js';
import { useServer } from '../support/stage.js';

const { frameBurst, framesPerSecond, refusedFrameBurst, refusedFramesPerSecond } = limits;

const { alice, bob, listen, listenRaw } = useServer('alice', 'bob');
let channel_id: string;
let bobHears: Listener;
let raw: RawListener;

beforeAll(async () => {
  channel_id = await makeChannel(alice);
  bobHears = await listen(bob);
});
beforeEach(async () => {
  raw = await listenRaw(alice);
});

it('RT23 a connection that keeps exceeding the rate is closed with 1008; the others are served meanwhile', async () => {
  const frame = JSON.stringify(saying(channel_id, 'flood'));
  const heardBefore = bobHears.all('channel.message.new').length;
  const start = performance.now();

  for (let i = 0; i < frameBurst + 3 * refusedFrameBurst; i++) raw.send(frame);
  const served = sendAcked(bobHears, channel_id, 'in the middle of it');

  expect(await raw.closed).toBe(1008);
  const seconds = (performance.now() - start) / 1000; // each second lets more through
  await served;
  // No more answers than tolerated, and what was refused is not stored.
  const refused = raw.all('error').length;
  expect(refused).toBeGreaterThanOrEqual(refusedFrameBurst);
  expect(refused).toBeLessThanOrEqual(refusedFrameBurst + refusedFramesPerSecond * seconds);
  expect(raw.all('error').every(({ code }) => code === 'rate_limited')).toBe(true);
  const stored = bobHears.all('channel.message.new').length - heardBefore - 1;
  expect(stored).toBeGreaterThanOrEqual(frameBurst);
  expect(stored).toBeLessThanOrEqual(frameBurst + framesPerSecond * seconds);
});

it('RT23 large frames reach that limit sooner', async () => {
  const frame = JSON.stringify({ type: 'no.such.type', x: 'x'.repeat(60_000) });
  const units = Math.ceil(frame.length / limits.refusedUnitBytes);
  const start = performance.now();

  for (let i = 0; i < frameBurst + refusedFrameBurst / 2; i++) raw.send(frame);

  expect(await raw.closed).toBe(1008);
  const seconds = (performance.now() - start) / 1000;
  const served = frameBurst + framesPerSecond * seconds;
  const refused = (refusedFrameBurst + refusedFramesPerSecond * seconds) / units;
  expect(raw.all('error').length).toBeLessThanOrEqual(served + refused);
});

it('RT23 a burst within the tolerated excess is refused, and the connection stays open', async () => {
  for (let i = 0; i < frameBurst + refusedFrameBurst / 2; i++) raw.send({ type: 'no.such.type' });
  while (raw.all('error').length < frameBurst + refusedFrameBurst / 2) await raw.next('error');

  expect(raw.socket.readyState).toBe(raw.socket.OPEN);
});

it.each(['ping', 'pong'] as const)('RT23 a flood of %s frames is closed with 1008 as well', async (kind) => {
  let pongs = 0;
  raw.socket.on('pong', () => (pongs += 1));
  const start = performance.now();

  for (let i = 0; i < 2 * refusedFrameBurst; i++) raw.socket[kind]();

  expect(await raw.closed).toBe(1008);
  const seconds = (performance.now() - start) / 1000;
  expect(pongs).toBeLessThanOrEqual(refusedFrameBurst + refusedFramesPerSecond * seconds);
});

it('a refused frame is answered with its client_id, whatever its size', async () => {
  const client_id = '7b1e6f0c-6a55-4d0e-9a39-6a6f6d1f7a01';
  for (let i = 0; i < frameBurst + refusedFrameBurst / 2; i++) raw.send({ type: 'no.such.type' });

  // On a slow machine the rate may have room for some of them again.
  for (let i = 0; i < 20; i++) raw.send({ ...saying(channel_id, 'x'.repeat(16_000)), client_id });

  expect(await raw.next('error', (error) => error.client_id !== undefined)).toMatchObject({
    code: 'rate_limited',
    client_id,
  });
});

it('a ping is answered with its content', async () => {
  const pong = once(raw.socket, 'pong');

  raw.socket.ping('are you there?');

  expect(String((await pong)[0])).toBe('are you there?');
});

it('a message in as many fragments as allowed is served; one more closes the connection with 1008', async () => {
  const send = (fragments: number) => {
    const text = JSON.stringify({ type: 'no.such.type' });
    raw.socket.send(text, { fin: false });
    for (let i = 2; i < fragments; i++) raw.socket.send(' ', { fin: false });
    raw.socket.send(' ');
  };

  send(limits.maxFrameFragments);
  await raw.next('error', ({ code }) => code === 'unsupported_type');
  send(limits.maxFrameFragments + 1);

  expect(await raw.closed).toBe(1008);
});
