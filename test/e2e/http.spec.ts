import { once } from 'node:events';
import { connect } from 'node:net';
import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, NAME_ENC } from '../support/channels.js';
import { call } from '../support/http.js';
import { stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const MIB = 1024 * 1024;

const { server, alice } = useServer('alice');

/** Checks the form that every error has. */
function expectError(answer: Awaited<ReturnType<typeof call>>, status: number, code: string): void {
  expect([answer.status, answer.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.headers.get('x-request-id')).toMatch(/.+/);
  const body = JSON.parse(answer.text) as { error: string };
  expect(body).toEqual({ error: expect.any(String) });
  expect(body.error).not.toBe('');
}

describe('GET /health', () => {
  it('answers the text ok', async () => {
    const answer = await call(server, 'GET', '/health');

    expect([answer.status, answer.text]).toEqual([200, 'ok']);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await stranger(server).health.check()).toBe('ok');
  });
});

describe('an error', () => {
  it('is 404 with "not found" for an unknown path', async () => {
    for (const path of ['/nothing', '/channels/', '/channels/messages/x', '/ws/x']) {
      const answer = await call(server, 'GET', path, { token: alice.session.token });
      expectError(answer, 404, 'not_found');
      expect(answer.text).toContain('not found');
    }
  });

  it('is 405 for a wrong method, and names the allowed ones', async () => {
    for (const [method, path] of [
      ['GET', '/auth/login'],
      ['PUT', '/channels'],
      ['DELETE', '/health'],
    ] as const) {
      const answer = await call(server, method, path, { token: alice.session.token });
      expectError(answer, 405, 'method_not_allowed');
    }
    const answer = await call(server, 'PUT', '/channels');
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'PATCH', 'POST']);
  });

  it('is 413 for a body over 1 MiB, but not for exactly 1 MiB', async () => {
    const { token } = alice.session;
    const padded = (bytes: number) => `{"name_enc":"a"}`.padEnd(bytes, ' ');

    const large = await call(server, 'POST', '/channels', { token, body: padded(MIB + 1) });
    const largest = await call(server, 'POST', '/channels', { token, body: padded(MIB) });

    expectError(large, 413, 'payload_too_large');
    expect(largest.status).toBe(201);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is 415 for a body of type %s',
    async (contentType) => {
      const answer = await call(server, 'POST', '/channels', {
        token: alice.session.token,
        headers: { 'content-type': contentType },
        body: JSON.stringify({ name_enc: NAME_ENC }),
      });

      expectError(answer, 415, 'unsupported_media_type');
    },
  );

  it.each([
    ['400 for a request that is not HTTP', 400, 'NONSENSE\r\n\r\n'],
    ['431 for headers over 16 KiB', 431, `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`],
  ])('is %s', async (_what, status, request) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(request);

    let answer = '';
    for await (const chunk of socket) answer += String(chunk);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
    expect(answer).toMatch(/\r\nContent-Type: application\/json.*\r\n\r\n\{"error":".+"\}$/s);
  });

  it('is 500 without internals when the store fails', async () => {
    const { dataSource } = server.app.get(Database);
    await dataSource.query('ALTER TABLE channels RENAME TO hidden');

    const answer = await call(server, 'GET', '/channels', { token: alice.session.token });

    await dataSource.query('ALTER TABLE hidden RENAME TO channels');
    expectError(answer, 500, 'server_error');
    expect(answer.text).toBe('{"error":"internal server error"}');
    expect(server.log.join('')).toMatch(/no such table|doesn't exist/);
  });
});

