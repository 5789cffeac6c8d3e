import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { examine } from '../../apps/server/src/cli/examine.js';
import { closeToOthers } from '../../apps/server/src/core/config/private-files.js';
import type { Finding } from '../../apps/server/src/core/checkup/finding.js';
import { makeCertificate } from '../support/certificate.js';
import { issueCertificate } from '../support/certificate-chain.js';
import { freshSqlite, type TestDatabase } from '../support/database.js';
import { useProcesses } from '../support/processes.js';
import { type Outcome, runProgram } from '../support/program.js';
import { PrivateRedis } from '../support/redis.js';
import { type ReverseProxyOptions, startReverseProxy } from '../support/reverse-proxy.js';
import { ADMIN_TOKEN, startServer, type TestServer } from '../support/server.js';

const processes = useProcesses();
let database: TestDatabase;
let server: TestServer;

beforeEach(async () => {
  database = await freshSqlite();
  server = await startServer({ database });
  closeToOthers(server.config); // as a start does
});
afterEach(async () => {
  await server.close();
  await database.drop();
});

/** What the doctor finds in the server's installation with these settings changed. */
async function find(env: Record<string, string> = {}, url?: string): Promise<Finding[]> {
  return examine({ url, env: { ...database.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN, ...env } });
}

/** What the program itself says, and how it ends. */
async function run(env: Record<string, string>, ...args: string[]): Promise<Outcome> {
  return runProgram(processes, { ...database.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN, ...env }, 'doctor', ...args);
}

const SQLITE_FILE = () => join(database.env['DIALTONE_DATA_DIR'], 'dialtone.db');

/** Changes the database past the server, which has stopped. */
async function tamper(sql: string): Promise<void> {
  await server.close();
  const file = new LibsqlDatabase(SQLITE_FILE());
  file.exec(sql);
  file.close();
}

it('finds nothing wrong with an installation that is in order, while its server runs', async () => {
  const { code, stdout } = await run({}, '--json', '--url', server.url);

  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  const abouts = ['settings', 'machine', 'data folder', 'disk', 'TLS', 'database', 'Redis', 'address'];
  expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
  expect([code, [...new Set(findings.map(({ about }) => about))]]).toEqual([0, abouts]);
  expect(findings).toContainEqual({ about: 'address', level: 'ok', text: 'the server sees this machine as 127.0.0.1' });
});

it('tells people in lines, each with what to do, and ends with 1 when there are errors', async () => {
  const { code, stdout, stderr } = await run({ DIALTONE_DB_WAIT: 'long' });

  expect(stdout).toMatch(/^ERROR {4}settings: DIALTONE_DB_WAIT: expected .*\n {11}Correct the setting/m);
  expect([code, stderr]).toEqual([1, 'there is an error\n']);
});

it('makes nothing where nothing was yet', async () => {
  const dataDir = join(processes.cwd, 'none');

  const { code } = await run({ DIALTONE_DATA_DIR: dataDir });

  expect(code).toBe(0);
  expect(() => chmodSync(dataDir, 0o700)).toThrow('ENOENT');
});

/** A fault, how it comes about, and what the doctor has to name. */
type Fault = readonly [
  fault: string,
  level: Finding['level'],
  named: RegExp,
  bring: () => Promise<Record<string, string>>,
];

const settings = (env: Record<string, string>) => () => Promise.resolve(env);
const removals: (() => unknown)[] = [];
afterEach(async () => {
  for (const remove of removals.splice(0)) await remove();
});

async function redis(): Promise<PrivateRedis> {
  const started = await PrivateRedis.start();
  removals.push(() => started.stop('SIGKILL'));
  return started;
}

function issued(days: number) {
  const certificate = issueCertificate(days);
  removals.push(() => certificate.remove());
  return certificate;
}

