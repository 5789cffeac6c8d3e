import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Authenticator } from '../../apps/server/src/core/access/authenticator.js';
import { createFastifyAdapter } from '../../apps/server/src/core/http/fastify.js';
import { createLogger } from '../../apps/server/src/core/observability/logger.js';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { call } from '../support/http.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { RawHttp, type WireAnswer } from '../support/raw-http.js';
import { type Stage, useServer } from '../support/stage.js';

const line = (text: string) => text.replaceAll('\n', '\r\n');
/** A request without a body; what is not said is as usual. */
const request = (start: string, headers = '', host = 'Host: x\n') => line(`${start} HTTP/1.1\n${host}${headers}\n`);
const posting = (path: string, body: string) =>
  request(`POST ${path}`, `Content-Type: application/json\nContent-Length: ${body.length}\n`) + body;
const OFFER = 'Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\n';
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n';
const HANDSHAKE = `Connection: Upgrade\nUpgrade: websocket\n${KEY}Sec-WebSocket-Version: 13\n`;

/** What every error has, however it came about. */
function expectErrorForm({ headers, text }: WireAnswer, tls: boolean): void {
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-error-code': expect.stringMatching(/^[a-z_]+$/),
    'x-request-id': expect.stringMatching(/.+/),
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  });
  expect(headers['strict-transport-security']).toBe(tls ? 'max-age=31536000' : undefined);
  expect(JSON.parse(text)).toEqual({ error: expect.stringMatching(/.+/) });
}

