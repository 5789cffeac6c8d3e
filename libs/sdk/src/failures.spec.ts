import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CHANNEL } from '../test/answers.js';
import { stopTimers } from '../test/clock.js';
import { json, problem, startHttpServer, type HttpServer } from '../test/http-server.js';
import { DialtoneClient } from './client.js';
import { AbortedError, ApiError, isAbortedError, isApiError, isConnectionError, isTimeoutError } from './index.js';

let server: HttpServer;
afterEach(() => jest.useRealTimers());
afterEach(() => server.close());

const clientOf = (options: { maxRetries?: number; timeoutMs?: number } = {}) =>
  new DialtoneClient({ baseUrl: server.url, token: 'session-token', ...options });
const failure = (call: Promise<unknown>): Promise<unknown> => call.then(fail, (error: unknown) => error);
const fail = (): never => {
  throw new Error('the call did not fail');
};

describe('an error of the server', () => {
  it('is an ApiError with status, code, request id and the message', async () => {
    server = await startHttpServer((_request, response) => problem(response, 404, 'channel_not_found'));
    const error = await failure(clientOf().messages.list({ channel_id: 'c1' }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: 'ApiError',
      message: 'channel_not_found, in words (listMessages: 404 channel_not_found, request r-7)',
      operation: 'listMessages',
      status: 404,
      code: 'channel_not_found',
      requestId: 'r-7',
      retryAfterMs: undefined,
    });
    expect(isApiError(error) && isApiError(error, 'channel_not_found')).toBe(true);
    expect(isApiError(error, 'unauthorized') || isConnectionError(error) || isTimeoutError(error)).toBe(false);
  });

  it('says to check the baseUrl where there is no such path, or no server of Dialtone', async () => {
    const advice = /: check that baseUrl leads to a Dialtone server \(listChannels: 404/;
    server = await startHttpServer((_request, response) => problem(response, 404, 'not_found'));
    expect(await failure(clientOf().channels.list())).toMatchObject({ message: expect.stringMatching(advice) });
    await server.close();
    server = await startHttpServer((_request, response) => response.writeHead(404).end('<h1>Not Found</h1>'));
    expect(await failure(clientOf().channels.list())).toMatchObject({ message: expect.stringMatching(advice) });
  });

  it.each(['code_of_the_future', 'constructor', '__proto__'])('has no code when it is unknown: %s', async (code) => {
    server = await startHttpServer((_request, response) => problem(response, 400, code));
    expect(await failure(clientOf().channels.list())).toMatchObject({ status: 400, code: undefined });
  });

  it.each(['<h1>Bad Gateway</h1>', '', 'null', '{"error":7}'])('has a message without a body: %j', async (body) => {
    server = await startHttpServer((_request, response) => response.writeHead(502).end(body));
    const error = await failure(clientOf({ maxRetries: 0 }).channels.list());
    expect(error).toMatchObject({
      message: 'the server answered with an error (listChannels: 502)',
      requestId: undefined,
    });
  });

  it('has the line of the call in its stack, whatever waits for the answer', async () => {
    server = await startHttpServer((_request, response) => problem(response, 404, 'channel_not_found'));
    const renameTheLounge = () => clientOf().channels.rename({ channel_id: 'c1', name_enc: 'bG91bmdl' });
    const readTheLounge = () => clientOf().messages.list({ channel_id: 'c1' });

    for (const call of [renameTheLounge(), renameTheLounge().withResponse(), Promise.all([renameTheLounge()])]) {
      expect((await failure(call)) as Error).toMatchObject({ stack: expect.stringMatching(/\n +at.*renameTheLounge/) });
    }
    expect((await failure(readTheLounge())) as Error).toMatchObject({ stack: expect.stringMatching(/readTheLounge/) });
  });

  it('is known by the guards of another copy of the package', async () => {
    server = await startHttpServer((_request, response) => problem(response, 401, 'unauthorized'));
    const error = await failure(clientOf().channels.list());
    await jest.isolateModulesAsync(async () => {
      const other = await import('./index.js');
      expect(error).not.toBeInstanceOf(other.ApiError);
      expect(other.isApiError(error, 'unauthorized')).toBe(true);
      expect(other.isAbortedError(error)).toBe(false);
      expect(other.isApiError(new Error('no')) || other.isApiError(null) || other.isApiError('ApiError')).toBe(false);
    });
  });
});

describe('a retry', () => {
  it.each([429, 502, 503, 504])('follows a read that was answered with %i', async (status) => {
    server = await startHttpServer((_request, response, count) =>
      count < 3
        ? problem(response, status, 'server_error', { 'Retry-After': '0' })
        : json(response, 200, { channels: [] }),
    );
    expect(await clientOf().channels.list()).toEqual({ channels: [] });
    expect(server.received).toHaveLength(3);
  });

  it('follows a read whose connection broke, also in the middle of the answer', async () => {
    server = await startHttpServer((_request, response, count) => {
      if (count === 1) response.destroy();
      else if (count === 2)
        response.writeHead(200, { 'Content-Length': '100' }).write('{"channels"', () => response.destroy());
      else json(response, 200, { channels: [] });
    });
    expect(await clientOf().channels.list()).toEqual({ channels: [] });
    expect(server.received).toHaveLength(3);
  });

  it.each([
    ['the client', { maxRetries: 1 }, {}, 2],
    ['the call', { maxRetries: 1 }, { maxRetries: 0 }, 1],
  ])('comes at most as often as %s says', async (_who, options, callOptions, requests) => {
    server = await startHttpServer((_request, response) =>
      problem(response, 503, 'server_error', { 'Retry-After': '0' }),
    );
    expect(await failure(clientOf(options).channels.list(callOptions))).toMatchObject({ status: 503 });
    expect(server.received).toHaveLength(requests);
  });

  it('follows a write that was refused with 429: nothing was done', async () => {
    server = await startHttpServer((_request, response, count) =>
      count < 2
        ? problem(response, 429, 'rate_limited', { 'Retry-After': '0' })
        : json(response, 201, { channel: CHANNEL }),
    );
    await clientOf().channels.create({ name_enc: 'x' });
    expect(server.received.map(({ body }) => body)).toEqual(['{"name_enc":"x"}', '{"name_enc":"x"}']);
  });

  it('never follows a write that may have been done', async () => {
    server = await startHttpServer(({ url }, response) => {
      if (url === '/channels') problem(response, 503, 'server_error', { 'Retry-After': '0' });
      else response.destroy();
    });
    expect(await failure(clientOf().channels.create({ name_enc: 'x' }))).toMatchObject({ status: 503 });
    expect(isConnectionError(await failure(clientOf().invites.create()))).toBe(true);
    expect(server.received).toHaveLength(2);
  });

  it('never follows another status', async () => {
    server = await startHttpServer((_request, response) => problem(response, 500, 'server_error'));
    expect(await failure(clientOf().channels.list())).toMatchObject({ status: 500 });
    expect(server.received).toHaveLength(1);
  });

  it('comes when the date of Retry-After has come by the clock of the server, which may be another', async () => {
    const now = new Date('2020-06-01T12:00:00Z').toUTCString();
    const later = new Date('2020-06-01T13:00:00Z').toUTCString();
    server = await startHttpServer((_request, response, count) =>
      count < 2
        ? problem(response, 503, 'server_error', { Date: now, 'Retry-After': now })
        : problem(response, 503, 'server_error', { Date: now, 'Retry-After': later }),
    );
    const error = await failure(clientOf({ timeoutMs: 20_000 }).channels.list());
    expect(error).toMatchObject({ status: 503, retryAfterMs: 3_600_000 });
    expect(server.received).toHaveLength(2);
  });

  it('is not waited for when Retry-After lies beyond the timeout', async () => {
    server = await startHttpServer((_request, response) =>
      problem(response, 429, 'rate_limited', { 'Retry-After': '60' }),
    );
    const error = await failure(clientOf({ timeoutMs: 20_000 }).channels.list());
    expect(error).toMatchObject({ status: 429, retryAfterMs: 60_000 });
    expect(server.received).toHaveLength(1);
  });
});

describe('a call that ends early', () => {
  it('is a ConnectionError when nobody listens, with the reason as its cause', async () => {
    server = await startHttpServer((_request, response) => response.end());
    await server.close();
    const error = await failure(clientOf({ maxRetries: 1 }).channels.list());
    expect(isConnectionError(error)).toBe(true);
    expect(error).toMatchObject({
      message: `no answer from ${server.url}: check that the server runs there`,
      cause: { cause: { code: 'ECONNREFUSED' } },
    });
  });

  it('is a ConnectionError that speaks of TLS when the baseUrl has https, and the server has not', async () => {
    server = await startHttpServer((_request, response) => response.end());
    const baseUrl = server.url.replace('http:', 'https:');
    const client = new DialtoneClient({ baseUrl, token: 'session-token', maxRetries: 0 });
    const error = await failure(client.channels.list());
    expect(isConnectionError(error)).toBe(true);
    const advice = ': check that the server runs there, with TLS and a certificate that is trusted';
    expect(error).toMatchObject({ message: `no answer from ${baseUrl}${advice}` });
    const realtime = client.realtime();
    const waiting = realtime.once('state', { where: ({ state }) => state === 'waiting' });
    const connected = failure(realtime.connect());
    const message = `no answer from ${baseUrl.replace('https:', 'wss:')}${advice}`;
    expect((await waiting).error).toMatchObject({ name: 'ConnectionError', message });
    await realtime.close();
    await connected;
    expect(server.received).toEqual([]);
  });

  it('is a ConnectionError when the baseUrl has http, and the server has TLS', async () => {
    const tls = createTlsServer().listen(0, '127.0.0.1');
    await once(tls, 'listening');
    server = await startHttpServer((_request, response) => response.end());
    const baseUrl = `http://127.0.0.1:${(tls.address() as AddressInfo).port}`;
    const error = await failure(new DialtoneClient({ baseUrl, maxRetries: 0 }).channels.list());
    expect(error).toMatchObject({
      name: 'ConnectionError',
      message: `no answer from ${baseUrl}: check that the server runs there`,
    });
    tls.close();
  });

  it.each([
    ['the answer', () => undefined],
    ['the rest of the answer', (response: { write(text: string): void }) => response.write('{')],
  ])('is a TimeoutError when %s does not come, and the request is given up', async (_what, answer) => {
    stopTimers();
    let givenUp: Promise<unknown> | undefined;
    server = await startHttpServer((_request, response) => {
      givenUp = once(response, 'close');
      answer(response);
      jest.advanceTimersByTime(100);
    });
    const error = await failure(clientOf({ timeoutMs: 100 }).channels.list());
    expect(isTimeoutError(error)).toBe(true);
    expect(error).toMatchObject({ message: 'no answer within 100 ms' });
    await givenUp;
    expect(server.received).toHaveLength(1);
  });

  it('takes the timeout of the call before that of the client', async () => {
    server = await startHttpServer(() => undefined);
    const error = await failure(clientOf({ timeoutMs: Infinity }).channels.list({ timeoutMs: 50 }));
    expect(error).toMatchObject({ name: 'TimeoutError', message: 'no answer within 50 ms' });
  });

  it.each([Infinity, 2 ** 31])('may take as long as it likes with a timeout of %d', async (timeoutMs) => {
    server = await startHttpServer(({ url }, response) => {
      if (url === '/channels') json(response, 200, { channels: [] });
      else
        void clientOf()
          .channels.list()
          .then(() => response.end('ok'));
    });
    expect(await clientOf().health.check({ timeoutMs })).toBe('ok');
  });

  it('does not depend on the clock of the machine, which may be set under way', async () => {
    const clock = jest.spyOn(Date, 'now');
    server = await startHttpServer((_request, response, count) => {
      clock.mockReturnValue(Date.parse('2100-01-01T00:00:00Z'));
      if (count === 1) problem(response, 429, 'rate_limited', { 'Retry-After': '0' });
      else json(response, 200, { channels: [] });
    });
    try {
      expect(await clientOf().channels.list({ timeoutMs: 20_000 })).toEqual({ channels: [] });
    } finally {
      clock.mockRestore();
    }
  });

  it.each([0, -1, NaN])('refuses a timeout of %d', async (timeoutMs) => {
    server = await startHttpServer((_request, response) => response.end());
    expect(await failure(clientOf().channels.list({ timeoutMs }))).toEqual(
      new RangeError('timeoutMs must be a number above 0'),
    );
  });

  it('is an AbortedError when the signal is aborted under way', async () => {
    const controller = new AbortController();
    const reason = new Error('the page was left');
    server = await startHttpServer(() => controller.abort(reason));
    const error = await failure(clientOf().channels.list({ signal: controller.signal }));
    expect(isAbortedError(error)).toBe(true);
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ cause: reason });
    expect(server.received).toHaveLength(1);
  });

  it('is an AbortedError when the signal is aborted before a retry', async () => {
    server = await startHttpServer((_request, response) =>
      problem(response, 503, 'server_error', { 'Retry-After': '20' }),
    );
    const signal = AbortSignal.timeout(2_000);
    expect(isAbortedError(await failure(clientOf().channels.list({ signal })))).toBe(true);
    expect(server.received).toHaveLength(1);
  });

  it('is a TimeoutError also when fetch does not care for its signal', async () => {
    server = await startHttpServer((_request, response) => response.end());
    const client = new DialtoneClient({ baseUrl: server.url, fetch: () => new Promise(() => undefined) });
    expect(isTimeoutError(await failure(client.channels.list({ timeoutMs: 20 })))).toBe(true);
  });

  it('sends nothing when the signal is aborted already', async () => {
    server = await startHttpServer((_request, response) => response.end('ok'));
    expect(isAbortedError(await failure(clientOf().health.check({ signal: AbortSignal.abort() })))).toBe(true);
    expect(server.received).toHaveLength(0);
  });
});
