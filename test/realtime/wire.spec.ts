import { once } from 'node:events';
import { connect } from 'node:net';
import { makeChannel } from '../support/channels.js';
import { naming, sendAcked } from '../support/sending.js';
import { useServer } from '../support/stage.js';
import { FrameReader, type WireFrame } from '../faults/frame-reader.js';

const env = { DIALTONE_RATE_LIMIT: 'off' };
const { server, alice, bob, listen } = useServer({ env }, 'alice', 'bob');

it('pongs, answers and broadcasts reach a connection complete and in order, up to its close frame', async () => {
  const channel_id = await makeChannel(alice);
  const aliceHears = await listen(alice);
  const wire = connect(Number(new URL(server.url).port), '127.0.0.1');
  wire.write(
    'GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer ${bob.session.token}\r\n\r\n`,
  );
  let bytes = Buffer.alloc(0);
  wire.on('data', (chunk: Buffer) => (bytes = Buffer.concat([bytes, chunk])));
  await aliceHears.next('device.joined');

  // Alice's numbered messages, mixed with Bob's numbered pings and refused frames. A zero mask changes no bytes.
  const masked = (first: number, text: string) =>
    Buffer.from([first, 0x80 | text.length, 0, 0, 0, 0, ...Buffer.from(text)]);
  for (let i = 0; i < 200; i++) {
    aliceHears.send(naming(channel_id, `message ${String(i)} ${'x'.repeat((i * 37) % 400)}`));
    wire.write(Buffer.concat([masked(0x89, `ping ${String(i)}`), masked(0x81, '{"type":"no.such.type"}')]));
    if (i % 50 === 49) await sendAcked(aliceHears, channel_id, `pause ${String(i)}`);
  }
  const closed = once(wire, 'end');
  await bob.client.auth.logout();
  await closed;
  wire.destroy();

  const frames: WireFrame[] = new FrameReader().read(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4));
  const texts = frames
    .filter(({ opcode }) => opcode === 1)
    .map(({ payload }) => JSON.parse(String(payload)) as { type: string; body?: string });
  const numbers = (prefix: string) =>
    texts.flatMap(({ body }) => (body?.startsWith(prefix) ? [body.split(' ')[1]] : []));
  expect(numbers('message ')).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  expect(numbers('pause ')).toEqual(['49', '99', '149', '199']);
  expect(texts.filter(({ type }) => type === 'error')).toHaveLength(200);
  const pongs = frames.filter(({ opcode }) => opcode === 10).map(({ payload }) => String(payload));
  expect(pongs).toEqual(Array.from({ length: 200 }, (_, i) => `ping ${String(i)}`));
  expect(frames.at(-1)).toMatchObject({ opcode: 8 });
  expect(frames.at(-1)!.payload.readUInt16BE(0)).toBe(4001);
});