describe.each(['http', 'https'])('over %s', (scheme) => {
  const tls = scheme === 'https';
  const env: Record<string, string> = {};
  let certificate: Certificate | undefined;
  if (tls) {
    beforeAll(async () => {
      certificate = await makeCertificate();
      Object.assign(env, { DIALTONE_TLS_CERT: certificate.certFile, DIALTONE_TLS_KEY: certificate.keyFile });
    });
  }
  const { server }: Stage = useServer({ env });
  let token: string;
  beforeAll(async () => {
    const invite = await post('/server/invites', `X-Admin-Token: ${ADMIN_TOKEN}\n`);
    const { token: invite_token } = JSON.parse(invite.text) as { token: string };
    const session = await post(
      '/auth/register',
      'Content-Type: application/json\n',
      JSON.stringify({
        username: 'alice',
        password: 'correct horse 7',
        public_key: '3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=',
        invite_token,
      }),
    );
    ({ token } = JSON.parse(session.text) as { token: string });
  });
  afterAll(() => certificate?.remove());

  const opened: RawHttp[] = [];
  const open = () => {
    const raw = new RawHttp(server.url);
    opened.push(raw);
    return raw;
  };
  afterEach(() => Promise.all(opened.splice(0).map((raw) => raw.close())));

  const bearer = () => `Authorization: Bearer ${token}\n`;
  const post = async (path: string, headers: string, body = '') => {
    const [answer] = await open()
      .write(request(`POST ${path}`, `${headers}Content-Length: ${body.length}\n`) + body)
      .answers(1);
    return answer;
  };
  /** The answers' statuses and error codes, with the form of each error checked. */
  const outcomes = (answers: readonly WireAnswer[]) =>
    answers.map((answer) => {
      if (answer.status < 400) return answer.status;
      expectErrorForm(answer, tls);
      return `${answer.status} ${answer.headers['x-error-code']}`;
    });

  test.each([
    ['a NUL', '/docs/%00', '404 not_found'],
    ['a second slash', '/docs//etc/passwd', '404 not_found'],
    ['dots', '/docs/../package.json', '404 not_found'],
    ['encoded dots', '/docs/%2e%2e/%2e%2e/package.json', '404 not_found'],
    ['a backslash', '/docs/..%5c..%5cpackage.json', '404 not_found'],
    ['the folder itself', '/docs/.', '404 not_found'],
    ['a hidden file', '/docs/.npmrc', '404 not_found'],
    ['more than a file name can be', `/docs/${'a'.repeat(300)}`, '404 not_found'],
    ['no UTF-8', '/docs/%ff', '400 invalid_request'],
    ['an encoded slash', '/channels%2fmessages', '404 not_found'],
    ['an empty segment', '//health', '404 not_found'],
    ['dots between', '/x/../health', '404 not_found'],
  ])('a path with %s is answered with what it is: %s', async (_what, path, outcome) => {
    const answers = await open()
      .write(request(`GET ${path}`))
      .answers(1);

    expect(outcomes(answers)).toEqual([outcome]);
    expect(answers[0].text).not.toMatch(/node_modules|\bat /);
  });

  test.each([
    ['a range beyond its end', 'Range: bytes=99999999-\n'],
    ['a condition that does not hold', 'If-Match: "another"\n'],
    ['a date that is long ago', 'If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT\n'],
  ])('a docs file asked for with %s is no fault of the server', async (_what, headers) => {
    const answers = await open().write(request('GET /docs/swagger-ui.css', headers)).answers(1);

    expect(outcomes(answers)).toEqual(['400 invalid_request']);
  });

  test.each([
    ['two hosts', 'GET /health', 'Host: x\nHost: y\n', '', '400 invalid_request'],
    ['the same host twice', 'GET /health', 'Host: x\nHost: x\n', '', '400 invalid_request'],
    ['two hosts behind an offer', 'GET /health', 'Host: x\nHost: y\n', OFFER, '400 invalid_request'],
    ['two hosts in a handshake', 'GET /ws', 'Host: x\nHost: y\n', HANDSHAKE, '400 invalid_request'],
    ['no host in a handshake', 'GET /ws', '', HANDSHAKE, '400 invalid_request'],
    ['a host with blanks', 'GET /health', 'Host: a b\n', '', '400 invalid_request'],
    ['two hosts in one', 'GET /health', 'Host: x, y\n', '', '400 invalid_request'],
    ['two hosts and an absolute target', 'GET http://x/health', 'Host: x\nHost: y\n', '', '400 invalid_request'],
    ['a host with a port', 'GET /health', 'Host: chat.example.org:8080\n', '', 200],
    ['an IPv6 host', 'GET /health', 'Host: [::1]:8080\n', '', 200],
    ['an empty host', 'GET /health', 'Host:\n', '', 200],
    [
      'a compressed transfer',
      'POST /auth/login',
      'Host: x\n',
      'Transfer-Encoding: gzip, chunked\n',
      '400 invalid_request',
    ],
    ['an unknown expectation', 'GET /health', 'Host: x\n', 'Expect: banana\n', 200],
    ['CONNECT', 'CONNECT x:80', 'Host: x\n', '', '400 invalid_request'],
    ['TRACE', 'TRACE /health', 'Host: x\n', '', '405 method_not_allowed'],
    ['OPTIONS for no path', 'OPTIONS *', 'Host: x\n', '', '404 not_found'],
    ['OPTIONS', 'OPTIONS /channels', 'Host: x\n', '', '405 method_not_allowed'],
    ['OPTIONS of the WebSocket', 'OPTIONS /ws', 'Host: x\n', '', '405 method_not_allowed'],
    ['POST to the docs', 'POST /docs', 'Host: x\n', 'Content-Length: 0\n', '405 method_not_allowed'],
    ['an absolute target', 'GET http://x/health', 'Host: x\n', '', 200],
    ['an absolute target in capitals', 'GET HTTP://X/health', 'Host: x\n', '', 200],
    ['an absolute target with an account', 'GET http://a:b@x/health', 'Host: x\n', '', 200],
    ['an absolute target without a path', 'GET http://x', 'Host: x\n', '', 302],
    ['a file by an absolute target', 'GET http://x/docs/swagger-ui.css', 'Host: x\n', '', 200],
    ['an absolute target of another scheme', 'GET ftp://x/health', 'Host: x\n', '', '404 not_found'],
    ['an offer of TLS', 'GET /health', 'Host: x\n', 'Connection: Upgrade\nUpgrade: TLS/1.0\n', 200],
    ['an offer among others', 'GET /health', 'Host: x\n', 'Connection: Upgrade\nUpgrade: h2c, websocket\n', 200],
  ])('%s', async (_what, start, host, headers, outcome) => {
    const body = headers.includes('chunked') ? '2\r\n{}\r\n0\r\n\r\n' : '';

    const answers = await open()
      .write(request(start, headers, host) + body)
      .answers(1);

    expect(outcomes(answers.slice(0, 1))).toEqual([outcome]);
  });

  test.each([
    ['over HTTP/1.0', (of: string) => of.replace('HTTP/1.1', 'HTTP/1.0'), '400 invalid_request'],
    ['without a session', (of: string) => of.replace(/Authorization.*\r\n/, ''), '401 unauthorized'],
    ['elsewhere', (of: string) => of.replace('/ws', '/health'), '404 not_found'],
    ['without a key', (of: string) => of.replace(/Sec-WebSocket-Key.*\r\n/, ''), '426 upgrade_required'],
    ['of an unknown version', (of: string) => of.replace('Version: 13', 'Version: 99'), '426 upgrade_required'],
    ['with no protocol in its list', (of: string) => addTo(of, 'Sec-WebSocket-Protocol: ,,'), '426 upgrade_required'],
    ['by POST', (of: string) => of.replace('GET', 'POST'), '426 upgrade_required'],
    ['with a body', (of: string) => `${addTo(of, 'Content-Length: 5')}hello`, '400 invalid_request'],
    ['with chunks', (of: string) => `${addTo(of, 'Transfer-Encoding: chunked')}0\r\n\r\n`, '400 invalid_request'],
  ])('a handshake %s is refused, and the connection ends', async (_what, spoil, outcome) => {
    const answers = await open()
      .write(spoil(request('GET /ws', HANDSHAKE + bearer())))
      .ended();

    expect(outcomes(answers)).toEqual([outcome]);
    if (outcome.startsWith('426'))
      expect(answers[0].headers).toMatchObject({ upgrade: 'websocket', 'sec-websocket-version': '13' });
  });

  test('a plain request for the WebSocket is told what to ask for', async () => {
    const [answer] = await open().write(request('GET /ws', bearer())).answers(1);

    expect(outcomes([answer])).toEqual(['426 upgrade_required']);
    expect(answer.headers).toMatchObject({
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
    });
  });

  test.each([
    ['by an absolute target', 'GET http://x/ws', ''],
    ['with a query', 'GET /ws?a=b', ''],
    [
      'with unknown protocols and extensions',
      'GET /ws',
      'Sec-WebSocket-Protocol: a\nSec-WebSocket-Protocol: b\nSec-WebSocket-Extensions: ;=\n',
    ],
  ])('a handshake %s is served', async (_what, start, headers) => {
    const answers = await open()
      .write(request(start, HANDSHAKE + headers + bearer()))
      .answers(1);

    expect(outcomes(answers)).toEqual([101]);
  });

  const slow = () => request('GET /channels', bearer());
  const offering = request('GET /health', OFFER);
  test.each([
    ['requests behind an offer of another protocol', () => slow() + offering + slow(), [200, 200, 200]],
    ['two offers', () => offering + request('GET /nowhere', OFFER) + slow(), [200, '404 not_found', 200]],
    ['a handshake behind a request', () => slow() + request('GET /ws', HANDSHAKE + bearer()), [200, 101]],
    ['a refused handshake behind one', () => slow() + request('GET /ws', HANDSHAKE), [200, '401 unauthorized']],
    ['nonsense behind one', () => `${slow()}NONSENSE\r\n\r\n`, [200, '400 invalid_request']],
    ['CONNECT behind one', () => slow() + request('CONNECT x:80'), [200, '400 invalid_request']],
  ])('%s: every request is answered, in its turn', async (_what, bytes, expected) => {
    const answers = await open().write(bytes()).answers(expected.length);

    expect(outcomes(answers)).toEqual(expected);
  });

  const tooLong = 'Content-Type: application/json\nContent-Length: 99999\n';
  const tooLarge = '413 payload_too_large';
  test.each([
    ['a request', () => slow(), [200]],
    ['a body', () => posting('/auth/login', '{}'), ['400 invalid_request']],
    ['several requests', () => slow() + request('GET /nowhere') + slow(), [200, '404 not_found', 200]],
    ['a body that is refused', () => slow() + request('POST /auth/login', tooLong), [200, tooLarge]],
    ['an offer', () => offering, [200]],
    ['offers of another protocol', () => slow() + offering + offering + slow(), [200, 200, 200, 200]],
    ['half a request', () => `${slow()}GET /heal`, [200, '400 invalid_request']],
    ['half a body', () => slow() + posting('/auth/login', '{}').slice(0, -1), [200, '400 invalid_request']],
    ['CONNECT', () => slow() + request('CONNECT x:80'), [200, '400 invalid_request']],
    ['a refused handshake', () => slow() + request('GET /ws', HANDSHAKE), [200, '401 unauthorized']],
    ['nothing', () => '', []],
  ])('%s, and no more to come: all is answered, and the connection ends', async (_what, bytes, expected) => {
    const answers = await open().write(bytes()).endSending().ended();

    expect(outcomes(answers)).toEqual(expected);
  });

  test.each([
    ['a request', () => slow(), [200]],
    ['several requests', () => slow() + slow() + slow(), [200, 200, 200]],
    ['a body that is refused', () => slow() + request('POST /channels', bearer() + tooLong), [200, tooLarge]],
    ['a handshake', () => slow() + request('GET /ws', HANDSHAKE + bearer()), [200, '400 invalid_request']],
  ])('%s, and no more to come before the answer takes its time', async (_what, bytes, expected) => {
    const accepted = once(server.app.getHttpServer(), tls ? 'secureConnection' : 'connection');
    const authenticator = server.app.get(Authenticator);
    const authenticate = authenticator.authenticate.bind(authenticator);
    const seam = jest.spyOn(authenticator, 'authenticate').mockImplementation(async (asked) => {
      const [transport] = (await accepted) as [Socket];
      if (!transport.readableEnded) await once(transport, 'end');
      return authenticate(asked);
    });

    const answers = await open().write(bytes()).endSending().ended();

    seam.mockRestore();
    expect(outcomes(answers)).toEqual(expected);
    const ends = answers.map(({ headers }) => headers['connection'] === 'close');
    expect(ends).toEqual(expected.map((_, i) => i === expected.length - 1));
  });

  test('a client that hangs up before it has sent anything is let go', async () => {
    const raw = new RawHttp(server.url.replace('https:', 'http:'));
    opened.push(raw);

    expect(await raw.endSending().ended()).toEqual([]);
  });

  const sending = request('POST /auth/login', 'Content-Type: application/json\nTransfer-Encoding: chunked\n');
  test.each([
    ['a chunk that is none', `${sending}nonsense\r\n`, '400 invalid_request'],
    [
      'trailers that are too long',
      `${sending}0\r\nA: ${'b'.repeat(20_000)}\r\n\r\n`,
      '431 request_header_fields_too_large',
    ],
  ])('%s is refused while the request still arrives', async (_what, bytes, outcome) => {
    expect(outcomes(await open().write(bytes).ended())).toEqual([outcome]);
  });

  test('nothing of all that was a fault of the server', () => {
    expect(server.log.filter((entry) => (JSON.parse(entry) as { level: number }).level >= 50)).toEqual([]);
  });
});

