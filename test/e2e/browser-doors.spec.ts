import { handshake } from '../support/handshake.js';
import { call } from '../support/http.js';
import { bearer } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { exchange } from '../contract/support/raw.js';

const FRIEND = 'https://chat.example.org';
const STRANGER = 'https://evil.example.org';

const SHELL = 'capacitor://localhost';

const { server, alice } = useServer({ env: { DIALTONE_ALLOWED_ORIGINS: `${FRIEND},${SHELL}` } }, 'alice');

describe("a WebSocket's handshake", () => {
  const pages: [who: string, origin: () => string | undefined][] = [
    ['without an origin', () => undefined],
    ["of the server's own page", () => server.url],
    ['of an allowed page', () => FRIEND],
    ['of an allowed app shell', () => SHELL],
  ];

  it.each(pages)('%s succeeds', async (_who, origin) => {
    const { status, ear } = await handshake(server.wsUrl, { headers: bearer(alice), origin: origin() });

    expect(status).toBe(101);
    await ear!.close();
  });

  it.each([STRANGER, 'null', `${FRIEND}.evil.org`, 'http://chat.example.org', 'http://127.0.0.1:1'])(
    'of the page %s is refused with 403, whatever credentials it has',
    async (origin) => {
      const { ticket } = await alice.client.auth.createTicket();

      const answers = [
        await handshake(server.wsUrl, { headers: bearer(alice), origin }),
        await handshake(server.wsUrl, { origin }, ['dialtone', `ticket.${ticket}`]),
        await handshake(server.wsUrl, { origin }),
      ];

      for (const { status, code } of answers) expect([status, code]).toEqual([403, 'origin_not_allowed']);
      const { ear } = await handshake(server.wsUrl, { origin: FRIEND }, ['dialtone', `ticket.${ticket}`]);
      await ear!.close(); // the refusals have not used up the ticket
    },
  );

  it('offers no compression', async () => {
    const { headers, ear } = await handshake(server.wsUrl, { headers: bearer(alice), perMessageDeflate: true });

    expect(headers['sec-websocket-extensions']).toBeUndefined();
    await ear!.close();
  });
});

