import type { ServerResponse } from 'node:http';
import { ChatServer } from '../../test/chat-server.js';
import { StandardSocket } from '../../test/standard-socket.js';
import { DialtoneClient, type DialtoneClientOptions } from '../client.js';
import { isInvalidResponseError, isTimeoutError } from '../core/errors.js';
import type { RealtimeOptions } from './options.js';
import type { RealtimeClient } from './realtime-client.js';

let server: ChatServer;
let realtime: RealtimeClient;
let heard: string[];
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);

beforeEach(async () => {
  process.on('unhandledRejection', onUnhandled);
  server = await ChatServer.start();
});
afterEach(async () => {
  await realtime.close();
  await server.close();
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled.splice(0)).toEqual([]);
});

function make(options: RealtimeOptions = {}, clientOptions: Partial<DialtoneClientOptions> = {}): RealtimeClient {
  realtime = new DialtoneClient({ baseUrl: server.url, token: 'session-token', ...clientOptions }).realtime(options);
  heard = [];
  realtime.on('channel.message.new', ({ body }) => heard.push(body));
  return realtime;
}

const waits = () => realtime.once('state', { where: ({ state }) => state === 'waiting' });

const PORTAL = '<!doctype html><title>Welcome</title>';
const html = (response: ServerResponse) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(PORTAL);
const json = (text: string) => (response: ServerResponse) =>
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(text);

const ANSWERS: [string, (response: ServerResponse) => unknown][] = [
  ['a login page', html],
  ...[
    '{}',
    '[]',
    'null',
    '"text"',
    '{"messages":[],"has_more":false}',
    '{"messages":[{}],"next":"9","has_more":false}',
  ].map((text): [string, (response: ServerResponse) => unknown] => [text, json(text)]),
  ['JSON that breaks off', json('{"messages":[{"id":"id-1"')],
  ['more, but from the same place on', json('{"messages":[],"next":"0","has_more":true}')],
];

describe('GET /sync that answers with something else than a page', () => {
  it.each(ANSWERS)('is a failed attempt, reported and repeated, at first: %s', async (_what, answer) => {
    make({ cursor: '0' });
    server.store('missed');
    server.onRequest = (_request, response) => {
      answer(response);
      return true;
    };
    const waiting = waits();
    const connecting = realtime.connect();
    const { error, retryInMs } = await waiting;
    expect(isInvalidResponseError(error)).toBe(true);
    expect(retryInMs).toEqual(expect.any(Number));
    expect(realtime.cursor).toBe('0');
    server.onRequest = () => false;
    await connecting;
    expect([heard, realtime.cursor]).toEqual([['missed'], '1']);
  });

  it.each(ANSWERS.slice(0, 2))('is one after a reconnect, too: %s', async (_what, answer) => {
    make();
    await realtime.connect();
    server.onRequest = (_request, response) => {
      answer(response);
      return true;
    };
    server.store('missed');
    const waiting = realtime.once('state', { where: ({ error }) => isInvalidResponseError(error) });
    server.peer.terminate();
    expect(await waiting).toMatchObject({ state: 'waiting' });
    expect(realtime.cursor).toBe('0');
    const back = realtime.once('resync');
    server.onRequest = () => false;
    await back;
    expect([heard, realtime.cursor]).toEqual([['missed'], '1']);
  });

  it('is why connect() gave up, and does not come in a hurry', async () => {
    make();
    server.onRequest = (_request, response) => {
      html(response);
      return true;
    };
    const error: unknown = await realtime.connect({ timeoutMs: 4_000 }).catch((reason: unknown) => reason);
    expect(isTimeoutError(error) && isInvalidResponseError(error.cause)).toBe(true);
    if (realtime.state !== 'idle') await realtime.once('state', { where: ({ state }) => state === 'idle' });
    expect(realtime.cursor).toBeUndefined();
    expect(server.requests.length).toBeLessThan(60);
  });

  it('makes a quiet connection one that is replaced', async () => {
    make({ quietMs: 40 });
    await realtime.connect();
    server.onRequest = (_request, response) => {
      html(response);
      return true;
    };
    await waits();
    server.onRequest = () => false;
    await realtime.once('resync');
  });
});

