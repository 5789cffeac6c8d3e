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
import { PASSWORD, register } from '../support/people.js';
import { useProcesses } from '../support/processes.js';
import { naming } from '../support/sending.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { TcpProxy } from '../support/tcp-proxy.js';

// Processes start slowly on a busy machine.
jest.setTimeout(60_000);

const processes = useProcesses();
const anywhere = { DIALTONE_LISTEN_ADDR: '127.0.0.1:0' };

/** The URL that a started server printed, and its invite. */
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
  it('needs no configuration: it makes secrets, prints where it is and an invite, and has an admin', async () => {
    const server = processes.start(anywhere);

    const { url, invite } = await greeting(server);

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.stdout()).toContain(`${url}/docs`);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/docs`)).status).toBe(200);

    // Its data is under ./data, for its owner only.
    expect(await readdir(processes.cwd)).toEqual(['data']);
    const files = await readdir(join(processes.cwd, 'data'));
    expect(files.filter((file) => !file.startsWith('dialtone.db')).sort()).toEqual(['admin-token', 'username-pepper']);
    expect((await stat(join(processes.cwd, 'data'))).mode & 0o777).toBe(0o700);
    for (const file of ['admin-token', 'username-pepper']) {
      expect((await stat(join(processes.cwd, 'data', file))).mode & 0o777).toBe(0o600);
      expect(await readFile(join(processes.cwd, 'data', file), 'utf8')).toMatch(/^[\w-]{43}\n$/);
    }

    // Its invite makes an admin, and the admin token that it made is accepted.
    expect(await registerAt(url, 'alice', invite!)).toMatchObject({ username: 'alice', is_admin: true });
    const adminToken = (await readFile(join(processes.cwd, 'data/admin-token'), 'utf8')).trim();
    const operator = new DialtoneClient({ baseUrl: url, adminToken });
    expect((await operator.invites.create()).token).toMatch(/.+/);
  });
});

describe('a later start', () => {
  it('prints an invite as long as there is no user, and none once there is one; both keep their word', async () => {
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
  it('of 1,000 connections at once waits to be accepted: none is turned away while the server is busy', async () => {
    const server = processes.start(anywhere);
    const { url } = await greeting(server);
    server.child.kill('SIGSTOP'); // as busy as can be

    const sockets = Array.from({ length: 1000 }, () => connect(Number(new URL(url).port), '127.0.0.1'));

    // What finds no place hears nothing until its system tries again.
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
    expect(await readdir(processes.cwd)).toEqual(['elsewhere']);
  });
});

describe('a stop that others hold up', () => {
  const signal = 'SIGTERM';
  const env = { ...anywhere, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };

  it('acknowledges the sends that are under way before it closes, and keeps them', async () => {
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

  it('ends with exit code 0 without the clients that neither read nor answer', async () => {
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

  it('ends at once on a second signal, although a request is under way', async () => {
    const server = processes.start(env);
    const { url } = await greeting(server);
    const { port } = new URL(url);
    const request = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    // The answer to the first one shows that the second one has begun.
    request.write(
      'GET /health HTTP/1.1\r\nHost: a\r\n\r\nPOST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n',
    );
    await once(request, 'data');
    const alice = await register({ url }, 'alice');
    const ear = await listenRaw(alice);

    server.child.kill(signal);
    await ear.closed; // the first signal has been heard
    server.child.kill(signal);

    expect(await server.exited).toBe(143);
  });

  if (TEST_DATABASE_URL !== undefined)
    it('ends with exit code 0 while the database stands still', async () => {
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
  it('loses no message that anybody saw', async () => {
    const env = { ...anywhere, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
    const server = processes.start(env);
    const { url } = await greeting(server);
    const alice = await register({ url }, 'alice');
    const bob = await register({ url }, 'bob');
    const channel_id = await makeChannel(alice);
    const [aliceHears, bobHears] = [await listen(alice), await listen(bob)];

    aliceHears.send(...Array.from({ length: 300 }, (_, i) => saying(channel_id, `message ${String(i)}`)));
    await bobHears.next('channel.message.new'); // one is seen, others are under way
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
  it('is named whole, each variable with what is expected; exit code 1; nothing is made', async () => {
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

  it('is also a TLS certificate without its key', async () => {
    const server = processes.start({ DIALTONE_TLS_CERT: processes.main });

    expect(await server.exited).toBe(1);
    expect(server.stderr()).toMatch(/DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: set both/);
    expect(await readdir(processes.cwd)).toEqual([]);
  });
});
