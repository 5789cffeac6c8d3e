import { startHttpServer, type HttpServer } from '../../test/http-server.js';
import { DialtoneClient, isConnectionError } from '../index.js';

let server: HttpServer;
let other: HttpServer;
beforeEach(async () => {
  other = await startHttpServer((_request, response) => response.end('{"channels":[]}'));
});
afterEach(() => Promise.all([server.close(), other.close()]));

const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

it.each([301, 302, 303, 307, 308])('a redirect with %i is not followed, and is no answer', async (status) => {
  server = await startHttpServer(({ url }, response) =>
    response.writeHead(status, { Location: other.url + url }).end('{"channels":[]}'),
  );
  const client = new DialtoneClient({ baseUrl: server.url, token: 'session-token', maxRetries: 0 });
  const error = await failure(client.channels.list());
  expect(isConnectionError(error)).toBe(true);
  expect(error).toMatchObject({ cause: { message: expect.stringContaining('redirect') } });
  expect(isConnectionError(await failure(client.channels.create({ name_enc: 'x' })))).toBe(true);
  expect(other.received).toEqual([]);
});

it.each([
  ['hides, as in browsers', { type: 'opaqueredirect', status: 0 }],
  ['has followed, as one that was passed in may', { redirected: true, status: 200 }],
])('nor is one that fetch %s', async (_what, response) => {
  server = await startHttpServer((_request, answer) => answer.end());
  const fetch = () => Promise.resolve({ headers: new Headers(), text: () => Promise.resolve('{}'), ...response });
  const client = new DialtoneClient({
    baseUrl: server.url,
    maxRetries: 0,
    fetch: fetch as unknown as typeof globalThis.fetch,
  });
  expect(isConnectionError(await failure(client.channels.list()))).toBe(true);
});
