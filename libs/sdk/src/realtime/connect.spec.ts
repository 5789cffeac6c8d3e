import { ChatServer } from '../../test/chat-server.js';
import { DialtoneClient } from '../client.js';
import { isAbortedError, isTimeoutError } from '../core/errors.js';
import type { RealtimeClient } from './realtime-client.js';

let server: ChatServer;
let realtime: RealtimeClient;
let states: string[];

beforeEach(async () => {
  server = await ChatServer.start();
  realtime = new DialtoneClient({ baseUrl: server.url, token: 'session-token', maxRetries: 0 }).realtime();
  states = [];
  realtime.on('state', ({ state }) => states.push(state));
});
afterEach(async () => {
  await realtime.close();
  await server.close();
});

const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
const message = (body: string) => ({ channel_id: 'c1', body, sender_name_enc: 'n' });
const unavailable = () => '503 Service Unavailable\r\nX-Error-Code: server_unavailable\r\nRetry-After: 20';
const hasState = (wanted: string) => realtime.once('state', { where: ({ state }) => state === wanted });
/** Resolves once the attempt that was under way when `connect()` gave up is over as well. */
const isGivenUp = async () => {
  if (realtime.state !== 'idle') await hasState('idle');
};

describe('connect() that is given up', () => {
  it('before it began leaves nothing behind', async () => {
    expect(isAbortedError(await failure(realtime.connect({ signal: AbortSignal.abort() })))).toBe(true);
    expect([realtime.state, states]).toEqual(['idle', []]);
    await realtime.connect();
    server.onHandshake = unavailable;
    const waiting = hasState('waiting');
    server.peer.terminate();
    await waiting;
    expect(isTimeoutError(await failure(realtime.connect({ timeoutMs: 20 })))).toBe(true);
  });

  it('keeps the outbox, for the next one', async () => {
    const closed = jest.fn();
    realtime.on('close', closed);
    server.onHandshake = unavailable;
    const sent = [realtime.sendMessage(message('before'))];
    expect(isTimeoutError(await failure(realtime.connect({ timeoutMs: 50 })))).toBe(true);
    sent.push(realtime.sendMessage(message('between')));
    await isGivenUp();
    expect(closed).not.toHaveBeenCalled();

    server.onHandshake = () => undefined;
    server.acknowledge();
    await realtime.connect();
    await Promise.all(sent);
    expect(server.history.map(({ body }) => body)).toEqual(['before', 'between']);
  });

  it('is no reason for the next one to wait longer than it may', async () => {
    const isReading = new Promise<void>((resolve) => {
      server.onRequest = ({ url }) => {
        const isPage = url?.includes('since=') === true;
        if (isPage) server.peer.pause(); // deaf to the goodbye, too
        if (isPage) resolve();
        return isPage;
      };
    });
    const controller = new AbortController();
    const first = failure(realtime.connect({ signal: controller.signal }));
    await isReading;
    controller.abort();
    expect(isAbortedError(await first)).toBe(true);
    expect(isTimeoutError(await failure(realtime.connect({ timeoutMs: 20 })))).toBe(true);
    expect(isAbortedError(await failure(realtime.connect({ signal: AbortSignal.abort() })))).toBe(true);
    expect(realtime.state).toBe('catching-up'); // it is still saying goodbye
    server.peer.resume();
    server.onRequest = () => false;
    await realtime.connect();
    expect(server.peers).toHaveLength(2);
  });

  it('and a second one that close() interrupts leave no connection', async () => {
    server.onHandshake = unavailable;
    const controller = new AbortController();
    const first = failure(realtime.connect({ signal: controller.signal }));
    await hasState('waiting');
    server.onHandshake = () => undefined;
    controller.abort();
    const second = failure(realtime.connect());
    await realtime.close();
    expect([isAbortedError(await first), isAbortedError(await second)]).toEqual([true, true]);
    expect([realtime.state, server.peers]).toEqual(['closed', []]);
  });
});

it('a listener that hears of the end can connect again, and send', async () => {
  const closed = realtime.once('close');
  const again = new Promise<unknown>((resolve) => {
    const off = realtime.on('state', ({ state }) => {
      if (state !== 'closed') return;
      off();
      resolve(Promise.all([realtime.connect(), realtime.sendMessage(message('again'))]));
    });
  });
  server.acknowledge();
  await realtime.connect();
  server.peer.close(4003, 'too_many_connections');
  await again;
  expect(await closed).toMatchObject({ code: 4003 });
  expect(realtime.state).toBe('connected');
  expect(server.history.map(({ body }) => body)).toEqual(['again']);
});

it('after close() nothing is waited for', async () => {
  await realtime.close();
  const error = await failure(realtime.once('error'));
  expect(isAbortedError(error)).toBe(true);
  expect(error).toMatchObject({ message: 'the connection ended before error' });
});
