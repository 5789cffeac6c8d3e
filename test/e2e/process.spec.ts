import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { limits } from '@app/contract';
import { DialtoneClient } from '@dialtone/sdk';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import type { ServerProcess } from '../support/built-server.js';
import { makeChannel, saying } from '../support/channels.js';
import { freshMysql, TEST_DATABASE_URL } from '../support/database.js';
import { listen, listenRaw } from '../support/listener.js';
import { logged } from '../support/log.js';
import { PASSWORD, register } from '../support/people.js';
import { useProcesses } from '../support/processes.js';
import { naming } from '../support/sending.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const processes = useProcesses();
const anywhere = { DIALTONE_LISTEN_ADDR: '127.0.0.1:0' };

/** The URL and the invite that a server printed at its start. */
async function greeting(server: ServerProcess): Promise<{ url: string; invite: string | undefined }> {
  const text = await server.printed(/ {2}data {2}.*\n(\n.*README|$)/s);
  return {
    url: /listening on (\S+)/.exec(text)?.[1] ?? '',
    invite: /^ {2}([\w-]{43,})$/m.exec(text)?.[1],
  };
}

async function stop({ child, exited }: ServerProcess): Promise<void> {
  child.kill('SIGTERM');
  await exited;
}

async function registerAt(url: string, username: string, invite_token: string) {
  const client = new DialtoneClient({ baseUrl: url, maxRetries: 0 });
  const { publicKey: public_key } = await generateKeyPair();
  return client.auth.register({ username, password: PASSWORD, public_key, invite_token });
}

describe('the first start', () => {
  it('needs no configuration: it makes secrets, and prints its address and an invite for the admin', async () => {
    const server = processes.start(anywhere);

    const { url, invite } = await greeting(server);

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.stdout()).toContain(`${url}/docs`);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/docs`)).status).toBe(200);

    // Its data is in ./data, readable by its owner only.
    expect(await readdir(processes.cwd)).toEqual(['data']);
    const files = await readdir(join(processes.cwd, 'data'));
    expect(files.filter((file) => !file.startsWith('dialtone.db')).sort()).toEqual(['admin-token', 'username-pepper']);
    expect((await stat(join(processes.cwd, 'data'))).mode & 0o777).toBe(0o700);
    for (const file of ['admin-token', 'username-pepper']) {
      expect((await stat(join(processes.cwd, 'data', file))).mode & 0o777).toBe(0o600);
      expect(await readFile(join(processes.cwd, 'data', file), 'utf8')).toMatch(/^[\w-]{43}\n$/);
    }

    // Its invite makes an admin, and the generated admin token is accepted.
    expect(await registerAt(url, 'alice', invite!)).toMatchObject({ username: 'alice', is_admin: true });
    const adminToken = (await readFile(join(processes.cwd, 'data/admin-token'), 'utf8')).trim();
    const operator = new DialtoneClient({ baseUrl: url, adminToken });
    expect((await operator.invites.create()).token).toMatch(/.+/);
  });
});

describe('a later start', () => {
  it('prints a new invite while there is no user, and none later; earlier invites and sessions stay valid', async () => {
    let server = processes.start(anywhere);
    const first = await greeting(server);
    await stop(server);

    server = processes.start(anywhere);
    const second = await greeting(server);
    expect(second.invite).toBeDefined();
    expect(second.invite).not.toBe(first.invite);
    const alice = await registerAt(second.url, 'alice', first.invite!);
    await stop(server);

    const third = await greeting(processes.start(anywhere));
    expect(third.invite).toBeUndefined();
    const client = new DialtoneClient({ baseUrl: third.url, token: alice.token });
    await expect(client.channels.list()).resolves.toEqual({ channels: [] });
  });
});

describe('a rush', () => {
  it('of 1,000 connections waits to be accepted while the server is busy: none is refused', async () => {
    const server = processes.start(anywhere);
    const { url } = await greeting(server);
    server.child.kill('SIGSTOP'); // as busy as a server can be

    const sockets = Array.from({ length: 1000 }, () => connect(Number(new URL(url).port), '127.0.0.1'));

    // A connection that finds no place in the queue is retried by its system.
    await Promise.all(sockets.map((socket) => once(socket, 'connect', { signal: AbortSignal.timeout(20_000) })));
    server.child.kill('SIGCONT');
    for (const socket of sockets) socket.destroy();
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

describe('a stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('by %s ends with exit code 0', async (signal) => {
    const server = processes.start({ ...anywhere, DIALTONE_DATA_DIR: join(processes.cwd, 'elsewhere') });
    await greeting(server);

    server.child.kill(signal);

    expect(await server.exited).toBe(0);
    expect(server.stderr()).not.toMatch(/"level":[456]0|Error/);
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const address = /listening on (\S+)/.exec(server.stdout())?.[1];
    const identity = { version, store: join(processes.cwd, 'elsewhere/dialtone.db'), address };
    const log = logged({ log: server.stderr().split('\n') }, /the server/);
    expect(log).toMatchObject([
      { msg: 'the server has started', ...identity },
      { msg: 'the server stops', ...identity },
      { msg: 'the server has stopped' },
    ]);
    expect(await readdir(processes.cwd)).toEqual(['elsewhere']);
  });
});

describe('a stop with work or clients left', () => {
  const signal = 'SIGTERM';
  const env = { ...anywhere, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };

  it('stores and acknowledges the messages under way before it closes', async () => {
    const server = processes.start({ ...env, DIALTONE_RATE_LIMIT: 'off' });
    const { url } = await greeting(server);
    const alice = await register({ url }, 'alice');
    const channel_id = await makeChannel(alice);
    const ear = await listenRaw(alice);

    for (let i = 0; i < 500; i++) ear.send(naming(channel_id, `message ${String(i)}`));
    await ear.next('channel.message.ack'); // one is answered, others are under way
    server.child.kill(signal);

    expect(await ear.closed).toBe(1001);
    expect(await server.exited).toBe(0);
    const acked = ear.all('channel.message.ack').map(({ message_id }) => message_id);
    const after = await greeting(processes.start(env));
    const client = new DialtoneClient({ baseUrl: after.url, token: alice.session.token });
    const { messages } = await client.messages.list({ channel_id, limit: 500 });
    expect(messages.map(({ id }) => id)).toEqual(acked);
    expect(acked.length).toBeGreaterThan(1);
  });

  it('does not wait for clients that neither read nor answer, and ends with exit code 0', async () => {
    const server = processes.start(env);
    const { url } = await greeting(server);
    const alice = await register({ url }, 'alice');
    const ear = await listenRaw(alice);
    ear.socket.pause();

    const began = performance.now();
    server.child.kill(signal);

    expect(await server.exited).toBe(0);
    expect(performance.now() - began).toBeLessThan(limits.stopSeconds * 1000);
  });

  it('ends at once on a second signal, even with a request under way', async () => {
    const server = processes.start(env);
    const { url } = await greeting(server);
    const { port } = new URL(url);
    const request = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    // The answer to the first request shows that the second one has begun.
    request.write(
      'GET /health HTTP/1.1\r\nHost: a\r\n\r\nPOST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n',
    );
    await once(request, 'data');
    const alice = await register({ url }, 'alice');
    const ear = await listenRaw(alice);

    server.child.kill(signal);
    await ear.closed; // the first signal has taken effect
    server.child.kill(signal);

    expect(await server.exited).toBe(143);
  });

  if (TEST_DATABASE_URL !== undefined)
    it('ends with exit code 0 even while the database hangs', async () => {
      const { hostname, port } = new URL(TEST_DATABASE_URL!);
      const proxy = await TcpProxy.to(Number(port), hostname);
      const database = await freshMysql(`mysql://root@127.0.0.1:${String(proxy.port)}`);
      const server = processes.start({ ...env, ...database.env });
      const { url } = await greeting(server);
      const alice = await register({ url }, 'alice');
      const channel_id = await makeChannel(alice);
      const ear = await listenRaw(alice);

      proxy.stall();
      ear.send(naming(channel_id, 'on its way'));
      const began = performance.now();
      server.child.kill(signal);

      expect(await server.exited).toBe(0);
      expect(performance.now() - began).toBeLessThan((limits.stopSeconds + 1) * 1000);
      expect(await ear.closed).toBe(1001);
      proxy.restore();
      await database.drop();
      await proxy.close();
    });
});

