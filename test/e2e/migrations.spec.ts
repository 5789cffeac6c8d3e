import { execFile } from 'node:child_process';
import { schema } from '../../apps/server/src/app.module.js';
import { loadConfig } from '../../apps/server/src/core/config/config.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import type { ServerProcess } from '../support/built-server.js';
import { freshDatabase, onSqlite, type TestDatabase } from '../support/database.js';
import { makeChannel } from '../support/channels.js';
import { freePort } from '../support/private-server.js';
import { useProcesses } from '../support/processes.js';
import { freshRedisUrl, TEST_REDIS_URL } from '../support/redis.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { onStore } from '../support/store.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const NAMES = schema.migrations.map(({ name }) => name);
const SECRET = 'p%40ss-w0rd';

const processes = useProcesses();
let database: TestDatabase;

beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

/** Starts a server on the test's database, in a process of its own. */
function start(env: Record<string, string>): ServerProcess {
  const settings = { DIALTONE_LISTEN_ADDR: '127.0.0.1:0', DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
  return processes.start({ ...settings, ...database.env, ...env });
}

/** Runs the migrations by hand; returns what was printed. */
function migrate(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [processes.program, 'migrate', command],
      { cwd: processes.cwd, env: { PATH: process.env.PATH, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN, ...database.env } },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${stdout}${stderr}`));
        else resolve(stdout);
      },
    );
  });
}

const TABLES = onSqlite
  ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrations' AND name NOT LIKE 'sqlite%'`
  : `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name <> 'migrations'`;

describe('the migrated schema', () => {
  const { server, alice, restart } = useServer('alice');

  it('matches the entities', async () => {
    const { dataSource } = server.app.get(Database);

    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();

    expect(dataSource.entityMetadatas.length).toBeGreaterThan(10);
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('keeps the data when the server starts again', async () => {
    const id = await makeChannel(alice);

    await restart();

    expect(await onStore(server, 'SELECT id FROM channels')).toEqual([expect.objectContaining({ id })]);
    expect(await onStore(server, 'SELECT name FROM migrations')).toHaveLength(NAMES.length);
  });
});

describe('migrations by hand', () => {
  it('up applies all, status lists them, down reverts the last one completely', async () => {
    const status = (word: string) => NAMES.map((name) => `${word}  ${name}\n`).join('');

    expect(await migrate('status')).toBe(status('pending'));
    expect(await migrate('up')).toContain(`applied ${NAMES.join(', ')}`);
    expect(await migrate('up')).toContain('nothing to do');
    expect(await migrate('status')).toBe(status('applied'));
    for (let i = 0; i < NAMES.length; i++) expect(await migrate('down')).toMatch(/^took \w+ back$/m);
    expect(await migrate('down')).toContain('nothing to do');
    expect(await migrate('status')).toBe(status('pending'));

    expect(await tables()).toEqual([]);
    await migrate('up');
    expect((await tables()).length).toBeGreaterThan(10);
  });

  it('refuses an unknown command', async () => {
    await expect(migrate('sideways')).rejects.toThrow(
      "'sideways' is invalid for argument 'action'. Allowed choices are up, down, status.",
    );
  });

  /** The tables in the database, read without migrating it. */
  async function tables(): Promise<string[]> {
    const config = loadConfig({ ...database.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN });
    return (await onStore({ config }, TABLES)).map(({ name }) => String(name));
  }
});

// Only Redis lets two servers on one embedded database.
if (!onSqlite || TEST_REDIS_URL !== '')
  describe('two servers that start at once on an empty database', () => {
    it('both start, and each migration is applied once', async () => {
      const connected: Record<string, string> = onSqlite ? { DIALTONE_REDIS_URL: freshRedisUrl() } : {};
      const servers = [start(connected), start(connected)];

      const said = await Promise.all(servers.map((server) => server.printed(/ {2}data {2}.*\n/)));
      const urls = said.map((text) => /listening on (\S+)/.exec(text)?.[1] ?? '');

      for (const url of urls) expect((await fetch(`${url}/health`)).status).toBe(200);
      const logs = servers.map((server) => server.stderr()).join('');
      const applied = logs.match(/"migration":"\w+"/g);
      expect(applied).toEqual(NAMES.map((name) => `"migration":"${name}"`));
    });
  });

describe('a MySQL database without proper secrets', () => {
  const url = 'mysql://dialtone:secret@127.0.0.1:1/dialtone';

  it.each([
    ['missing', {}, /required with a MySQL database/],
    [
      'weak',
      { DIALTONE_USERNAME_PEPPER: 'short', DIALTONE_ADMIN_TOKEN: 'please-change-me-soon' },
      /at least 16 random characters, no placeholder/,
    ],
  ])('is refused when they are %s, and both are named', async (_what, secrets, reason) => {
    const server = processes.start({ DIALTONE_DB_URL: url, ...secrets });

    expect(await server.exited).toBe(1);
    for (const name of ['DIALTONE_USERNAME_PEPPER', 'DIALTONE_ADMIN_TOKEN']) {
      const line = server
        .stderr()
        .split('\n')
        .find((text) => text.includes(name));
      expect(line).toMatch(reason);
    }
    for (const secret of Object.values(secrets)) expect(server.stderr()).not.toContain(secret);
  });
});

describe('a database that is away at start', () => {
  it('is waited for; then the exit code is 1, and the reason is printed without the password', async () => {
    const port = await freePort();

    const server = start({
      DIALTONE_DB_URL: `mysql://dialtone:${SECRET}@127.0.0.1:${String(port)}/dialtone`,
      DIALTONE_USERNAME_PEPPER: 'pepper-of-the-test-servers',
      DIALTONE_DB_WAIT: '3',
    });

    expect(await server.exited).toBe(1);
    expect(server.stderr()).toMatch(/The database cannot be opened .*ECONNREFUSED/);
    expect(server.stderr().match(/the database is away/g)).toHaveLength(1); // however often it is tried
    for (const secret of [SECRET, decodeURIComponent(SECRET)]) {
      expect(server.stdout() + server.stderr()).not.toContain(secret);
    }
  });

  if (!onSqlite)
    it('is used once it comes up in time', async () => {
      const real = new URL(database.env.DIALTONE_DB_URL ?? '');
      const proxy = await TcpProxy.to(Number(real.port || 3306), real.hostname);
      const way = new URL(real);
      way.port = String(proxy.port);
      proxy.cut();

      const server = start({ DIALTONE_DB_URL: way.href, DIALTONE_DB_WAIT: '30' });
      await server.logged('the database is away');
      proxy.restore();
      const url = /listening on (\S+)/.exec(await server.printed(/ {2}data {2}.*\n/))?.[1] ?? '';

      expect((await fetch(`${url}/health`)).status).toBe(200);
      server.child.kill('SIGTERM');
      expect(await server.exited).toBe(0);
      await proxy.close();
    });
});
