import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HealthCheck, HealthCheckName, ReadinessReport } from '@app/contract';
import { DATA_SOURCES, type DataSources } from '../../apps/server/src/core/database/data-sources.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { LATE_MS } from '../../apps/server/src/core/observability/event-loop.js';
import { codeOf, send } from '../contract/support/http.js';
import { makeChannel } from '../support/channels.js';
import { freshDatabase, onSqlite } from '../support/database.js';
import { byProxy, type DatabaseByProxy } from '../support/database-by-proxy.js';
import { call } from '../support/http.js';
import { listen, listenRaw } from '../support/listener.js';
import { logged } from '../support/log.js';
import { until } from '../support/pace.js';
import { register, stranger } from '../support/people.js';
import { freePort } from '../support/private-server.js';
import { sendAcked } from '../support/sending.js';
import { startServer, type TestServer } from '../support/server.js';
import { useServer } from '../support/stage.js';

const NAMES: readonly HealthCheckName[] = ['database', 'migrations', 'redis', 'disk', 'event_loop', 'stopping'];

/** The report, asked for by a new connection; every answer is held to what the contract says of it. */
async function readiness(server: TestServer): Promise<ReadinessReport> {
  const answer = await send(server.url, { method: 'GET', path: '/health/ready' });
  const report = JSON.parse(answer.text) as ReadinessReport;
  const isWell = report.checks.every(({ ok }) => ok);
  expect([answer.status, report.status, codeOf(answer)]).toEqual([
    isWell ? 200 : 503,
    isWell ? 'ready' : 'unready',
    null,
  ]);
  expect(report.checks.map(({ name }) => name)).toEqual(NAMES);
  for (const { ok, reason } of report.checks) expect(typeof reason).toBe(ok ? 'undefined' : 'string');
  // It is for everyone: no address, no path.
  expect(answer.text).not.toMatch(/127\.0\.0\.1|localhost|[\\/]|dialtone|\d{4}/);
  return report;
}

async function redChecks(server: TestServer): Promise<HealthCheck[]> {
  return (await readiness(server)).checks.filter(({ ok }) => !ok);
}

/** Resolves with the red checks once these are they, and no others. */
async function untilRed(server: TestServer, ...names: string[]): Promise<HealthCheck[]> {
  let red: HealthCheck[] = [];
  await until(`red are just: ${names.join(', ')}`, async () => {
    red = await redChecks(server);
    return red.map(({ name }) => name).join() === names.join();
  });
  return red;
}

describe('a server that is well', () => {
  const { server } = useServer();

  it('is alive and ready, and says so to anyone', async () => {
    expect((await call(server, 'GET', '/health/live')).text).toBe('ok');
    expect(await readiness(server)).toEqual({ status: 'ready', checks: NAMES.map((name) => ({ name, ok: true })) });
    expect((await call(server, 'HEAD', '/health/ready')).status).toBe(200);
  });

  it('asks the database no more than once a second, however many ask it', async () => {
    const asked = jest.spyOn(server.app.get(Database), 'countMissingMigrations');
    const began = performance.now();

    for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 50 }, () => readiness(server)));

    const seconds = Math.ceil((performance.now() - began) / 1000);
    expect(asked.mock.calls.length).toBeLessThanOrEqual(seconds + 1);
    asked.mockRestore();
  });

  it('is not ready with a database that lacks a migration', async () => {
    const { dataSource } = server.app.get(Database);
    const [{ timestamp, name }] = await dataSource.query<{ timestamp: string; name: string }[]>(
      'SELECT timestamp, name FROM migrations ORDER BY id DESC LIMIT 1',
    );
    await dataSource.query('DELETE FROM migrations WHERE name = ?', [name]);

    const [{ reason }] = await untilRed(server, 'migrations');
    await dataSource.query('INSERT INTO migrations (timestamp, name) VALUES (?, ?)', [timestamp, name]);

    expect(reason).toBe('the database is not migrated as this server needs it');
    await untilRed(server);
  });

  it('is not ready while everything is late', async () => {
    let isOver = false;
    const hog = () => {
      const end = performance.now() + 2 * LATE_MS;
      while (performance.now() < end);
      if (!isOver) setTimeout(hog, 1);
    };
    hog();

    const [{ reason }] = await untilRed(server, 'event_loop');
    isOver = true;

    expect(reason).toBe('the server is overloaded: everything is late');
    await untilRed(server);
  });
});

