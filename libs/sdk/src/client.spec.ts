import { inspect } from 'node:util';
import { CHANNEL, INVITE, sessionOf } from '../test/answers.js';
import { json, problem, startHttpServer, type HttpServer } from '../test/http-server.js';
import { DialtoneClient } from './client.js';

let server: HttpServer;
afterEach(() => server.close());

const credentials = { username: 'alice', password: 'correct horse 7', public_key: 'AAAA' };

describe('a call', () => {
  it('sends the query and the session token, and resolves with the parsed answer', async () => {
    const page = { channel_id: 'c1', messages: [], has_more: false, field_of_the_future: [null] };
    server = await startHttpServer((_request, response) => json(response, 200, page));
    const client = new DialtoneClient({ baseUrl: `${server.url}/base/`, token: 'session-token' });

    expect(await client.messages.list({ channel_id: 'c1', limit: 5 })).toEqual(page);
    expect(server.received).toMatchObject([
      { method: 'GET', url: '/base/channels/messages?channel_id=c1&limit=5', body: '' },
    ]);
    expect(server.received[0]?.headers).toMatchObject({ authorization: 'Bearer session-token' });
    expect(server.received[0]?.headers).not.toHaveProperty('content-type');
  });

  it('sends a body as JSON', async () => {
    server = await startHttpServer((_request, response) => json(response, 201, { channel: CHANNEL }));
    const client = new DialtoneClient({ baseUrl: server.url, token: 'session-token' });
    await client.channels.create({ name_enc: 'привет' });
    expect(server.received[0]).toMatchObject({ method: 'POST', url: '/channels', body: '{"name_enc":"привет"}' });
    expect(server.received[0]?.headers['content-type']).toBe('application/json');
  });

  it('resolves with text, and with undefined for 204', async () => {
    server = await startHttpServer(({ url }, response) => {
      if (url === '/health') response.end('ok');
      else response.writeHead(204).end();
    });
    const client = new DialtoneClient({ baseUrl: server.url });
    expect(await client.health.check()).toBe('ok');
    expect(await client.keys.getDirectoryKey()).toBeUndefined();
    await expect(client.channels.delete({ channel_id: 'c1' })).resolves.toBeUndefined();
  });

  it('resolves with a report of what is wrong, though its status is 503, and asks once', async () => {
    const report = { status: 'unready', checks: [{ name: 'disk', ok: false, reason: 'there is no room left' }] };
    server = await startHttpServer((_request, response) => json(response, 503, report));
    const { status, data } = await new DialtoneClient({ baseUrl: server.url }).health.ready().withResponse();
    expect([status, data]).toEqual([503, report]);
    expect(server.received).toHaveLength(1);
  });

  it('goes through the fetch that the client was given', async () => {
    server = await startHttpServer((_request, response) => response.end('ok'));
    const urls: unknown[] = [];
    const client = new DialtoneClient({
      baseUrl: server.url,
      fetch: (input, init) => {
        urls.push(input);
        return fetch(input, init);
      },
    });
    await client.health.check();
    expect(urls).toEqual([`${server.url}/health`]);
  });
});

describe('credentials', () => {
  it('go only to the operations that accept them', async () => {
    server = await startHttpServer(({ url }, response) =>
      json(response, 200, url === '/auth/login' ? sessionOf('new-token') : { channels: [], ...INVITE }),
    );
    const client = new DialtoneClient({ baseUrl: server.url, token: 'session-token', adminToken: 'admin-token' });
    await client.channels.list();
    await client.invites.create();
    await client.auth.login(credentials);
    const sent = server.received.map(({ headers }) => [headers.authorization, headers['x-admin-token']]);
    expect(sent).toEqual([
      ['Bearer session-token', undefined],
      ['Bearer session-token', 'admin-token'],
      [undefined, undefined],
    ]);
  });

  it('are not followed to another host by a redirect', async () => {
    const elsewhere = await startHttpServer((_request, response) => json(response, 201, {}));
    server = await startHttpServer((_request, response) => response.writeHead(307, { Location: elsewhere.url }).end());
    const client = new DialtoneClient({ baseUrl: server.url, adminToken: 'admin-token' });
    await expect(client.invites.create()).rejects.toMatchObject({ name: 'ConnectionError' });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it('change with register and login, which first tell onToken', async () => {
    server = await startHttpServer(({ url }, response) =>
      json(response, 200, url.startsWith('/auth') ? sessionOf(url.replaceAll('/', '-')) : { channels: [] }),
    );
    const stored: string[] = [];
    const client = new DialtoneClient({
      baseUrl: server.url,
      onToken: async (token) => {
        await new Promise((resolve) => setImmediate(resolve));
        stored.push(token);
      },
    });
    expect(client.token).toBeUndefined();
    await client.auth.register({ ...credentials, invite_token: 'i' });
    expect([client.token, stored]).toEqual(['-auth-register', ['-auth-register']]);
    await client.auth.login(credentials);
    expect([client.token, stored]).toEqual(['-auth-login', ['-auth-register', '-auth-login']]);
    await client.channels.list();
    expect(server.received.at(-1)?.headers.authorization).toBe('Bearer -auth-login');
  });

  it('stay as they are when the login fails', async () => {
    server = await startHttpServer((_request, response) => problem(response, 401, 'invalid_credentials'));
    const client = new DialtoneClient({ baseUrl: server.url, token: 'session-token' });
    await expect(client.auth.login(credentials)).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(client.token).toBe('session-token');
  });

  it('do not show on the console, in JSON or in errors', async () => {
    server = await startHttpServer((_request, response) => response.end('{"token":"new-token"'));
    const client = new DialtoneClient({ baseUrl: server.url, token: 'session-token', adminToken: 'admin-token' });
    const failures = [
      client.auth.login(credentials),
      client.channels.list(),
      new DialtoneClient({ baseUrl: 'http://127.0.0.1:1', token: 'session-token', maxRetries: 0 }).channels.list(),
    ].map((call) => call.catch((error: unknown) => error));
    const seen = [client, client.channels, client.realtime(), ...(await Promise.all(failures))];
    for (const value of seen) {
      const text = inspect(value, { depth: 20, showHidden: true }) + JSON.stringify(value);
      expect(text).not.toMatch(/session-token|admin-token|new-token|correct horse/);
    }
  });

  it.each([{ token: 'secret\n' }, { token: '' }, { adminToken: 'sécret' }])(
    'that cannot stand in a header are refused without quoting them: %j',
    async (bad) => {
      server = await startHttpServer((_request, response) => response.end());
      const making = () => new DialtoneClient({ baseUrl: server.url, ...bad });
      expect(making).toThrow(TypeError);
      expect(making).toThrow(/^(token|adminToken) must be a string of visible ASCII characters$/);
    },
  );
});
