import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { limits } from '@app/contract';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { makeChannel, saying } from '../support/channels.js';
import { call } from '../support/http.js';
import { until } from '../support/pace.js';
import { bearer, loginFromNewDevice, type Person } from '../support/people.js';
import { sendAcked } from '../support/sending.js';
import type { TestServer } from '../support/server.js';
import { type Stage, useServer } from '../support/stage.js';

const SYNC = '/sync?since=0&limit=500';
/** The largest file of the docs. */
const DOCS = '/docs/swagger-ui-bundle.js';

/** Sends more messages than a page has room for: escapes make them twice as long, and they still fit into events. */
async function fillPage({ listen, alice }: Pick<Stage, 'listen'> & { alice: Person }): Promise<void> {
  const channelId = await makeChannel(alice);
  const ear = await listen(alice);
  const body = '"'.repeat(16_000);
  ear.send(...Array.from({ length: 37 }, () => saying(channelId, body)));
  await sendAcked(ear, channelId, body);
}

function get(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map((pair) => pair.join(': '));
  return [`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** Opens connections on which nothing is ever read; closes them after each test. */
function useDeafClients(server: TestServer) {
  const clients: Socket[] = [];
  afterEach(() => clients.splice(0).forEach((client) => client.destroy()));
  return {
    /** Opens one and writes these bytes; resolves with the server's end of it, too. */
    open: async (bytes: string): Promise<{ client: Socket; transport: Socket }> => {
      const { hostname, port, protocol } = new URL(server.url);
      const isTls = protocol === 'https:';
      const accepted = once(server.app.getHttpServer(), isTls ? 'secureConnection' : 'connection');
      const client = isTls
        ? connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false })
        : connect(Number(port), hostname);
      clients.push(client.pause().on('error', () => undefined));
      client.write(bytes);
      const [transport] = (await accepted) as [Socket];
      return { client, transport };
    },
    closeAll: () => clients.splice(0).forEach((client) => client.destroy()),
  };
}

/** Asks until more is unread than the system takes, and lets the time pass that the server waits for a reader. */
async function expectEnded({ client, transport }: { client: Socket; transport: Socket }, request: string) {
  let written = -1;
  await until('more is unread than the system takes', () => {
    if (transport.writableLength > 0) return true;
    // One at a time: there is no room for many, and what the system has taken is not under way any more.
    if (transport.bytesWritten > written) client.write(request);
    written = transport.bytesWritten;
    return false;
  });
  expect(transport.timeout).toBe(limits.stalledAnswerSeconds * 1000);
  const ended = once(transport, 'close');
  transport.setTimeout(50); // the same clock, only faster
  await ended;
}

describe('an answer that nobody reads', () => {
  const stage = useServer('alice');
  const { server, alice } = stage;
  const deaf = useDeafClients(server);
  beforeAll(() => fillPage(stage));

  it.each([SYNC, DOCS])('ends with its connection: %s', async (path) => {
    await expectEnded(await deaf.open(''), get(path, bearer(alice)));
  });

  it('goes on while it is being read, and leaves the connection open', async () => {
    const { port } = new URL(server.url);
    const client = connect(Number(port), '127.0.0.1');
    client.write(get(SYNC, bearer(alice)) + get('/health', {}));
    let heard = '';
    client.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    await until('both are answered', () => heard.endsWith('\r\n\r\nok'));
    expect(heard.length).toBeGreaterThan(limits.maxPageBytes / 2);
    client.destroy();
  });
});

describe('an answer that nobody reads, over TLS', () => {
  const env: Record<string, string> = {};
  let certificate: Certificate;
  beforeAll(async () => {
    certificate = await makeCertificate();
    env.DIALTONE_TLS_CERT = certificate.certFile;
    env.DIALTONE_TLS_KEY = certificate.keyFile;
  });
  const { server } = useServer({ env });
  afterAll(() => certificate.remove());
  const deaf = useDeafClients(server);

  it('ends with its connection', async () => {
    await expectEnded(await deaf.open(''), get(DOCS, {}));
  });
});

describe('what is under way', () => {
  const env = { DIALTONE_TRUST_PROXY: '127.0.0.1' };
  const stage = useServer({ env }, 'alice', 'bob');
  const { server, alice, bob, restart } = stage;
  const deaf = useDeafClients(server);
  const [HERE, THERE] = ['198.51.100.1', '198.51.100.2'];
  beforeAll(() => fillPage(stage));

  const ask = ({ session }: Person, address = HERE) =>
    call(server, 'GET', '/channels', { token: session.token, headers: { 'x-forwarded-for': address } });

  /** Announces bodies that never come, so large that nothing large has room beside them in a session. */
  async function announce(person: Person, address = HERE): Promise<void> {
    const headers = { ...bearer(person), 'X-Forwarded-For': address, 'Content-Type': 'application/json' };
    for (const length of [1, 1, 1, 0.5].map((part) => part * limits.maxBodyBytes)) {
      await deaf.open(get('/channels/keys', { ...headers, 'Content-Length': String(length) }).replace('GET', 'POST'));
    }
  }

  it('for one session ends in 429 with Retry-After; other sessions of its user and address are served', async () => {
    const phone = await loginFromNewDevice(server, 'alice');
    const request = get(SYNC, { ...bearer(alice), 'X-Forwarded-For': HERE });
    const opened = [await deaf.open(request)];
    while (opened.length < 8) opened.push(await deaf.open(request));

    // What the system has taken is not under way any more.
    await until('there is no room', async () => {
      for (const { client } of opened) client.write(request);
      const { status } = await call(server, 'GET', SYNC, { token: alice.session.token });
      return status === 429;
    });

    const refused = await call(server, 'GET', SYNC, { token: alice.session.token });
    expect([refused.status, refused.code, refused.headers.get('retry-after')]).toEqual([429, 'rate_limited', '2']);
    expect((await call(server, 'GET', SYNC, { token: phone.session.token })).status).toBe(200);
    expect((await ask(bob)).status).toBe(200);
    const unread = opened.reduce((sum, { transport }) => sum + transport.writableLength, 0);
    expect(unread).toBeLessThan(limits.sessionUnderWayBytes + limits.maxPageBytes);
    deaf.closeAll();
    await until('there is room', async () => (await ask(alice)).status === 200);
  });

  it('for one session counts bodies that are announced', async () => {
    await announce(alice);

    await until('there is no room', async () => {
      const { status } = await call(server, 'GET', SYNC, { token: alice.session.token });
      return status === 429;
    });
    expect((await ask(bob)).status).toBe(200);
  });

  it('for one address ends in 429; another address is served', async () => {
    const sessions = Math.ceil(limits.addressUnderWayBytes / limits.sessionUnderWayBytes) * 1.5;
    for (let i = 0; i < sessions; i++) await announce(await loginFromNewDevice(server, 'bob'));

    const sync = (person: Person, address: string) =>
      call(server, 'GET', SYNC, { token: person.session.token, headers: { 'x-forwarded-for': address } });
    await until('there is no room', async () => (await sync(alice, HERE)).status === 429);
    expect((await sync(alice, THERE)).status).toBe(200);
    expect((await call(server, 'GET', '/health', { headers: { 'x-forwarded-for': HERE } })).status).toBe(200);
  });

  it('is not limited with DIALTONE_RATE_LIMIT=off', async () => {
    await restart({ DIALTONE_RATE_LIMIT: 'off' });
    const length = limits.maxBodyBytes;
    const headers = { ...bearer(alice), 'Content-Type': 'application/json', 'Content-Length': String(length) };
    const request = get('/channels/keys', headers).replace('GET', 'POST') + 'x'.repeat(length - 1);
    const transports: Socket[] = [];
    while (transports.length * length < 2 * limits.sessionUnderWayBytes) {
      transports.push((await deaf.open(request)).transport);
    }

    await until('all these bodies are read', () => transports.every(({ bytesRead }) => bytesRead === request.length));

    // A body that is refused is answered before it is read.
    expect(transports.map(({ bytesWritten }) => bytesWritten)).toEqual(transports.map(() => 0));
    expect((await call(server, 'GET', SYNC, { token: alice.session.token })).status).toBe(200);
  });
});
