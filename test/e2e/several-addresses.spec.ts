import dns from 'node:dns/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { assertFree } from '../../apps/server/src/core/http/listen.js';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { handshake } from '../support/handshake.js';
import { bearer } from '../support/people.js';
import { freePort } from '../support/private-server.js';
import { RawHttp } from '../support/raw-http.js';
import { useServer } from '../support/stage.js';

/** What `localhost` has here: an address of another machine, as of IPv6 where that is off, and two of this one. */
const ADDRESSES = ['192.0.2.1', '127.0.0.1', '127.0.0.2', '127.0.0.1'];
const HERE = ['127.0.0.1', '127.0.0.2'];
beforeAll(() => {
  jest.spyOn(dns, 'lookup').mockResolvedValue(ADDRESSES.map((address) => ({ address, family: 4 })) as never);
});
afterAll(() => jest.restoreAllMocks());

const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket', KEY, 'Sec-WebSocket-Version: 13'];
const request = (path: string, ...lines: string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: x', ...lines, '', ''].join('\r\n');

describe.each(['http', 'https'])('a name with several addresses, over %s', (scheme) => {
  const env: Record<string, string> = { DIALTONE_LISTEN_ADDR: 'localhost:0' };
  let certificate: Certificate | undefined;
  beforeAll(async () => {
    if (scheme === 'http') return;
    certificate = await makeCertificate();
    Object.assign(env, { DIALTONE_TLS_CERT: certificate.certFile, DIALTONE_TLS_KEY: certificate.keyFile });
  });
  const { server } = useServer({ env, perTest: true });
  afterAll(() => certificate?.remove());
  const opened: RawHttp[] = [];
  const openAt = (address: string) => {
    const raw = new RawHttp(server.url.replace('127.0.0.1', address));
    opened.push(raw);
    return raw;
  };
  afterEach(() => Promise.all(opened.splice(0).map((raw) => raw.close())));

  test.each(HERE)('is served at %s as everywhere', async (address) => {
    const raw = openAt(address);
    raw.write(request('http://x/health') + request('/health') + request('/ws', ...UPGRADE));

    const answers = await raw.ended();

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401]);
    expect(answers.map(({ headers }) => headers['x-error-code'])).toEqual([undefined, undefined, 'unauthorized']);
  });

  test.each(HERE)('lets go at %s of who hangs up at once', async (address) => {
    const raw = new RawHttp(server.url.replace('127.0.0.1', address).replace('https:', 'http:'));
    opened.push(raw);

    expect(await raw.endSending().ended()).toEqual([]);
  });

  test.each(HERE)('is left at %s when the server stops, once what came there is answered', async (address) => {
    const raw = openAt(address);
    const post = request('/auth/login', 'Content-Type: application/json', 'Content-Length: 2').replace('GET', 'POST');
    raw.write(`${request('/health')}${post}{`);
    await raw.answers(1);

    const isClosed = server.close();
    const late = openAt(address);
    const answered = raw.write('}').ended();
    await isClosed;

    expect((await answered).map(({ status }) => status)).toEqual([200, 400]);
    expect(await late.ended()).toEqual([]);
    // And nobody listens there any more.
    const free = createServer().listen(Number(new URL(server.url).port), address);
    await once(free, 'listening');
    free.close();
  });
});

describe('a WebSocket at a further address', () => {
  const { server, alice } = useServer({ env: { DIALTONE_LISTEN_ADDR: 'localhost:0' } }, 'alice');

  it('is closed with 1001 when the server stops, which has told once where it listened', async () => {
    const { port } = new URL(server.url);
    expect(server.log.filter((line) => line.includes(`:${port}`))).toEqual([expect.stringContaining('has started')]);
    const { ear } = await handshake(server.wsUrl.replace('127.0.0.1', '127.0.0.2'), { headers: bearer(alice) });

    await server.close();

    expect(await ear?.closed).toBe(1001);
  });
});

describe('a port that is taken at one of the addresses', () => {
  it.each(HERE)('is found before anything else happens: %s', async (address) => {
    const port = await freePort();
    const other = createServer().listen(port, address);
    await once(other, 'listening');

    await expect(assertFree({ host: 'localhost', port }, 'DIALTONE_LISTEN_ADDR')).rejects.toThrow(
      `port ${String(port)} is in use`,
    );

    other.close();
    await once(other, 'close');
    await assertFree({ host: 'localhost', port }, 'DIALTONE_LISTEN_ADDR'); // and nothing was left listening
  });
});

describe('a name of no address of this machine', () => {
  it('is refused by name', async () => {
    jest.spyOn(dns, 'lookup').mockResolvedValueOnce([{ address: '192.0.2.1', family: 4 }] as never);

    const started = assertFree({ host: 'chat.example.org', port: await freePort() }, 'DIALTONE_LISTEN_ADDR');

    await expect(started).rejects.toThrow('chat.example.org is not an address of this machine');
  });
});
