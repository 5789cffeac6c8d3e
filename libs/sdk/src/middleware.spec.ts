import { CHANNEL } from '../test/answers.js';
import { json, problem, startHttpServer, type HttpServer } from '../test/http-server.js';
import { DialtoneClient, isAbortedError, isTimeoutError, type Middleware } from './index.js';

let server: HttpServer;
afterEach(() => server.close());

const clientOf = () => new DialtoneClient({ baseUrl: server.url, token: 'session-token' });

describe('a middleware', () => {
  it('sees the operation, the request and its answer, and may change the headers', async () => {
    server = await startHttpServer((_request, response) =>
      json(response, 201, { channel: CHANNEL }, { 'X-Answer': '42' }),
    );
    const client = clientOf();
    const seen: unknown[] = [];
    client.use(async (request, next) => {
      const { operationId, method, url, body, attempt } = request;
      request.headers.set('authorization', 'Bearer another');
      const { status, headers, body: answer } = await next(request);
      seen.push({ operationId, method, url, body, attempt, status, answer, header: headers.get('x-answer') });
      return { status, headers, body: answer };
    });
    await client.channels.create({ name_enc: 'x' });
    expect(seen).toEqual([
      {
        ...{ operationId: 'createChannel', method: 'POST', url: `${server.url}/channels`, body: '{"name_enc":"x"}' },
        ...{ attempt: 1, status: 201, answer: JSON.stringify({ channel: CHANNEL }), header: '42' },
      },
    ]);
    expect(server.received[0]?.headers.authorization).toBe('Bearer another');
  });

  it('may pass on another request, and give another answer', async () => {
    server = await startHttpServer((_request, response) => response.end('ok'));
    const client = clientOf();
    client.use(async (request, next) => {
      const response = await next({
        ...request,
        url: `${request.url}?probe`,
        headers: new Headers({ 'X-Probe': '1' }),
      });
      return { ...response, body: response.body.toUpperCase() };
    });
    expect(await client.health.check()).toBe('OK');
    expect(server.received[0]).toMatchObject({ url: '/health?probe', headers: { 'x-probe': '1' } });
  });

  it('may answer without the server', async () => {
    server = await startHttpServer((_request, response) => response.end());
    const client = clientOf();
    client.use(async () => ({ status: 404, headers: new Headers({ 'X-Error-Code': 'channel_not_found' }), body: '' }));
    await expect(client.channels.list()).rejects.toMatchObject({ name: 'ApiError', code: 'channel_not_found' });
    expect(server.received).toEqual([]);
  });

  it('sees every retry, with fresh headers and its number', async () => {
    server = await startHttpServer((_request, response, count) =>
      count < 3
        ? problem(response, 503, 'server_unavailable', { 'Retry-After': '0' })
        : json(response, 200, { channels: [] }),
    );
    const client = clientOf();
    const seen: unknown[] = [];
    client.use(async (request, next) => {
      request.headers.append('X-Attempt', String(request.attempt));
      const response = await next(request);
      seen.push([request.attempt, response.status]);
      return response;
    });
    await client.channels.list();
    expect(seen).toEqual([
      [1, 503],
      [2, 503],
      [3, 200],
    ]);
    expect(server.received.map(({ headers }) => headers['x-attempt'])).toEqual(['1', '2', '3']);
  });

  it('that was added first sees the request first and the answer last, until it is removed', async () => {
    server = await startHttpServer((_request, response) => response.end('ok'));
    const client = clientOf();
    const seen: string[] = [];
    const named =
      (name: string): Middleware =>
      async (request, next) => {
        seen.push(`${name}>`);
        const response = await next(request);
        seen.push(`<${name}`);
        return response;
      };
    const twice = named('twice');
    client.use(named('first'));
    const remove = client.use(twice);
    client.use(twice);
    await client.health.check();
    expect(seen.splice(0)).toEqual(['first>', 'twice>', 'twice>', '<twice', '<twice', '<first']);
    remove();
    remove();
    await client.health.check();
    expect(seen).toEqual(['first>', 'twice>', '<twice', '<first']);
  });

  it('hears why there is no answer, and fails the call with what it throws itself', async () => {
    server = await startHttpServer((_request, response) => response.destroy());
    const client = clientOf();
    const heard: unknown[] = [];
    const remove = client.use((request, next) =>
      next(request).catch((error: unknown) => {
        heard.push((error as Error).name);
        throw error;
      }),
    );
    await expect(client.channels.list({ maxRetries: 1 })).rejects.toMatchObject({ name: 'ConnectionError' });
    expect(heard).toEqual(['ConnectionError', 'ConnectionError']);
    remove();
    client.use(() => {
      throw new Error('a mistake');
    });
    await expect(client.channels.list()).rejects.toEqual(new Error('a mistake'));
  });

  it('cannot hold a call up beyond its time, or after it was aborted', async () => {
    server = await startHttpServer((_request, response) => response.end());
    const client = clientOf();
    client.use(() => new Promise(() => undefined));
    const late = await client.channels.list({ timeoutMs: 20 }).catch((error: unknown) => error);
    expect(isTimeoutError(late)).toBe(true);
    const controller = new AbortController();
    const aborted = client.channels.list({ signal: controller.signal }).catch((error: unknown) => error);
    controller.abort();
    expect(isAbortedError(await aborted)).toBe(true);
  });
});
