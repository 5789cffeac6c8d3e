import { messageOf } from '../test/answers.js';
import { json, problem, startHttpServer, type HttpServer, type Received } from '../test/http-server.js';
import { DialtoneClient } from './client.js';

let server: HttpServer;
afterEach(() => server.close());

const clientOf = () => new DialtoneClient({ baseUrl: server.url, token: 'session-token', maxRetries: 0 });
const urls = () => server.received.map(({ url }) => url);
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).join('');

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A history of messages with these ids, oldest first, answered as the server does. */
async function startHistory(history: string): Promise<HttpServer> {
  return startHttpServer(({ url }: Received, response) => {
    const query = new URL(url, 'http://h').searchParams;
    const limit = Number(query.get('limit'));
    const after = query.get('after') ?? query.get('since');
    const before = query.get('before');
    const candidates = after !== null ? history.slice(history.indexOf(after) + 1) : history.split(before ?? '!')[0]!;
    const page = after !== null ? candidates.slice(0, limit) : candidates.slice(-limit);
    const messages = Array.from(page, messageOf);
    const next = page.at(-1) ?? after;
    json(
      response,
      200,
      { channel_id: 'c1', messages, has_more: page.length < candidates.length, next },
      { 'X-Request-Id': `r-${page}` },
    );
  });
}

describe('a list', () => {
  it('is one page when it is awaited', async () => {
    server = await startHistory('abcdefg');
    const page = await clientOf().messages.list({ channel_id: 'c', limit: 3 });
    expect([ids(page.messages), page.has_more]).toEqual(['efg', true]);
    expect(urls()).toEqual(['/channels/messages?channel_id=c&limit=3']);
  });

  it('is walked backwards from now, newest first, each page asked for when it is reached', async () => {
    server = await startHistory('abcdefg');
    const found: string[] = [];
    for await (const { id } of clientOf().messages.list({ channel_id: 'c', limit: 3 })) {
      found.push(id);
      if (found.length === 3) expect(server.received).toHaveLength(1);
    }
    expect(found.join('')).toBe('gfedcba');
    expect(urls()).toEqual([
      '/channels/messages?channel_id=c&limit=3',
      '/channels/messages?channel_id=c&limit=3&before=e',
      '/channels/messages?channel_id=c&limit=3&before=b',
    ]);
  });

  it('is walked backwards from `before`, and forwards from `after`', async () => {
    server = await startHistory('abcdefg');
    const { messages } = clientOf();
    expect(ids(await all(messages.list({ channel_id: 'c', limit: 2, before: 'e' })))).toBe('dcba');
    expect(ids(await all(messages.list({ channel_id: 'c', limit: 2, after: 'b' })))).toBe('cdefg');
    expect(urls().slice(2)).toEqual([
      '/channels/messages?channel_id=c&limit=2&after=b',
      '/channels/messages?channel_id=c&limit=2&after=d',
      '/channels/messages?channel_id=c&limit=2&after=f',
    ]);
  });

  it('is walked by the cursor of the answer where there is one', async () => {
    server = await startHistory('abcde');
    expect(ids(await all(clientOf().messages.sync({ since: 'a', limit: 2 })))).toBe('bcde');
    expect(urls()).toEqual(['/sync?since=a&limit=2', '/sync?since=c&limit=2']);
  });

  it('is walked page by page, each page as it was answered', async () => {
    server = await startHistory('abcde');
    const pages = await all(clientOf().messages.list({ channel_id: 'c', limit: 2 }).pages());
    expect(pages.map(({ messages }) => ids(messages))).toEqual(['de', 'bc', 'a']);
  });

  it('is not asked for further when the loop is left', async () => {
    server = await startHistory('abcde');
    for await (const { id } of clientOf().messages.list({ channel_id: 'c', limit: 2 })) if (id === 'd') break;
    expect(server.received).toHaveLength(1);
  });

  it('can be awaited and walked, twice too, without asking for its first page again', async () => {
    server = await startHistory('abc');
    const list = clientOf().messages.list({ channel_id: 'c', limit: 2 });
    expect(ids((await list).messages)).toBe('bc');
    expect([ids(await all(list)), ids(await all(list))]).toEqual(['cba', 'cba']);
    expect(server.received).toHaveLength(3);
  });

  it('may be empty, and ends even when the server says that an empty page has more', async () => {
    server = await startHttpServer((_request, response) =>
      json(response, 200, { channel_id: 'c', messages: [], has_more: true }),
    );
    expect(await all(clientOf().messages.list({ channel_id: 'c' }))).toEqual([]);
  });

  it('ends when the server answers with the same page again and again', async () => {
    server = await startHttpServer((_request, response) =>
      json(response, 200, { channel_id: 'c', messages: [messageOf('a')], has_more: true, next: '7' }),
    );
    expect(ids(await all(clientOf().messages.list({ channel_id: 'c' })))).toBe('aa');
    expect(ids(await all(clientOf().messages.sync({ since: '0' })))).toBe('aa');
    expect(server.received).toHaveLength(4);
  });

  it('throws in the loop what a page fails with', async () => {
    server = await startHttpServer(({ url }, response) => {
      if (url.includes('before')) problem(response, 404, 'cursor_not_found');
      else json(response, 200, { channel_id: 'c', messages: [messageOf('b')], has_more: true });
    });
    const found: string[] = [];
    const walk = async () => {
      for await (const { id } of clientOf().messages.list({ channel_id: 'c' })) found.push(id);
    };
    await expect(walk()).rejects.toMatchObject({ code: 'cursor_not_found' });
    expect(found).toEqual(['b']);
  });
});

describe('withResponse', () => {
  it('resolves with the result, the status, the headers and the request id', async () => {
    server = await startHistory('abc');
    const call = clientOf().messages.list({ channel_id: 'c', limit: 1 });
    const { data, status, headers, requestId } = await call.withResponse();
    expect([ids(data.messages), status, headers.get('content-type'), requestId]).toEqual([
      ...['c', 200, 'application/json', 'r-c'],
    ]);
    expect(await call).toBe(data);
    expect(server.received).toHaveLength(1);
  });

  it('rejects as the call does, which then need not be handled itself', async () => {
    server = await startHttpServer((_request, response) => problem(response, 404, 'channel_not_found'));
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listener);
    await expect(clientOf().channels.list().withResponse()).rejects.toMatchObject({ code: 'channel_not_found' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  });

  it('is no part of what then() makes', async () => {
    server = await startHttpServer((_request, response) => response.end('ok'));
    const then = clientOf()
      .health.check()
      .then((text) => text);
    expect(Object.getPrototypeOf(then)).toBe(Promise.prototype);
    expect(await then).toBe('ok');
  });
});
