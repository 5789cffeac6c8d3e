import { once } from 'node:events';
import { connect } from 'node:net';
import { makeChannel } from '../support/channels.js';
import { handshake } from '../support/handshake.js';
import { bearer } from '../support/people.js';
import { naming } from '../support/sending.js';
import { useServer } from '../support/stage.js';

const env = { DIALTONE_RATE_LIMIT: 'off' };
const { server, alice, bob, listenRaw, restart } = useServer({ env, perTest: true }, 'alice', 'bob');
let channel_id: string;

beforeEach(async () => {
  channel_id = await makeChannel(alice);
});

it('RT20 everybody is told a different time to come back, and closed with 1001', async () => {
  const people = [alice, bob];
  const ears = await Promise.all(Array.from({ length: 20 }, (_, i) => listenRaw(people[i % 2])));

  await server.close();

  expect(await Promise.all(ears.map(({ closed }) => closed))).toEqual(ears.map(() => 1001));
  const delays = ears.map((ear) => ear.all('server.going_away').map(({ reconnect_after_ms }) => reconnect_after_ms));
  expect(ears.map(({ types }) => types.at(-1))).toEqual(ears.map(() => 'server.going_away'));
  expect(delays.map(({ length }) => length)).toEqual(ears.map(() => 1));
  expect(new Set(delays.flat()).size).toBeGreaterThan(1);
  // So few may all come back soon.
  expect(Math.max(...delays.flat())).toBeLessThanOrEqual(1000);
});

it('RT20 messages sent before the stop are stored and acknowledged before the connection is closed', async () => {
  const ear = await listenRaw(alice);
  const frames = Array.from({ length: 100 }, (_, i) => naming(channel_id, `message ${String(i)}`));
  for (const frame of frames) ear.send(frame);
  await ear.next('channel.message.ack'); // one is acknowledged, others are under way

  await restart();

  expect(await ear.closed).toBe(1001);
  const acked = ear.all('channel.message.ack').map(({ message_id }) => message_id);
  const { messages } = await bob.client.messages.list({ channel_id, limit: 500 });
  expect(messages.map(({ id }) => id)).toEqual(acked);
  expect(acked.length).toBeGreaterThan(1);
});

it('RT20 messages on their way when the server begins to stop are acknowledged too', async () => {
  const ear = await listenRaw(alice);
  const frames = Array.from({ length: 20 }, (_, i) => naming(channel_id, `message ${String(i)}`));
  for (const frame of frames) ear.send(frame);

  await server.close(); // the server has read none of them yet

  expect(await ear.closed).toBe(1001);
  expect(ear.all('channel.message.ack').map((ack) => ack.client_id)).toEqual(frames.map((frame) => frame.client_id));
});

it('RT20 new connections are refused, and a request under way is answered', async () => {
  const ear = await listenRaw(alice);
  const { port } = new URL(server.url);
  const request = connect(Number(port), '127.0.0.1');
  const head = `Host: localhost\r\nAuthorization: Bearer ${alice.session.token}\r\nContent-Type: application/json\r\n`;
  // The answer to the first request shows that the second one has begun.
  request.write(
    `GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /channels HTTP/1.1\r\n${head}Content-Length: 2\r\n\r\n{`,
  );
  let answers = '';
  request.on('data', (chunk: Buffer) => (answers += chunk.toString()));
  await once(request, 'data');

  const isClosed = server.close();
  await ear.closed;
  const late = handshake(server.wsUrl, { headers: bearer(bob) });
  await expect(late).rejects.toThrow('ECONNREFUSED');
  request.write('}');
  await isClosed;

  expect(answers).toMatch(/^HTTP\/1.1 200 [\s\S]*HTTP\/1.1 400 [\s\S]*Connection: close/i);
});
