import { ChatServer, reply } from '../../test/chat-server.js';
import { stopTimers } from '../../test/clock.js';
import { StandardSocket } from '../../test/standard-socket.js';
import { DialtoneClient, type DialtoneClientOptions } from '../client.js';
import { isApiError, isConnectionError, isTimeoutError } from '../core/errors.js';
import type { RealtimeOptions } from './options.js';
import type { RealtimeClient } from './realtime-client.js';

let server: ChatServer;
let realtime: RealtimeClient;
let heard: string[];
let states: string[];

beforeEach(async () => {
  server = await ChatServer.start();
});
afterEach(async () => {
  jest.useRealTimers();
  await realtime.close();
  await server.close();
});

function make(options: RealtimeOptions = {}, clientOptions: Partial<DialtoneClientOptions> = {}): RealtimeClient {
  const client = new DialtoneClient({ baseUrl: server.url, token: 'session-token', maxRetries: 0, ...clientOptions });
  realtime = client.realtime(options);
  heard = [];
  states = [];
  realtime.on('channel.message.new', ({ body }) => heard.push(body));
  realtime.on('state', ({ state }) => states.push(state));
  return realtime;
}

async function connected(...args: Parameters<typeof make>): Promise<RealtimeClient> {
  make(...args);
  await realtime.connect();
  return realtime;
}

const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
const frame = (type: string, fields: object = {}) => JSON.stringify({ type, ...fields });
const hears = (body: string) => realtime.once('channel.message.new', { where: (message) => message.body === body });
/** Runs as soon as a page is asked for, before it is read from the history. */
const onPage = (run: (count: number) => void) => {
  let count = 0;
  server.onRequest = ({ url }) => {
    if (url?.includes('since=')) run(++count);
    return false;
  };
};

describe('catching up', () => {
  it('delivers what is stored between the cursor and the connection, and what comes live meanwhile, once and in order', async () => {
    make();
    let isFirst = true;
    onPage(() => {
      if (isFirst) for (const body of ['in the page', 'in the page and live']) server.store(body);
      isFirst = false;
      server.say(server.history[1]!);
    });
    await realtime.connect();
    const done = hears('live');
    server.say(server.history[0]!);
    server.say(server.store('live'));
    await done;
    expect(heard).toEqual(['in the page', 'in the page and live', 'live']);
  });

  it('reads page after page, and holds no more than memory has room for', async () => {
    await connected();
    const gone = realtime.once('state', { where: ({ state }) => state === 'waiting' });
    server.peer.terminate();
    await gone;
    for (let i = 1; i <= 1_200; i++) server.store(`m${i}`);
    let pages = 0;
    server.onRequest = ({ url }, response) => {
      pages += url?.includes('since=') === true ? 1 : 0;
      if (pages !== 3) return false;
      // The last page was read already when more arrives live than is held.
      const last = server.history.slice(1_000).map((message) => ({ ...message, sender_id: 'u1' }));
      realtime.on('unknown', () => reply(response, 200, { messages: last, next: '1200', has_more: false }));
      for (let i = 1; i <= 1_100; i++) server.say(server.store(`live${i}`));
      server.peer.send(frame('of.the.test'));
      return true;
    };
    await realtime.connect();
    const done = hears('end');
    server.say(server.store('end'));
    await done;
    expect(heard).toEqual(server.history.map(({ body }) => body));
  });

  it('is tried again while the server is in trouble, on the same connection', async () => {
    make();
    const statuses = [503, 500];
    server.onRequest = ({ url }, response) => {
      const status = url?.includes('since=') ? statuses.shift() : undefined;
      if (status !== undefined) reply(response, status, {}, { 'X-Error-Code': 'server_error' });
      return status !== undefined;
    };
    await realtime.connect();
    expect(states).toEqual(['connecting', 'catching-up', 'connected']);
    expect(server.peers).toHaveLength(1);
  });

  it('starts anew after sync.required, from a place before all that may have been missed', async () => {
    await connected();
    server.store('missed');
    server.say(server.store('heard'));
    await hears('heard');
    const { cursor } = realtime;
    const cursors: unknown[] = [];
    realtime.on('state', () => cursors.push(realtime.cursor));
    realtime.on('channel.message.new', () => cursors.push(realtime.cursor));
    const resync = realtime.once('resync');
    server.peer.send(frame('sync.required'));
    expect(await resync).toEqual({ reason: 'sync-required' });
    expect(heard).toEqual(['heard', 'missed']);
    expect(server.peers).toHaveLength(1);
    // It never goes back behind what was delivered.
    expect(cursors).toEqual([cursor, cursor, '2']);
  });

  it('reports a gap when the place is unknown, and goes on from now', async () => {
    server.store('lost');
    make({ cursor: 'no-such-message' });
    const gap = realtime.once('gap');
    await realtime.connect();
    expect(await gap).toEqual({ reason: 'cursor_not_found', since: 'no-such-message' });
    server.say(server.store('found'));
    await hears('found');
    expect(heard).toEqual(['found']);
  });

  it('moves the cursor only once the listeners were called', async () => {
    await connected();
    const cursors: unknown[] = [realtime.cursor];
    realtime.on('channel.message.new', () => cursors.push(realtime.cursor));
    server.say(server.store('one'));
    await hears('one');
    server.say(server.store('two'));
    await hears('two');
    expect([...cursors, realtime.cursor]).toEqual(['0', '0', 'id-1.0', 'id-2.0']);
  });
});

