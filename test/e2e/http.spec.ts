import { once } from 'node:events';
import { connect } from 'node:net';
import { limits, operations } from '@app/contract';
import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, NAME_ENC } from '../support/channels.js';
import { call } from '../support/http.js';
import { stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice } = useServer('alice');

/** The headers of a JSON body that is announced and never sent. */
function unsent(bytes: number): string {
  return `Content-Type: application/json\r\nContent-Length: ${String(bytes)}\r\n\r\n`;
}

/** The first that the server answers to these bytes; nothing follows them. */
async function rawAnswer(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(bytes);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}

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

  it('is 413 for a body longer than its schema describes, but not for the longest one', async () => {
    const { token } = alice.session;
    const longest = operations.createChannel.maxBodyBytes;
    const padded = (bytes: number) => `{"name_enc":"a"}`.padEnd(bytes, ' ');

    const tooLong = await call(server, 'POST', '/channels', { token, body: padded(longest + 1) });
    const long = await call(server, 'POST', '/channels', { token, body: padded(longest) });

    expectError(tooLong, 413, 'payload_too_large');
    expect(long.status).toBe(201);
    expect(operations.loginUser.maxBodyBytes).toBeLessThan(8 * 1024);
  });

  it('has a small bound for each operation whose schema has no list of many, and no long text', () => {
    const bounds = Object.entries(operations).flatMap(([id, operation]) =>
      'maxBodyBytes' in operation ? [{ id, bytes: operation.maxBodyBytes }] : [],
    );
    const large = bounds.filter(({ bytes }) => bytes > 32 * 1024);

    const [lists, texts] = [
      ['putDeviceCertificates', 'putChannelKeys', 'createKeyVersion', 'putDirectoryKeys', 'queryPresence'],
      ['answerDeviceLink', 'putKeyBackup'],
    ];
    expect(large.map(({ id }) => id).sort()).toEqual([...lists, ...texts].sort());
    for (const { bytes } of large) expect(bytes).toBeLessThanOrEqual(limits.maxBodyBytes);
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

  it.each<Record<string, string>>([
    { 'content-type': 'application/json; charset=latin1' },
    { 'content-type': 'application/json; version=1; charset="utf-16"' },
    { 'content-type': 'application/json; charset=' },
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'identity, br' },
  ])('is 415 for a body that is no plain JSON in UTF-8: %p', async (headers) => {
    const { token } = alice.session;
    const before = await countRows(server, 'channels');

    const answer = await call(server, 'POST', '/channels', { token, headers, body: { name_enc: NAME_ENC } });

    expectError(answer, 415, 'unsupported_media_type');
    expect(await countRows(server, 'channels')).toEqual(before);
  });

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

  it.each<Record<string, string>>([
    { 'content-type': 'application/json; charset=utf-8' },
    { 'content-type': 'Application/JSON ; charset="UTF-8"', 'content-encoding': 'identity' },
  ])('with a charset, white space and escapes is accepted: %p', async (headers) => {
    const answer = await call(server, 'POST', '/channels', {
      token: alice.session.token,
      headers,
      body: ' {\r\n\t"name_enc" : "\\u0061:\\"{}" } \n',
    });

    expect(answer.status).toBe(201);
    expect(answer.text).toContain(String.raw`"name_enc":"a:\"{}"`);
  });

  it('is only read once the caller is authenticated', async () => {
    const answer = await call(server, 'POST', '/channels', { body: 'nonsense' });
    const stranger = await rawAnswer(`POST /channels/keys HTTP/1.1\r\nHost: x\r\n${unsent(limits.maxBodyBytes)}`);
    const lost = await rawAnswer(`POST /nothing HTTP/1.1\r\nHost: x\r\n${unsent(limits.maxBodyBytes + 1)}`);

    expectError(answer, 401, 'unauthorized');
    expect(stranger).toMatch(/^HTTP\/1\.1 401 /);
    expect(lost).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('that is too long is refused before it is there', async () => {
    const { maxBodyBytes } = operations.loginUser;
    const login = 'POST /auth/login HTTP/1.1\r\nHost: x\r\n';
    const chunk = 'x'.repeat(maxBodyBytes + 1);

    const announced = await rawAnswer(login + unsent(maxBodyBytes + 1));
    const chunked = await rawAnswer(
      `${login}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n${chunk}`,
    );

    for (const answer of [announced, chunked]) expect(answer).toMatch(/^HTTP\/1\.1 413 .*payload_too_large/s);
  });

  it('with more fields than its schema describes is refused before it is parsed', async () => {
    const { maxBodyBytes, maxBodyParts } = operations.loginUser;
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 1]));
    const parse = jest.spyOn(JSON, 'parse');

    const many = await call(server, 'POST', '/auth/login', { body: fields(maxBodyParts + 1) });
    const parsed = parse.mock.calls.some(([text]) => text.includes('f0'));
    parse.mockRestore();
    const one = await call(server, 'POST', '/auth/login', { body: fields(1) });

    expect(JSON.stringify(fields(maxBodyParts + 1)).length).toBeLessThan(maxBodyBytes);
    expectError(many, 400, 'invalid_request');
    expect(many.text).toContain(`more than ${String(maxBodyParts)} fields and items`);
    expect(parsed).toBe(false);
    expect(one.text).toContain('property f0 should not exist');
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