describe('a body', () => {
  it.each([
    ['an unknown field', '{"name_enc":"a","colour":"red"}'],
    ['two JSON values', '{"name_enc":"a"}{"name_enc":"b"}'],
    ['malformed JSON', '{"name_enc":"a"'],
    ['a field given twice', '{"name_enc":"a","name_enc":"b"}'],
    ['a __proto__ field', '{"name_enc":"a","__proto__":{}}'],
    ['no object', '["a"]'],
    ['null', 'null'],
    ['a number for a string', '{"name_enc":1}'],
    ['null for a string', '{"name_enc":null}'],
    ['a missing field', '{}'],
    ['a blank name', '{"name_enc":"  "}'],
    ['a name of other blanks', '{"name_enc":"\\t\\n\\u3000"}'],
    ['no JSON at all', 'name_enc=a'],
    ['U+0000', '{"name_enc":"a\\u0000"}'],
    ['a lone surrogate', '{"name_enc":"a\\ud800"}'],
    ['deep nesting', `{"name_enc":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('with %s is 400 and changes nothing', async (_what, body) => {
    const before = await countRows(server, 'channels');

    const answer = await call(server, 'POST', '/channels', { token: alice.session.token, body });

    expectError(answer, 400, 'invalid_request');
    expect(await countRows(server, 'channels')).toEqual(before);
  });

  it('that is required but missing or empty is 400', async () => {
    const { token } = alice.session;

    const missing = await call(server, 'POST', '/channels', { token });
    const empty = await call(server, 'POST', '/channels', { token, headers: { 'content-type': 'application/json' } });

    expectError(missing, 400, 'invalid_request');
    expectError(empty, 400, 'invalid_request');
  });

  it('that is empty is accepted where none is expected, even with Content-Type: application/json', async () => {
    const { token } = alice.session;
    const channelId = await makeChannel(alice);
    const headers = { 'content-type': 'application/json' };

    const list = await call(server, 'GET', '/channels', { token, headers });
    const gone = await call(server, 'DELETE', `/channels?channel_id=${channelId}`, { token, headers });

    expect([list.status, gone.status]).toEqual([200, 204]);
  });

  it('with a charset, white space and escapes is accepted', async () => {
    const answer = await call(server, 'POST', '/channels', {
      token: alice.session.token,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: ' {\r\n\t"name_enc" : "\\u0061:\\"{}" } \n',
    });

    expect(answer.status).toBe(201);
    expect(answer.text).toContain(String.raw`"name_enc":"a:\"{}"`);
  });

  it('is only checked once the caller is authenticated', async () => {
    const answer = await call(server, 'POST', '/channels', { body: 'nonsense' });

    expectError(answer, 401, 'unauthorized');
  });
});

describe('a query', () => {
  it.each(['?colour=red', '?channel_id=a&channel_id=b', '?channel_id=', '?channel_id=%00', '?Channel_ID=a'])(
    'with a mistake is 400: %s',
    async (query) => {
      const answer = await call(server, 'GET', `/channels/messages${query}`, { token: alice.session.token });

      expectError(answer, 400, 'invalid_request');
    },
  );
});

describe('every response', () => {
  it('has a request id of its own', async () => {
    const answers = await Promise.all([
      call(server, 'GET', '/health'),
      call(server, 'GET', '/channels', { token: alice.session.token }),
      call(server, 'GET', '/nothing', { headers: { 'x-request-id': 'chosen-by-the-client' } }),
    ]);

    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain('chosen-by-the-client');
  });
});

describe('a request that offers another protocol', () => {
  const offer =
    'Host: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
  const connected = async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    const statuses = async (count: number) => {
      for (;;) {
        const found = [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
        if (found.length >= count) return found;
        await once(socket, 'data');
      }
    };
    return { socket, statuses };
  };

  it('is served over HTTP/1.1, with its body, and so are the requests after it', async () => {
    const { socket, statuses } = await connected();
    const body = JSON.stringify({ name_enc: NAME_ENC });
    const authorization = `Authorization: Bearer ${alice.session.token}\r\n`;
    const post = `POST /channels HTTP/1.1\r\n${offer}${authorization}Content-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n`;

    socket.write(`GET /health HTTP/1.1\r\n${offer}\r\n`);
    expect(await statuses(1)).toEqual([200]);
    socket.write(post + body.slice(0, 5));
    socket.write(body.slice(5));
    expect(await statuses(2)).toEqual([200, 201]);
    socket.write(`GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n`);

    expect(await statuses(3)).toEqual([200, 201, 404]);
    socket.destroy();
  });
});
