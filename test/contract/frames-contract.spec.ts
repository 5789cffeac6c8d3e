import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits, type SchemaName, validate } from '@app/contract';
import { WebSocket } from 'ws';
import { Connections } from '../../apps/server/src/realtime/connections.js';
import {
  closeCodes,
  errorDocs,
  inboundDocs,
  inputProblems,
  outboundDocs,
  outputProblems,
  retiredTypes,
} from './support/contract.js';
import { freeRefusals, rateRefusals } from './support/frame-cases.js';
import type { Socket } from './support/socket.js';
import { testFrames, testRefusals, useScene } from './support/suites.js';
import { World } from './support/world.js';

/** Everybody connects anew for each test, which is more often than the rates allow. */
let world: World;
/** With rates. */
let rated: World;
beforeAll(async () => {
  world = await World.create({ DIALTONE_RATE_LIMIT: 'off' });
  rated = await World.create();
});
afterAll(() => Promise.all([world, rated].map((one) => one.close())));

describe('the server and the frames of asyncapi.yaml', () => {
  const scene = useScene(() => world);

  testFrames(scene);
  testRefusals(scene, freeRefusals);
});

describe('the server and its rates', () => {
  const scene = useScene(() => rated);

  testRefusals(scene, rateRefusals);

  test('1008: a client sends far beyond its rate', async () => {
    for (let i = 0; i < 2 * limits.refusedFrameBurst; i++) scene().alice.raw.send('{}');
    expect(await scene().alice.closed).toBe(1008);
  });
});

test('no code of frames is left that belongs to nothing', () => {
  const given = [...inboundDocs.flatMap(({ codes }) => codes), ...Object.values(retiredTypes), 'unsupported_type'];
  expect(Object.keys(errorDocs).filter((code) => errorDocs[code].frame && !given.includes(code))).toEqual([]);
});

describe('every documented way to lose the connection', () => {
  const scene = useScene(() => world);

  test('1000: the client closes it', async () => {
    scene().alice.raw.close(1000);
    expect(await scene().alice.closed).toBe(1000);
  });

  test.each([
    ['1002: a frame with a reserved bit', [0xf1, 0x80, 0, 0, 0, 0], 1002],
    ['1007: text that is not UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], 1007],
    ['1009: a frame of more than 64 KiB', [0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0], 1009],
  ])('%s', async (_, bytes, code) => {
    rawSocketOf(scene().alice.raw).write(Buffer.from(bytes));
    expect(await scene().alice.closed).toBe(code);
  });

  test('4001: the session is ended', async () => {
    const person = await world.login(world.member);
    const socket = await world.connect(person);
    await world.done('logoutSession', { as: person });
    expect(await socket.closed).toBe(4001);
  });

  test('4002: the session expires', async () => {
    const newest = `(SELECT id FROM sessions ORDER BY id DESC LIMIT 1)`;
    let socket: Socket | undefined;
    // Soon, and yet not before it is connected: a slow machine gets more time.
    for (let ms = 1000; socket === undefined; ms *= 2) {
      const person = await world.login(world.member);
      const soon = new Date(Date.now() + ms).toISOString().replace('T', ' ').replace('Z', '');
      await world.sql(`UPDATE sessions SET expires_at = '${soon}' WHERE id = ${newest}`);
      socket = await world.connect(person).catch(() => undefined);
    }
    expect(await socket.closed).toBe(4002);
    expect(scene().bob.raw.readyState).toBe(WebSocket.OPEN);
  });

  test('4003: the device opens one connection too many', async () => {
    const first = scene().bob;
    for (let i = 0; i < limits.connectionsPerDevice; i++) await world.connect(world.member);
    expect(await first.closed).toBe(4003);
  });

  test('4004: too much waits for a client to read it', async () => {
    const connections = world.server.app.get(Connections);
    scene().alice.raw.pause();
    // Until the buffers of the operating system are full, and more than 1 MiB waits in the server.
    while (!world.server.log.some((line) => line.includes('slow_reader'))) {
      connections.broadcast({ type: 'error', code: 'server_error', message: 'x'.repeat(limits.maxUnreadBytes) });
      await new Promise((resolve) => setImmediate(resolve));
    }
    scene().alice.raw.resume();
    expect(await scene().alice.closed).toBe(4004);
  });

  test('1001: the server stops', async () => {
    const other = await World.create();
    const socket = await other.connect(other.member);
    await other.stop();
    expect(await socket.closed).toBe(1001);
  });
});

test.each(closeCodes)('%d is among them', (code) => {
  const title = new RegExp(`^ *(?:test\\(|\\[)'${String(code)}: `, 'm');
  expect(readFileSync(join(import.meta.dirname, 'frames-contract.spec.ts'), 'utf8')).toMatch(title);
});

/** The TCP connection below, for frames that the client library would not write. */
function rawSocketOf(socket: WebSocket): { write(bytes: Buffer): void } {
  return (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket;
}

describe('every example of asyncapi.yaml keeps its schema', () => {
  test.each(outboundDocs.map((doc) => [doc.type, doc] as const))('%s', (_, { schema, examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.flatMap((example) => outputProblems(schema, example))).toEqual([]);
  });

  test.each(inboundDocs.map((doc) => [doc.type, doc] as const))('%s', (_, { schema, examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(inputProblems(schema, example)).toEqual([]);
      expect(validate(schema.split('/').at(-2) as SchemaName, { ...example })).toBeNull();
    }
  });
});