describe('a path parameter of more than 100 characters', () => {
  const { server } = useServer();

  it('is refused, as one that nothing is found by', async () => {
    const fastify = createFastifyAdapter(server.config, createLogger('silent')).getInstance();
    fastify.get('/things/:id', () => 'found');

    const [short, long] = [
      await fastify.inject(`/things/${'a'.repeat(100)}`),
      await fastify.inject(`/things/${'a'.repeat(101)}`),
    ];
    await fastify.close();

    expect([short.statusCode, long.statusCode, long.headers['x-error-code']]).toEqual([200, 400, 'invalid_request']);
    expect(long.json()).toEqual({ error: expect.any(String) });
  });
});

describe('/', () => {
  const { server } = useServer();

  it.each(['GET', 'HEAD'])('leads to the docs: %s', async (method) => {
    const answer = await fetch(server.url, { method, redirect: 'manual' });
    const docs = await fetch(server.url, { method });

    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/docs']);
    expect(answer.headers.get('cache-control')).toBe('no-store'); // another page may take its place
    expect([docs.status, docs.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)]);
  });

  it('is there to be read only', async () => {
    const answer = await call(server, 'POST', '/');

    expect([answer.status, answer.code, answer.headers.get('allow')]).toEqual([405, 'method_not_allowed', 'GET']);
  });
});

function addTo(text: string, header: string): string {
  return text.replace(/\r\n\r\n$/, `\r\n${header}\r\n\r\n`);
}
