import type { ServerResponse } from 'node:http';
import { CHANNEL, sessionOf } from '../test/answers.js';
import { stopTimers } from '../test/clock.js';
import { json, problem, startHttpServer, type HttpServer, type Received } from '../test/http-server.js';
import { DialtoneClient, type ApiError } from './index.js';

let server: HttpServer;
afterEach(() => jest.useRealTimers());
afterEach(() => server.close());

const credentials = { username: 'alice', password: 'correct horse 7', public_key: 'AAAA' };
const bearers = () => server.received.map(({ headers }) => headers.authorization);

/** A server that knows one token; a login answers with it. */
async function startServerFor(token: string): Promise<HttpServer> {
  return startHttpServer(({ url, headers }: Received, response) => {
    if (url === '/auth/login') json(response, 200, sessionOf(token));
    else if (headers.authorization === `Bearer ${token}`) json(response, 200, { channels: [], channel: CHANNEL });
    else problem(response, 401, 'unauthorized');
  });
}

describe('a session that has ended', () => {
  it('is renewed by onUnauthorized, which returns the new token, and the call is sent once more', async () => {
    server = await startServerFor('new');
    const told: string[] = [];
    const client = new DialtoneClient({
      baseUrl: server.url,
      token: 'old',
      onToken: (token) => void told.push(token),
      onUnauthorized: (error) => (error.code === 'unauthorized' ? 'new' : undefined),
    });
    expect(await client.channels.create({ name_enc: 'x' })).toMatchObject({ channel: CHANNEL });
    expect(bearers()).toEqual(['Bearer old', 'Bearer new']);
    expect([client.token, told]).toEqual(['new', ['new']]);
  });

  it('is renewed by a login in onUnauthorized', async () => {
    server = await startServerFor('new');
    const client: DialtoneClient = new DialtoneClient({
      baseUrl: server.url,
      token: 'old',
      onUnauthorized: async () => {
        await client.auth.login(credentials);
      },
    });
    await client.channels.list();
    expect(server.received.map(({ url }) => url)).toEqual(['/channels', '/auth/login', '/channels']);
    expect(client.token).toBe('new');
  });

  it('begins with the first call when there was none', async () => {
    server = await startServerFor('new');
    const client = new DialtoneClient({ baseUrl: server.url, onUnauthorized: () => 'new' });
    await client.channels.list();
    expect(bearers()).toEqual([undefined, 'Bearer new']);
  });

  it('is renewed once, however many calls are refused', async () => {
    server = await startServerFor('new');
    let asked = 0;
    const client = new DialtoneClient({
      baseUrl: server.url,
      token: 'old',
      onUnauthorized: async () => {
        asked += 1;
        await client.health.check().catch(() => undefined);
        return 'new';
      },
    });
    await Promise.all(Array.from({ length: 5 }, () => client.channels.list()));
    expect(asked).toBe(1);
  });

  it.each([
    ['there is no onUnauthorized', undefined],
    ['it returns nothing', () => undefined],
    ['it returns the token that was refused', () => 'old'],
  ])('rejects the call when %s', async (_when, onUnauthorized) => {
    server = await startServerFor('new');
    const client = new DialtoneClient({ baseUrl: server.url, token: 'old', onUnauthorized });
    const error: unknown = await client.channels.list().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(error).not.toHaveProperty('cause');
    expect(server.received).toHaveLength(1);
  });

  it('rejects the call with the error of the server when onUnauthorized fails, and asks again the next time', async () => {
    server = await startServerFor('new');
    const mistake = new Error('the login window was closed');
    let asked = 0;
    const onUnauthorized = () => {
      asked += 1;
      throw mistake;
    };
    const client = new DialtoneClient({ baseUrl: server.url, token: 'old', onUnauthorized });
    for (const times of [1, 2]) {
      await expect(client.channels.list()).rejects.toMatchObject({ code: 'unauthorized', cause: mistake });
      expect(asked).toBe(times);
    }
  });

  it('is asked for once in a call: a new token that is refused too ends it', async () => {
    server = await startServerFor('none of them');
    const errors: ApiError[] = [];
    const client = new DialtoneClient({
      baseUrl: server.url,
      onUnauthorized: (error) => `token-${String(errors.push(error))}`,
    });
    await expect(client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
    expect([bearers(), errors.length]).toEqual([[undefined, 'Bearer token-1'], 1]);
  });

  it('is not what a wrong password means', async () => {
    server = await startHttpServer((_request, response) => problem(response, 401, 'invalid_credentials'));
    const onUnauthorized = jest.fn();
    const client = new DialtoneClient({ baseUrl: server.url, token: 'old', onUnauthorized });
    await expect(client.auth.login(credentials)).rejects.toMatchObject({ code: 'invalid_credentials' });
    await expect(client.channels.list()).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(onUnauthorized).not.toHaveBeenCalled();
  });

  it.each([
    ['the answer', (response: ServerResponse) => json(response, 201, { status: 'ok' }), 'ok'],
    ['the news that it had ended before', (response: ServerResponse) => problem(response, 401, 'unauthorized'), 401],
  ])('by logout is forgotten with %s, and nobody is asked for another', async (_what, answer, outcome) => {
    server = await startHttpServer(({ url }, response) =>
      url === '/auth/logout' ? answer(response) : problem(response, 401, 'unauthorized'),
    );
    const onUnauthorized = jest.fn(() => 'new');
    const client = new DialtoneClient({ baseUrl: server.url, token: 'old', onUnauthorized });
    const { status } = await client.auth.logout().catch((error: unknown) => error as ApiError);
    expect([status, client.token]).toEqual([outcome, undefined]);
    await expect(client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
    expect([bearers(), onUnauthorized.mock.calls]).toEqual([['Bearer old', undefined], []]);
  });

  it('by logout is over, but a login begins another that is renewed as any other', async () => {
    let token = 'second';
    server = await startHttpServer(({ url, headers }, response) => {
      if (url === '/auth/logout') json(response, 201, { status: 'ok' });
      else if (url === '/auth/login') json(response, 200, sessionOf('second'));
      else if (headers.authorization === `Bearer ${token}`) json(response, 200, { channels: [], channel: CHANNEL });
      else problem(response, 401, 'unauthorized');
    });
    const client = new DialtoneClient({ baseUrl: server.url, token: 'first', onUnauthorized: () => 'third' });
    await client.auth.logout();
    await client.auth.login(credentials);
    await client.channels.list();
    token = 'third';
    await client.channels.list();
    expect(client.token).toBe('third');
  });

  it('stays when the logout did not get through', async () => {
    server = await startHttpServer((_request, response) => problem(response, 503, 'server_unavailable'));
    const client = new DialtoneClient({ baseUrl: server.url, token: 'old' });
    await expect(client.auth.logout()).rejects.toMatchObject({ status: 503 });
    expect(client.token).toBe('old');
  });

  it('is waited for no longer than the call may take', async () => {
    server = await startServerFor('new');
    const client = new DialtoneClient({ baseUrl: server.url, onUnauthorized: () => new Promise(() => undefined) });
    await expect(client.channels.list({ timeoutMs: 200 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('a new session', () => {
  it('is there even if onToken hangs or fails; the call that brought it rejects', async () => {
    server = await startServerFor('new');
    stopTimers();
    const mistake = new Error('the disk is full');
    const hang = () => {
      jest.advanceTimersByTime(500);
      return new Promise<void>(() => undefined);
    };
    const outcomes = [
      [hang, { name: 'TimeoutError' }],
      [() => Promise.reject(mistake), mistake],
    ] as const;
    for (const [onToken, outcome] of outcomes) {
      const client = new DialtoneClient({ baseUrl: server.url, onToken });
      await expect(client.auth.login(credentials, { timeoutMs: 500 })).rejects.toMatchObject(outcome);
      expect(client.token).toBe('new');
      await client.channels.list();
    }
  });
});