it.each(['{}', '{"ticket":7,"expires_at":"t"}', PORTAL])(
  'a ticket that is none is a failed attempt: %s',
  async (text) => {
    make({}, { WebSocket: StandardSocket });
    server.onRequest = ({ url }, response) => {
      if (url !== '/ws/tickets') return false;
      json(text)(response);
      return true;
    };
    const waiting = waits();
    const connecting = realtime.connect();
    expect(isInvalidResponseError((await waiting).error)).toBe(true);
    server.onRequest = () => false;
    await connecting;
  },
);

it.each(['200 OK\r\nContent-Type: text/html', '302 Found\r\nLocation: http://192.0.2.1/login', '204 No Content'])(
  'a handshake that somebody else answers is a failed attempt: %s',
  async (status) => {
    make();
    server.onHandshake = () => status;
    const waiting = waits();
    const connecting = realtime.connect();
    expect(await waiting).toMatchObject({ error: expect.any(Error) as Error, retryInMs: expect.any(Number) as number });
    server.onHandshake = () => undefined;
    await connecting;
  },
);

describe('an event that is shaped differently', () => {
  const message = { type: 'channel.message.new', message_id: 'id-1', channel_id: 'c1', sender: 'u1' };
  const EVENTS = [
    { ...message, sender_name_enc: 'n', sent_at: 't' },
    { ...message, message_id: 7, body: 'x', sender_name_enc: 'n', sent_at: 't' },
    { type: 'channel.message.ack', message_id: 'id-1', sent_at: 't' },
    { type: 'voice.presence.snapshot', channel_id: '', sender: '' },
    { type: 'voice.presence.snapshot', channel_id: '', sender: '', voice_rooms: { c1: 'u1' } },
    { type: 'voice_roster', channel_id: 'c1', sender: '', users: null },
    { type: 'presence.changed', user_id: 'u1', online: 1 },
    { type: 'keys.shared', channel_id: [] },
    { type: 'server.going_away', reconnect_after_ms: '30' },
    { type: 'error' },
  ];

  it.each(EVENTS)('costs the connection, and what was missed is read: %j', async (event) => {
    make();
    await realtime.connect();
    const unknown: unknown[] = [];
    for (const type of ['unknown', event.type] as const) realtime.on(type as 'unknown', (frame) => unknown.push(frame));
    const waiting = waits();
    const back = realtime.once('resync');
    server.store('missed');
    server.peer.send(JSON.stringify(event));
    server.say({ id: 'id-9', body: 'live, on the connection that is over', channel_id: 'c1' });
    const { error } = await waiting;
    expect(error).toMatchObject({ name: 'InvalidResponseError', operation: event.type });
    expect(await back).toEqual({ reason: 'reconnected' });
    expect([heard, realtime.cursor, unknown.filter((frame) => frame === event)]).toEqual([['missed'], '1', []]);
    expect(server.peers).toHaveLength(2);
  });

  it('that comes with the handshake is a failed attempt', async () => {
    make();
    let isFirst = true;
    server.onOpen = (peer) => {
      if (isFirst) peer.send('{"type":"voice.presence.snapshot"}');
      isFirst = false;
    };
    const waiting = waits();
    const connecting = realtime.connect();
    expect(isInvalidResponseError((await waiting).error)).toBe(true);
    await connecting;
    expect(server.peers).toHaveLength(2);
  });

  it('is as unknown as any other where events come as the server sends them', async () => {
    make({ reconnect: false });
    await realtime.connect();
    const unknown = realtime.once('unknown');
    server.peer.send('{"type":"presence.changed"}');
    expect(await unknown).toEqual({ type: 'presence.changed' });
    expect(realtime.state).toBe('connected');
  });
});

it('servers that go away one after the other are not asked as fast as they say', async () => {
  make();
  await realtime.connect();
  const retries: number[] = [];
  realtime.on('state', ({ state, retryInMs }) => {
    if (state === 'waiting') retries.push(retryInMs ?? NaN);
  });
  for (let i = 0; i < 6; i += 1) {
    const back = realtime.once('resync');
    server.peer.send('{"type":"server.going_away","reconnect_after_ms":0}');
    server.peer.close(1001);
    await back;
  }
  expect(retries).toHaveLength(6);
  expect(retries[0]).toBe(0);
  expect(retries.slice(1).some((ms) => ms > 100)).toBe(true);
});
