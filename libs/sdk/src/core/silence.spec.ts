import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { startHttpServer, type HttpServer } from '../../test/http-server.js';
import { DialtoneClient, isConnectionError, isTimeoutError } from '../index.js';

const PIECES = 12;
const PIECE_MS = 50;
const SILENCE_MS = 400;

let server: HttpServer;
afterEach(() => server.close());

const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

/** Answers bit by bit, for longer than the silence that is allowed. */
function trickle(response: ServerResponse): void {
  const text = JSON.stringify({ messages: [], next: 'ä'.repeat(PIECES), has_more: false });
  const bytes = Buffer.from(text);
  const size = Math.ceil(bytes.length / PIECES);
  let at = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(at, at + size)); // also through the middle of a character
    at += size;
    if (at < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, PIECE_MS);
}

/** What `GET /sync` of a realtime client does with its limits. */
function sync(options: { fetch?: typeof fetch; restarts: boolean }) {
  const { fetch, restarts } = options;
  const client = new DialtoneClient({ baseUrl: server.url, token: 't', fetch, maxRetries: 0 });
  const onBytes = jest.fn();
  const call = client.messages.sync({ since: '0' }, { timeoutMs: SILENCE_MS, restarts, onBytes } as object);
  return { call, onBytes };
}

describe('a limit of silence', () => {
  it('starts again with each piece of the answer', async () => {
    server = await startHttpServer((_request, response) => trickle(response));
    const { call, onBytes } = sync({ restarts: true });
    expect((await call).next).toBe('ä'.repeat(PIECES));
    expect(onBytes.mock.calls.length).toBeGreaterThan(3);
  });

  it('is over when the answer stops in the middle', async () => {
    server = await startHttpServer((_request, response) => response.write('{"messages":'));
    expect(isTimeoutError(await failure(sync({ restarts: true }).call))).toBe(true);
  });

  it('is none for a call with a timeout of its own', async () => {
    server = await startHttpServer((_request, response) => trickle(response));
    expect(isTimeoutError(await failure(sync({ restarts: false }).call))).toBe(true);
  });

  it('gives an answer time that fetch does not show the pieces of', async () => {
    server = await startHttpServer((_request, response) => trickle(response));
    const withoutStreams: typeof fetch = async (...args) => {
      const { status, headers, ...rest } = await fetch(...args).then(async (response) => ({
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      }));
      return { status, headers, text: () => Promise.resolve(rest.text) } as Response;
    };
    const client = new DialtoneClient({ baseUrl: server.url, token: 't', fetch: withoutStreams });
    expect((await client.messages.sync({ since: '0' })).next).toBe('ä'.repeat(PIECES));
  });
});

it('an answer without end is given up before it fills the memory', async () => {
  const megabyte = Buffer.alloc(2 ** 20, ' ');
  let closed: Promise<unknown> | undefined;
  server = await startHttpServer((_request, response) => {
    closed = once(response, 'close');
    const more = () => {
      while (!response.destroyed && response.write(megabyte));
    };
    response.on('drain', more);
    more();
  });
  const client = new DialtoneClient({ baseUrl: server.url, token: 't', maxRetries: 0 });
  const error = await failure(client.channels.list());
  expect(isConnectionError(error)).toBe(true);
  expect(error).toMatchObject({ cause: { message: expect.stringContaining('longer than') } });
  await closed;
});