describe('reconnecting', () => {
  it('waits as long as a server that goes away asks for', async () => {
    await connected();
    const waiting = realtime.once('state', { where: ({ state }) => state === 'waiting' });
    const back = realtime.once('resync');
    server.peer.send(frame('server.going_away', { reconnect_after_ms: 30 }));
    server.peer.close(1001);
    expect(await waiting).toMatchObject({ previous: 'connected', closeCode: 1001, retryInMs: 30 });
    expect(await back).toEqual({ reason: 'reconnected' });
    expect(states.slice(-4)).toEqual(['waiting', 'connecting', 'catching-up', 'connected']);
  });

  it.each([
    [1008, 'policy_violation'],
    [4001, 'session_ended'],
    [4003, 'too_many_connections'],
  ])('stops at close code %i, %s', async (code, name) => {
    await connected();
    const closed = realtime.once('close');
    const sending = failure(realtime.sendMessage({ channel_id: 'c1', body: 'x', sender_name_enc: 'n' }));
    server.peer.close(code, 'why');
    expect(await closed).toMatchObject({ code, name, reason: 'why' });
    expect(isConnectionError(await sending)).toBe(true);
    expect(realtime.state).toBe('closed');
  });

  it('goes on with another session where the client can get one', async () => {
    const tokens = ['second', 'third'];
    await connected({}, { onUnauthorized: () => tokens.shift() });
    server.onHandshake = ({ headers }) =>
      headers.authorization === 'Bearer third' ? undefined : '401 Unauthorized\r\nX-Error-Code: unauthorized';
    const closed = realtime.once('close');
    server.peer.terminate();
    // The second one is refused as well: a third is not asked for before a connection was there.
    expect(isApiError((await closed).error, 'unauthorized')).toBe(true);
    expect(tokens).toEqual(['third']);
    await realtime.connect();
    expect(server.requests.at(-2)).toBe('WS Bearer third');
  });

  it.each([
    ['503 Service Unavailable', 'server_unavailable'],
    ['429 Too Many Requests', 'rate_limited'],
  ] as const)('waits as long as a %s says, until the deadline, and then says what went wrong', async (status, code) => {
    stopTimers();
    make();
    server.onHandshake = () => `${status}\r\nX-Error-Code: ${code}\r\nRetry-After: 20`;
    const waiting = realtime.once('state', { where: ({ state }) => state === 'waiting' });
    const connecting = failure(realtime.connect({ timeoutMs: 2_000 }));
    expect((await waiting).retryInMs).toBeGreaterThanOrEqual(20_000);
    jest.advanceTimersByTime(2_000);
    const error = await connecting;
    expect(isTimeoutError(error)).toBe(true);
    expect(isApiError((error as Error).cause, code)).toBe(true);
    server.onHandshake = () => undefined;
    await realtime.connect();
    expect(realtime.state).toBe('connected');
  });

  it('tries at once when the network is back, and checks the connection when it goes', async () => {
    const network = new EventTarget();
    await connected({ network });
    const checked = new Promise<void>((resolve) => onPage(() => resolve()));
    network.dispatchEvent(new Event('offline'));
    await checked;
    server.onHandshake = () => '503 Service Unavailable\r\nRetry-After: 3600';
    const waiting = realtime.once('state', { where: ({ retryInMs = 0 }) => retryInMs > 3_000_000 });
    server.peer.terminate();
    await waiting;
    server.onHandshake = () => undefined;
    const back = realtime.once('resync');
    network.dispatchEvent(new Event('online'));
    await back;
  });

  it('replaces a connection on which messages do not arrive', async () => {
    await connected({ quietMs: 40 });
    server.store('never said');
    await realtime.once('resync');
    expect(heard).toEqual(['never said']);
    expect(server.peers).toHaveLength(2);
  });

  it('replaces it also when the last message that did arrive is deleted meanwhile', async () => {
    await connected({ quietMs: 40 });
    for (const channel of ['c1', 'c2']) server.say(server.store(`in ${channel}`, channel));
    await hears('in c2');
    server.deleted.add('id-2');
    server.store('never said');
    await realtime.once('resync');
    expect(heard).toEqual(['in c1', 'in c2', 'never said']);
  });

  it.each([[[]], [['id-2']], [['id-1', 'id-2']]])(
    'leaves a quiet connection alone that is alive, with %j deleted',
    async (deleted) => {
      await connected({ quietMs: 40 });
      for (const body of ['one', 'two']) server.say(server.store(body));
      await hears('two');
      for (const id of deleted) server.deleted.add(id);
      await new Promise<void>((resolve) => onPage((count) => count === 3 && resolve()));
      expect(states).toEqual(['connecting', 'catching-up', 'connected']);
    },
  );
});

describe('a WebSocket that sends no headers', () => {
  it('opens with a ticket, a fresh one for each connection', async () => {
    await connected({}, { WebSocket: StandardSocket });
    const back = realtime.once('resync');
    server.peer.close(1001);
    await back;
    const offers = server.requests.filter((request) => request.startsWith('WS'));
    expect(offers).toEqual([expect.stringMatching(/^WS dialtone,ticket\.t\d+$/), expect.stringContaining('ticket.')]);
    expect(new Set(offers).size).toBe(2);
  });
});

it('a listener that fails does not affect the others, and is reported', async () => {
  await connected();
  const failures: unknown[] = [];
  realtime.on('listener-error', ({ type, error }) => failures.push([type, (error as Error).message]));
  realtime.on('channel.message.new', () => {
    throw new Error('thrown');
  });
  realtime.on('channel.message.new', () => Promise.reject(new Error('rejected')));
  const later = hears('two');
  server.say(server.store('one'));
  server.say(server.store('two'));
  await later;
  expect(heard).toEqual(['one', 'two']);
  expect(failures.slice(0, 2)).toEqual([
    ['channel.message.new', 'thrown'],
    ['channel.message.new', 'rejected'],
  ]);
});