describe('a kill without warning', () => {
  it('loses no message that anybody has seen', async () => {
    // Without limits: a message that the rate refuses would be a gap that no kill made.
    const env = { ...anywhere, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN, DIALTONE_RATE_LIMIT: 'off' };
    const server = processes.start(env);
    const { url } = await greeting(server);
    const alice = await register({ url }, 'alice');
    const bob = await register({ url }, 'bob');
    const channel_id = await makeChannel(alice);
    const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];

    aliceHears.send(...Array.from({ length: 300 }, (_, i) => saying(channel_id, `message ${String(i)}`)));
    await bobHears.next('channel.message.new'); // one has arrived, others are under way
    server.child.kill('SIGKILL');
    await server.exited;

    const after = await greeting(processes.start(env));
    const seen = bobHears.all('channel.message.new').map(({ message_id }) => message_id);
    const client = new DialtoneClient({ baseUrl: after.url, token: bob.session.token });
    const { messages } = await client.messages.list({ channel_id, limit: 500 });
    expect(seen.length).toBeGreaterThan(0);
    expect(messages.map(({ id }) => id)).toEqual(expect.arrayContaining(seen));
    expect(messages.map(({ body }) => body)).toEqual(messages.map((_, i) => `message ${String(i)}`));
  });
});

describe('a wrong configuration', () => {
  it('is reported completely, each variable with what is expected; the exit code is 1, and nothing is created', async () => {
    const server = processes.start({
      DIALTONE_LISTEN_ADDR: 'localhost',
      DIALTONE_DB_URL: 'postgres://db',
      DIALTONE_USERNAME_PEPPER: 'short',
      DIALTONE_ADMIN_TOKEN: 'secret-too',
      DIALTONE_TLS_CERT: '/no/such/file.pem',
      DIALTONE_LOG_LEVEL: 'loud',
    });

    expect(await server.exited).toBe(1);
    const said = server.stderr();
    for (const line of [
      /DIALTONE_LISTEN_ADDR: expected .*127\.0\.0\.1:8080/,
      /DIALTONE_DB_URL: expected sqlite:/,
      /DIALTONE_USERNAME_PEPPER: expected at least 16 random characters/,
      /DIALTONE_ADMIN_TOKEN: expected at least 16 random characters/,
      /DIALTONE_TLS_CERT: expected .*PEM/,
      /DIALTONE_LOG_LEVEL: expected one of .*debug/,
    ]) {
      expect(said).toMatch(line);
    }
    expect(said).not.toContain('secret-too');
    expect(said).not.toContain('    at ');
    expect(server.stdout()).toBe('');
    expect(await readdir(processes.cwd)).toEqual([]);
  });

  it('includes a TLS certificate without its key', async () => {
    const server = processes.start({ DIALTONE_TLS_CERT: processes.main });

    expect(await server.exited).toBe(1);
    expect(server.stderr()).toMatch(/DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: set both/);
    expect(await readdir(processes.cwd)).toEqual([]);
  });
});