describe('a server without its database', () => {
  let way: DatabaseByProxy;
  let server: TestServer;

  beforeEach(async () => {
    way = await byProxy(await freshDatabase());
    server = await startServer({ database: way.database });
  });
  afterEach(async () => {
    await server.close();
    await way.database.drop();
  });

  /** The way to it is cut, or the embedded one is closed under the server. */
  async function lose(): Promise<void> {
    if (way.proxy) {
      way.proxy.cut();
      return;
    }
    const { reader, writer } = server.app.get<DataSources>(DATA_SOURCES);
    await reader.destroy();
    await writer.destroy();
  }

  async function find(): Promise<void> {
    if (way.proxy) {
      way.proxy.restore();
      return;
    }
    const { reader, writer } = server.app.get<DataSources>(DATA_SOURCES);
    await writer.initialize();
    await reader.initialize();
  }

  it('is alive, but not ready, and is ready again when it is back', async () => {
    await lose();

    const [database, migrations] = await untilRed(server, 'database', 'migrations');

    expect(database.reason).toBe('the database is away');
    expect(migrations.reason).toBe('unknown, as the database does not answer');
    expect((await call(server, 'GET', '/health/live')).status).toBe(200);
    expect((await call(server, 'GET', '/health')).status).toBe(200);
    await find();
    await untilRed(server);
    expect(logged(server, /^the database is (away|back)$/).map(({ msg }) => msg)).toContain('the database is away');
  });

  if (!onSqlite)
    it('says so in time when it hangs, and asks it only once', async () => {
      const asked = jest.spyOn(server.app.get(Database), 'countMissingMigrations');
      const before = asked.mock.calls.length;
      way.proxy?.stall();

      const began = performance.now();
      const [{ reason }] = await untilRed(server, 'database', 'migrations');
      // Without a limit of its own, the question would fail with the driver's patience of 4 seconds.
      expect(performance.now() - began).toBeLessThan(3000);
      expect(reason).toBe('the database does not answer');
      expect(asked.mock.calls.length - before).toBe(1);

      way.proxy?.restore();
      await untilRed(server);
      asked.mockRestore();
    });
});

it('a server that cannot reach its Redis is not ready', async () => {
  const server = await startServer({ env: { DIALTONE_REDIS_URL: `redis://127.0.0.1:${String(await freePort())}` } });

  const [{ reason }] = await untilRed(server, 'redis');

  expect(reason).toBe('Redis is away: other servers cannot be reached');
  await server.close();
});

if (onSqlite && process.getuid?.() === 0)
  it('a server whose disk is almost full is not ready', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dialtone-small-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=60m', 'tmpfs', dataDir]);
    const database = { env: { DIALTONE_DATA_DIR: dataDir }, drop: () => Promise.resolve() };
    const server = await startServer({ database });

    const [{ reason }] = await untilRed(server, 'disk');
    execFileSync('mount', ['-o', 'remount,size=200m', dataDir]);

    expect(reason).toBe('there is no room left on the disk, or it does not answer');
    await untilRed(server);
    await server.close();
    execFileSync('umount', ['--lazy', dataDir]);
    rmSync(dataDir, { recursive: true });
  });

describe('a server that stops', () => {
  it('drains first: only its readiness is red, and new clients are still served', async () => {
    const server = await startServer({ env: { DIALTONE_DRAIN_SECONDS: '5' } });
    const alice = await register(server, 'alice');
    const channel = await makeChannel(alice);
    const ear = await listenRaw(alice);

    const stopped = server.close();
    const [{ reason }] = await redChecks(server);

    expect(reason).toBe('the server is about to stop');
    const report = await stranger(server).health.ready().withResponse();
    expect([report.status, report.data.status]).toEqual([503, 'unready']);
    const bob = await register(server, 'bob');
    const bobHears = await listen(bob);
    await sendAcked(bobHears, channel, 'still here');
    expect(ear.types).not.toContain('server.going_away');
    expect(logged(server, /^the server (drains|stops)$/).map(({ msg }) => msg)).toEqual(['the server drains']);
    expect(await ear.closed).toBe(1001);
    await stopped;
    expect(logged(server, /^the server (drains|stops)$/).map(({ msg }) => msg)).toEqual([
      'the server drains',
      'the server stops',
    ]);
  });

  it('says on the connections that are left that it is not ready', async () => {
    const server = await startServer();
    const raw = connect(Number(new URL(server.url).port), '127.0.0.1');
    // The answer to the first request shows that the second one has begun.
    raw.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health/ready HTTP/1.1\r\nHost: x\r\n');
    let answers = '';
    raw.on('data', (chunk: Buffer) => (answers += chunk.toString()));
    await once(raw, 'data');

    const stopped = server.close();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed'); // it has begun
    raw.write('\r\n');
    await stopped;

    expect(answers).toMatch(/ 200 OK[^]* 503 Service Unavailable[^]*"status":"unready"[^]*the server is about to stop/);
  });
});
