import type { ServerResponse } from 'node:http';
import { stopTimers } from '../../test/clock.js';
import { startHttpServer, type HttpServer } from '../../test/http-server.js';
import { DialtoneClient, isConnectionError, isTimeoutError } from '../index.js';
import { SILENCE_MS as DEFAULT_SILENCE_MS } from './transport.js';

const PIECES = 12;
const SILENCE_MS = 400;
const ANSWER = { messages: [], next: 'ä'.repeat(PIECES), has_more: false };

let server: HttpServer;

const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

/** Starts a server that answers bit by bit; the function that is returned sends the next one. */
async function startSlowServer(): Promise<() => void> {
  const bytes = Buffer.from(JSON.stringify(ANSWER));
  const size = Math.ceil(bytes.length / PIECES);
  let at = 0;
  let answer: ServerResponse | undefined;
  const send = () => {
    if (at >= bytes.length) return;
    const piece = bytes.subarray(at, (at += size)); // also through the middle of a character
    if (at < bytes.length) answer?.write(piece);
    else answer?.end(piece);
  };
  server = await startHttpServer((_request, response) => {
    answer = response;
    send();
  });
  return send;
}

/** What `GET /sync` of a realtime client does with its limits; `onBytes` is called whenever something arrives. */
function sync(options: { restarts: boolean; onBytes?: () => void }) {
  const client = new DialtoneClient({ baseUrl: server.url, token: 't', maxRetries: 0 });
  return client.messages.sync({ since: '0' }, { timeoutMs: SILENCE_MS, ...options });
}

describe('a limit of silence', () => {
  beforeEach(stopTimers);
  afterEach(async () => {
    jest.useRealTimers();
    await server.close();
  });

  it('starts again with each piece of the answer', async () => {
    const send = await startSlowServer();
    const onBytes = jest.fn(() => {
      jest.advanceTimersByTime(SILENCE_MS - 1);
      send();
    });
    expect(await sync({ restarts: true, onBytes })).toEqual(ANSWER);
    expect(onBytes.mock.calls.length).toBeGreaterThan(3);
  });

  it('is over when the answer stops in the middle', async () => {
    await startSlowServer();
    const onBytes = () => jest.advanceTimersByTime(SILENCE_MS);
    expect(isTimeoutError(await failure(sync({ restarts: true, onBytes })))).toBe(true);
  });

  it('is none for a call with a timeout of its own', async () => {
    const send = await startSlowServer();
    const onBytes = () => {
      jest.advanceTimersByTime(SILENCE_MS - 1);
      send();
    };
    expect(isTimeoutError(await failure(sync({ restarts: false, onBytes })))).toBe(true);
  });

  it('gives an answer time that fetch does not show the pieces of', async () => {
    const send = await startSlowServer();
    const withoutStreams: typeof fetch = async (...args) => {
      const { status, headers, body } = await fetch(...args);
      const decoder = new TextDecoder();
      let text = '';
      for await (const piece of body!) {
        text += decoder.decode(piece, { stream: true });
        jest.advanceTimersByTime(DEFAULT_SILENCE_MS / PIECES - 1);
        send();
      }
      return { status, headers, text: () => Promise.resolve(text) } as Response;
    };
    const client = new DialtoneClient({ baseUrl: server.url, token: 't', fetch: withoutStreams });
    expect(await client.messages.sync({ since: '0' })).toEqual(ANSWER);
  });
});

it('an answer without end is given up before it fills the memory', async () => {
  const megabyte = new Uint8Array(2 ** 20).fill(32);
  const cancel = jest.fn();
  const endless = () => new ReadableStream({ pull: (stream) => stream.enqueue(megabyte), cancel });
  const fetch = () => Promise.resolve(new Response(endless()));
  const client = new DialtoneClient({ baseUrl: 'http://endless.test', token: 't', maxRetries: 0, fetch });
  const error = await failure(client.channels.list());
  expect(isConnectionError(error)).toBe(true);
  expect(error).toMatchObject({ cause: { message: expect.stringContaining('longer than') } });
  expect(cancel).toHaveBeenCalled();
});
