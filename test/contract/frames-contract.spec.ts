import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits, type SchemaName, validate } from '@app/contract';
import { WebSocket } from 'ws';
import { Connections } from '../../apps/server/src/realtime/connections.js';
import { untilNextFrame } from '../support/pace.js';
import {
  closeCodes,
  errorDocs,
  inboundDocs,
  inputProblems,
  outboundDocs,
  outputProblems,
  retiredTypes,
} from './support/contract.js';
import { FAULT_MARK } from './support/faults.js';
import {
  closeScene,
  effects,
  events,
  frameFor,
  frameProblems,
  openScene,
  refusals,
  type Scene,
} from './support/frames.js';
import type { Frame, Socket } from './support/socket.js';
import { World } from './support/world.js';

let world: World;
let scene: Scene;
beforeAll(async () => {
  world = await World.create();
});
beforeEach(async () => {
  scene = await openScene(world);
});
afterEach(async () => {
  const heard = world.sockets.flatMap((socket) => socket.heard);
  await closeScene(scene);
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.flatMap(frameProblems)).toEqual([]);
});
afterAll(() => world.close());

/** A refused frame changes nothing for the connection: it goes on as before. */
async function expectAlive({ alice }: Scene): Promise<void> {
  expect(alice.raw.readyState).toBe(WebSocket.OPEN);
  const answer = async (client_id: string): Promise<unknown> => {
    alice.send({ type: 'still.there', client_id });
    for (;;) {
      const error = await alice.next('error'); // at first perhaps an answer to one frame too many
      if (error.client_id === client_id) return error.code;
    }
  };
  while ((await answer(randomUUID())) !== 'unsupported_type') await untilNextFrame();
}

describe('every event that asyncapi.yaml documents is sent', () => {
  test.each(outboundDocs.map((doc) => [doc.operation, doc] as const))('%s', async (operation, doc) => {
    const scenario = events[operation];
    if (!scenario) throw new Error(`nothing is known that makes the server send ${doc.type}`);
    const frame = await scenario(scene);
    expect(frame.type).toBe(doc.type);
    expect(outputProblems(doc.schema, frame)).toEqual([]);
  });

  test('and the scenarios for them are all about documented events', () => {
    const documented = outboundDocs.map(({ operation }) => operation);
    expect(Object.keys(events).filter((operation) => !documented.includes(operation))).toEqual([]);
  });
});

describe('every frame that asyncapi.yaml lets a client send is served', () => {
  test.each(inboundDocs.map((doc) => [doc.operation, doc] as const))('%s', async (operation, doc) => {
    const scenario = events[effects[operation] ?? ''];
    if (!scenario) throw new Error(`nothing is known that shows that ${doc.type} is served`);
    await scenario(scene);
    expect(scene.alice.sent).toContain(doc.type);
    expect(scene.alice.heard.filter(({ type }) => type === 'error')).toEqual([]);
  });

  test.each(inboundDocs.map((doc) => [doc.operation, doc] as const))(
    '%s with a field that is not known yet: the field is ignored',
    async (_, { type }) => {
      const scenario = events[effects[inboundDocs.find((doc) => doc.type === type)?.operation ?? '']];
      const plain = scene.alice.send.bind(scene.alice);
      scene.alice.send = (frame: Frame) => plain({ ...frame, of_a_later_version: true });
      const frame = await scenario(scene);
      expect(frame).not.toHaveProperty('of_a_later_version');
    },
  );
});

describe('every error code that asyncapi.yaml documents for a frame is given', () => {
  const cases = inboundDocs.flatMap((doc) => doc.codes.map((code) => [doc.type, code, doc] as const));

  test.each(cases)('%s: %s', async (_, code, doc) => {
    const refusal = refusals[code];
    if (!refusal) throw new Error(`nothing is known that makes ${doc.type} fail with ${code}`);
    const heard = await refusal(doc, scene);
    expect(heard.length).toBeGreaterThan(0);
    for (const frame of heard) {
      expect(frame).toMatchObject({ type: 'error', code });
      if (code !== 'invalid_message') expect(frame.message).toBe(errorDocs[code].message);
      expect(JSON.stringify(frame)).not.toContain(FAULT_MARK);
    }
    await expectAlive(scene);
  });

  test.each(Object.entries(retiredTypes))('%s, which is retired: %s', async (type, code) => {
    scene.alice.send({ ...frameFor('channel.message.send', scene), type });
    expect(await scene.alice.next('error')).toEqual({ type: 'error', code, message: errorDocs[code].message });
    await expectAlive(scene);
  });

  test('and no code of frames is left that belongs to nothing', () => {
    const given = new Set([...cases.map(([, code]) => code), ...Object.values(retiredTypes), 'unsupported_type']);
    expect(Object.keys(errorDocs).filter((code) => errorDocs[code].frame && !given.has(code))).toEqual([]);
  });
});

describe('every documented way to lose the connection', () => {
  test('1000: the client closes it', async () => {
    scene.alice.raw.close(1000);
    expect(await scene.alice.closed).toBe(1000);
  });

  test.each([
    ['1002: a frame with a reserved bit', [0xf1, 0x80, 0, 0, 0, 0], 1002],
    ['1007: text that is not UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], 1007],
    ['1009: a frame of more than 64 KiB', [0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0], 1009],
  ])('%s', async (_, bytes, code) => {
    rawSocketOf(scene.alice.raw).write(Buffer.from(bytes));
    expect(await scene.alice.closed).toBe(code);
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
    expect(scene.bob.raw.readyState).toBe(WebSocket.OPEN);
  });

  test('4003: the device opens one connection too many', async () => {
    const first = scene.bob;
    for (let i = 0; i < limits.connectionsPerDevice; i++) await world.connect(world.member);
    expect(await first.closed).toBe(4003);
  });

  test('1008: a client sends far beyond its rate', async () => {
    for (let i = 0; i < 2 * limits.refusedFrameBurst; i++) scene.alice.raw.send('{}');
    expect(await scene.alice.closed).toBe(1008);
  });

  test('4004: too much waits for a client to read it', async () => {
    const connections = world.server.app.get(Connections);
    scene.alice.raw.pause();
    // Until the buffers of the operating system are full, and more than 1 MiB waits in the server.
    while (!world.server.log.some((line) => line.includes('slow_reader'))) {
      connections.broadcast({ type: 'error', code: 'server_error', message: 'x'.repeat(limits.maxUnreadBytes) });
      await new Promise((resolve) => setImmediate(resolve));
    }
    scene.alice.raw.resume();
    expect(await scene.alice.closed).toBe(4004);
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
  test.each(outboundDocs.map((doc) => [doc.operation, doc] as const))('%s', (_, { schema, examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.flatMap((example) => outputProblems(schema, example))).toEqual([]);
  });

  test.each(inboundDocs.map((doc) => [doc.operation, doc] as const))('%s', (_, { schema, examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(inputProblems(schema, example)).toEqual([]);
      expect(validate(schema.split('/').at(-2) as SchemaName, { ...example })).toBeNull();
    }
  });
});