describe('CORS', () => {
  const preflight = (origin: string, method: string, asked = 'authorization,content-type') =>
    call(server, 'OPTIONS', '/channels', {
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': asked,
      },
    });

  it('lets an allowed page read answers and errors, with their headers', async () => {
    const answers = [
      await call(server, 'GET', '/channels', { token: alice.session.token, headers: { origin: FRIEND } }),
      await call(server, 'GET', '/channels', { headers: { origin: FRIEND } }),
      await call(server, 'GET', '/nowhere', { headers: { origin: FRIEND } }),
      await call(server, 'POST', '/auth/login', { headers: { origin: FRIEND }, body: '{' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 400]);
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBe(FRIEND);
      expect(headers.get('access-control-expose-headers')).toContain('X-Error-Code');
      expect(headers.get('access-control-expose-headers')).toContain('Retry-After');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toMatch(/origin/i);
    }
  });

  it.each(['GET', 'POST', 'PATCH', 'DELETE'])('answers the preflight of an allowed page for %s', async (method) => {
    const { status, headers } = await preflight(FRIEND, method);

    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(FRIEND);
    expect(headers.get('access-control-allow-methods')).toContain(method);
    for (const name of ['Authorization', 'Content-Type', 'X-Admin-Token']) {
      expect(headers.get('access-control-allow-headers')).toContain(name);
    }
  });

  it('lets an allowed page send any header, and read any that the server answers with', async () => {
    const { headers } = await preflight(FRIEND, 'GET', 'authorization, x-app-version,traceparent');

    const allowed = headers.get('access-control-allow-headers')?.toLowerCase().split(/, ?/);
    expect(allowed).toEqual(expect.arrayContaining(['authorization', 'x-app-version', 'traceparent']));
    const answer = await call(server, 'GET', '/health', { headers: { origin: FRIEND, 'x-app-version': '1.2.3' } });
    expect(answer.headers.get('access-control-expose-headers')?.split(/, ?/)).toEqual(
      expect.arrayContaining(['X-Error-Code', 'X-Request-Id', 'Retry-After', 'Date', '*']),
    );
  });

  it('lets an allowed app shell in as well', async () => {
    const answer = await call(server, 'GET', '/health', { headers: { origin: SHELL } });
    const { headers } = await preflight(SHELL, 'POST');

    for (const told of [answer.headers, headers]) expect(told.get('access-control-allow-origin')).toBe(SHELL);
  });

  it.each([STRANGER, 'null', `${FRIEND}.evil.org`, 'http://chat.example.org'])(
    'tells the page %s nothing',
    async (origin) => {
      const answers = [
        await call(server, 'GET', '/channels', { token: alice.session.token, headers: { origin } }),
        await preflight(origin, 'DELETE'),
      ];

      for (const { headers } of answers) expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it("answers an OPTIONS request that is not a preflight with the contract's error", async () => {
    for (const origin of [FRIEND, STRANGER, undefined]) {
      const { status, text, code } = await call(server, 'OPTIONS', '/channels', { headers: origin ? { origin } : {} });

      expect([origin, status, code, Object.keys(JSON.parse(text) as object)]).toEqual([
        origin,
        405,
        'method_not_allowed',
        ['error'],
      ]);
    }
  });

  const { server: closed } = useServer();

  it('is off when no origin is allowed', async () => {
    const { headers } = await call(closed, 'GET', '/health', { headers: { origin: FRIEND } });

    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

describe('headers', () => {
  const PROTECTION = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  };

  /** The security headers of an answer. */
  function protectionOf(headers: Headers): Record<string, string | null> {
    return Object.fromEntries(Object.keys(PROTECTION).map((name) => [name, headers.get(name)]));
  }

  const answers: [what: string, ask: () => Promise<{ headers: Headers; status: number }>, status: number][] = [
    ['a public answer', () => call(server, 'GET', '/health'), 200],
    ['something personal', () => call(server, 'GET', '/auth/sessions', { token: alice.session.token }), 200],
    ['nothing', () => call(server, 'GET', '/directory/keys', { token: alice.session.token }), 204],
    ['a refused body', () => call(server, 'POST', '/auth/login', { body: '{' }), 400],
    ['a stranger', () => call(server, 'GET', '/channels'), 401],
    ['an unknown path', () => call(server, 'GET', '/nowhere'), 404],
    ['a wrong verb', () => call(server, 'DELETE', '/health'), 405],
    ['too large a body', () => call(server, 'POST', '/auth/login', { body: ' '.repeat(1_048_577) }), 413],
    [
      'a body of another type',
      () => call(server, 'POST', '/auth/login', { body: 'x', headers: { 'content-type': 'text/plain' } }),
      415,
    ],
    ['a plain request for the WebSocket', () => call(server, 'GET', '/ws', { token: alice.session.token }), 426],
    ['a path that cannot be decoded', () => call(server, 'GET', '/%ff'), 400],
    ['too large a header', () => call(server, 'GET', '/health', { headers: { 'x-large': 'x'.repeat(20_000) } }), 431],
  ];

  it.each(answers)('protect %s', async (_what, ask, status) => {
    const answer = await ask();

    expect(answer.status).toBe(status);
    expect(protectionOf(answer.headers)).toEqual(PROTECTION);
  });

  it('protect a refused handshake', async () => {
    const { status, headers } = await handshake(server.wsUrl);

    expect(status).toBe(401);
    expect(headers).toMatchObject(PROTECTION);
  });

  it('protect the answer to bytes that are not HTTP', async () => {
    const answer = await exchange(server.url, 'nonsense\r\n\r\n');

    expect(answer).toMatchObject({ status: 400, headers: PROTECTION });
  });

  it("let the docs run the server's own scripts, and nobody frame them", async () => {
    const { status, headers } = await call(server, 'GET', '/docs');

    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';.*frame-ancestors 'none'$/);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});