const faults: readonly Fault[] = [
  ['a wrong setting', 'error', /DIALTONE_ARGON2: expected/, settings({ DIALTONE_ARGON2: 'cheap' })],
  ['a misspelt setting', 'warning', /DIALTONE_LISTEN_ADR is not a setting/, settings({ DIALTONE_LISTEN_ADR: ':1' })],
  ['limits that are off', 'warning', /DIALTONE_RATE_LIMIT is off/, settings({ DIALTONE_RATE_LIMIT: 'off' })],
  ['metrics for everybody', 'warning', /METRICS_ADDR listens on every/, settings({ DIALTONE_METRICS_ADDR: ':9464' })],
  ['everybody trusted as a proxy', 'error', /trusts everybody/, settings({ DIALTONE_TRUST_PROXY: '0.0.0.0/0' })],
  [
    'a data folder that others can read',
    'warning',
    /is open to other users/,
    () => {
      chmodSync(database.env['DIALTONE_DATA_DIR'], 0o755);
      return Promise.resolve({});
    },
  ],
  [
    'a damaged database file',
    'error',
    /cannot be opened|is damaged/,
    async () => {
      await server.close();
      writeFileSync(SQLITE_FILE(), Buffer.alloc(64 * 1024, 'not a database'));
      return {};
    },
  ],
  [
    'the pepper of another database',
    'error',
    /pepper .* is not the one/,
    settings({ DIALTONE_USERNAME_PEPPER: 'p'.repeat(8) + 'q'.repeat(8) }),
  ],
  [
    'a lost pepper',
    'error',
    /pepper is missing/,
    () => {
      rmSync(join(database.env['DIALTONE_DATA_DIR'], 'username-pepper'));
      return Promise.resolve({});
    },
  ],
  [
    'migrations that are not applied',
    'warning',
    /^1 of \d+ migrations are not applied/,
    async () => {
      await server.close();
      await runProgram(processes, { ...database.env }, 'migrate', 'down');
      return {};
    },
  ],
  [
    'a database of a newer version',
    'error',
    /newer version: Tomorrow1999999999999/,
    async () => {
      await tamper(`INSERT INTO migrations (timestamp, name) VALUES (1999999999999, 'Tomorrow1999999999999')`);
      return {};
    },
  ],
  [
    'a restore that was interrupted',
    'error',
    /a restore or an import of it was interrupted/,
    async () => {
      await tamper('CREATE TABLE unfinished_load (step varchar(100) PRIMARY KEY)');
      return {};
    },
  ],
  [
    'a table that was changed by hand',
    'error',
    /tables are not as this version makes them.*users_created_at/,
    async () => {
      await tamper('DROP INDEX users_created_at');
      return {};
    },
  ],
  [
    'Redis that is away',
    'error',
    /127.0.0.1:1 cannot be used \(connect ECONNREFUSED/,
    settings({ DIALTONE_REDIS_URL: 'redis://127.0.0.1:1' }),
  ],
  [
    'Redis that is a replica',
    'error',
    /is a replica/,
    async () => {
      const [primary, replica] = [await redis(), await redis()];
      execFileSync('redis-cli', ['-p', String(replica.port), 'replicaof', '127.0.0.1', String(primary.port)]);
      return { DIALTONE_REDIS_URL: replica.url };
    },
  ],
  [
    'a key of another certificate',
    'error',
    /the key is not the one of the first certificate/,
    async () => {
      const [one, other] = [await makeCertificate(), await makeCertificate()];
      removals.push(() => Promise.all([one.remove(), other.remove()]));
      return { DIALTONE_TLS_CERT: one.certFile, DIALTONE_TLS_KEY: other.keyFile };
    },
  ],
  [
    'a certificate that has expired',
    'error',
    /the certificate expired on/,
    () => {
      const { chain, keyFile } = issued(0);
      return Promise.resolve({ DIALTONE_TLS_CERT: chain, DIALTONE_TLS_KEY: keyFile });
    },
  ],
  [
    'a certificate that expires soon',
    'warning',
    /the certificate expires in 4 days/,
    () => {
      const { chain, keyFile } = issued(5);
      return Promise.resolve({ DIALTONE_TLS_CERT: chain, DIALTONE_TLS_KEY: keyFile });
    },
  ],
  [
    'a certificate without its chain',
    'warning',
    /has the own certificate alone/,
    () => {
      const { alone, keyFile } = issued(20);
      return Promise.resolve({ DIALTONE_TLS_CERT: alone, DIALTONE_TLS_KEY: keyFile });
    },
  ],
  [
    'a disk with little room',
    'error',
    /^8 MiB of the disk .* are free/,
    () => {
      const small = mkdtempSync(join(tmpdir(), 'dialtone-small-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', small]);
      removals.push(() => execFileSync('umount', [small]));
      return Promise.resolve({ DIALTONE_DATA_DIR: small });
    },
  ],
  ['an address where nothing answers', 'error', /127.0.0.1:1 does not answer/, settings({ URL: 'http://127.0.0.1:1' })],
];
// Only root can mount.
const possible = faults.filter(([fault]) => fault !== 'a disk with little room' || process.getuid?.() === 0);

it.each(possible)('names %s', async (_fault, level, named, bring) => {
  const { URL: url, ...env } = await bring();

  const findings = await find(env, url);

  const found = findings.find(({ text }) => named.test(text));
  expect(found).toMatchObject({ level, advice: expect.stringMatching(/\w/) });
});

it('names a limit of open files that few connections reach', () => {
  const script = `ulimit -n 512 && exec "${process.execPath}" "${processes.program}" doctor --json`;
  const env = { PATH: process.env.PATH, ...database.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
  const { stdout } = spawnSync('sh', ['-c', script], { cwd: processes.cwd, env, encoding: 'utf8' });

  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  expect(findings).toContainEqual(
    expect.objectContaining({ level: 'error', text: '512 files may be open at once, and each connection is one' }),
  );
});

describe('behind a reverse proxy', () => {
  /** What the doctor finds at the proxy's address that is not in order. */
  async function through(options: ReverseProxyOptions, env: Record<string, string> = {}): Promise<Finding[]> {
    if (Object.keys(env).length > 0) server = await server.restart(env);
    const proxy = await startReverseProxy(server.url, options);
    try {
      return (await find({}, proxy.url)).filter(({ level }) => level !== 'ok');
    } finally {
      await proxy.close();
    }
  }

  it('finds nothing wrong with one that does what it should', async () => {
    expect(await through({ forwardedFor: '203.0.113.7' }, { DIALTONE_TRUST_PROXY: '127.0.0.1' })).toEqual([]);
  });

  it('names one that passes on no WebSocket', async () => {
    expect(await through({ upgrades: false })).toEqual([
      expect.objectContaining({ level: 'error', text: 'a WebSocket does not get through to the server (401)' }),
    ]);
  });

  it('names one that keeps the Host to itself', async () => {
    expect(await through({ host: 'internal:8080' })).toEqual([
      expect.objectContaining({ level: 'error', text: expect.stringContaining('is refused as a foreign one') }),
    ]);
  });

  it('names one that the server does not know', async () => {
    expect(await through({ forwardedFor: '203.0.113.7' })).toEqual([
      expect.objectContaining({ level: 'error', advice: expect.stringContaining('DIALTONE_TRUST_PROXY=127.0.0.1') }),
    ]);
  });
});
