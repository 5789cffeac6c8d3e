import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, makeCertificate } from '../../../../../test/support/certificate.js';
import { ConfigError, loadConfig, type SettingName } from './config.js';
import { parseRedisUrl } from './redis-url.js';
import { createSecret, PEPPER_FILE } from './secrets.js';

const PEPPER = 'a pepper of 16 or more';

let certificate: Certificate;
let home: string;
let dataDir: string;

beforeAll(async () => {
  certificate = await makeCertificate();
});
afterAll(() => certificate.remove());

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'dialtone-config-'));
  dataDir = join(home, 'data');
});
afterEach(() => rmSync(home, { recursive: true }));

/** What is wrong with a configuration. */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig({ DIALTONE_DATA_DIR: dataDir, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

it('needs nothing: it listens on :8080 and keeps everything in the data folder', () => {
  const config = loadConfig({ DIALTONE_DATA_DIR: dataDir });

  expect(config).toEqual({
    listen: { host: null, port: 8080 },
    dataDir,
    database: { kind: 'sqlite', path: join(dataDir, 'dialtone.db') },
    pepper: null, // made once the database is known to be new
    adminToken: readFileSync(join(dataDir, 'admin-token'), 'utf8').trim(),
    databaseWaitSeconds: 60,
    redis: null,
    tls: null,
    allowedOrigins: [],
    trustedProxies: [],
    rateLimits: true,
    argon2: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
    logLevel: 'info',
    slowRequestMs: 1000,
    metrics: null,
    drainSeconds: 0,
  });
  expect(Object.isFrozen(config)).toBe(true);
});

it('has the same secrets at the next start', () => {
  const { adminToken } = loadConfig({ DIALTONE_DATA_DIR: dataDir });
  const value = createSecret(dataDir, PEPPER_FILE);

  const pepper = { value, asWritten: value, from: join(dataDir, 'username-pepper') };
  expect(loadConfig({ DIALTONE_DATA_DIR: dataDir })).toMatchObject({ pepper, adminToken });
  expect(value).not.toBe(adminToken);
});

it('takes every setting from its variable, and makes no secret that is given', () => {
  const config = loadConfig({
    DIALTONE_DATA_DIR: dataDir,
    DIALTONE_LISTEN_ADDR: '[::1]:9090',
    DIALTONE_DB_URL: `sqlite:${join(home, 'elsewhere.db')}`,
    DIALTONE_USERNAME_PEPPER: PEPPER,
    DIALTONE_ADMIN_TOKEN: 'a token of 16 or more',
    DIALTONE_TLS_CERT: certificate.certFile,
    DIALTONE_TLS_KEY: certificate.keyFile,
    DIALTONE_DB_WAIT: '5',
    DIALTONE_REDIS_URL: 'redis://127.0.0.1',
    DIALTONE_ALLOWED_ORIGINS: 'https://chat.example.org, http://localhost:3000',
    DIALTONE_TRUST_PROXY: '127.0.0.1,10.0.0.0/8,::1',
    DIALTONE_RATE_LIMIT: 'off',
    DIALTONE_ARGON2: 'm=1024,t=1,p=2',
    DIALTONE_LOG_LEVEL: 'warn',
    DIALTONE_LOG_SLOW_MS: '0',
    DIALTONE_METRICS_ADDR: '127.0.0.1:9464',
    DIALTONE_DRAIN_SECONDS: '7',
  });

  expect(config).toEqual({
    listen: { host: '::1', port: 9090 },
    dataDir,
    database: { kind: 'sqlite', path: join(home, 'elsewhere.db') },
    pepper: { value: PEPPER, asWritten: PEPPER, from: 'DIALTONE_USERNAME_PEPPER' },
    adminToken: 'a token of 16 or more',
    tls: { cert: certificate.pem, key: readFileSync(certificate.keyFile) },
    databaseWaitSeconds: 5,
    redis: parseRedisUrl('redis://127.0.0.1'),
    allowedOrigins: ['https://chat.example.org', 'http://localhost:3000'],
    trustedProxies: ['127.0.0.1', '10.0.0.0/8', '::1'],
    rateLimits: false,
    argon2: { memoryCost: 1024, timeCost: 1, parallelism: 2 },
    logLevel: 'warn',
    slowRequestMs: null,
    metrics: { host: '127.0.0.1', port: 9464 },
    drainSeconds: 7,
  });
  expect(existsSync(dataDir)).toBe(false);
});

it('takes an empty variable for one that is not set', () => {
  const env = { DIALTONE_DATA_DIR: dataDir, DIALTONE_LISTEN_ADDR: '', DIALTONE_DB_URL: '', DIALTONE_TLS_CERT: '' };

  expect(loadConfig(env)).toMatchObject({ listen: { port: 8080 }, tls: null });
});

it.each([
  ['a line end', (text: string) => `${text}\n`],
  ['a line end of Windows', (text: string) => `${text}\r\n`],
  ['blanks', (text: string) => `  ${text}\t`],
  ['quotes', (text: string) => `"${text}"`],
  ['quotes and blanks', (text: string) => ` '${text} '\n`],
])('takes every setting without the %s around it', (_what, around) => {
  const settings: Record<SettingName, string> = {
    DIALTONE_DATA_DIR: dataDir,
    DIALTONE_LISTEN_ADDR: '[::1]:9090',
    DIALTONE_DB_URL: `sqlite:${join(home, 'elsewhere.db')}`,
    DIALTONE_USERNAME_PEPPER: PEPPER,
    DIALTONE_ADMIN_TOKEN: 'a token of 16 or more',
    DIALTONE_TLS_CERT: certificate.certFile,
    DIALTONE_TLS_KEY: certificate.keyFile,
    DIALTONE_DB_WAIT: '5',
    DIALTONE_REDIS_URL: 'redis://:secret@127.0.0.1/1',
    DIALTONE_ALLOWED_ORIGINS: 'https://chat.example.org,http://localhost:3000',
    DIALTONE_TRUST_PROXY: '127.0.0.1,::1',
    DIALTONE_RATE_LIMIT: 'off',
    DIALTONE_ARGON2: 'm=1024,t=1,p=2',
    DIALTONE_LOG_LEVEL: 'warn',
    DIALTONE_LOG_SLOW_MS: '0',
    DIALTONE_METRICS_ADDR: '127.0.0.1:9464',
    DIALTONE_DRAIN_SECONDS: '7',
  };
  const { pepper, ...plain } = loadConfig(settings);

  const written = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, around(value)]));
  const { pepper: writtenPepper, ...others } = loadConfig(written);

  expect(others).toEqual(plain);
  expect(writtenPepper).toEqual({ ...pepper, asWritten: around(PEPPER) });
});

it.each(['""', "''", '"', ' ', '\n'])(
  'takes %j for a variable that is not set, if it can be nothing else',
  (nothing) => {
    const problems = problemsOf({ DIALTONE_LISTEN_ADDR: nothing, DIALTONE_USERNAME_PEPPER: nothing });

    expect(problems.length).toBe(nothing === '"' ? 2 : 0);
  },
);

it.each([
  'a token with ü in it, long enough',
  'a token of two\nlines, long enough',
  'a token with \u0007, long enough',
])('refuses the admin token %j, which no header can carry', (token) => {
  const expected =
    'DIALTONE_ADMIN_TOKEN: expected ASCII characters in one line, because an HTTP header has to carry it';
  expect(problemsOf({ DIALTONE_ADMIN_TOKEN: token })).toEqual([expected]);

  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'admin-token'), token);
  expect(problemsOf({})).toEqual([expect.stringContaining(`${join(dataDir, 'admin-token')}: expected ASCII`)]);
});

it.each(['username-pepper', 'admin-token'])('does not replace a file that was cut short: %s', (name) => {
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, name), 'short');

  const [problem] = problemsOf({});

  expect(problem).toMatch(/: expected at least 16 .*; restore it from a backup, or set DIALTONE_[A-Z_]+$/);
  expect(problem).toContain(join(dataDir, name));
  expect(readFileSync(join(dataDir, name), 'utf8')).toBe('short');
  expect(readdirSync(dataDir)).toEqual([name]);
});

it('keeps a pepper as it is that is long enough only with what is around it: earlier releases took it', () => {
  const pepper = '"fourteen chars"';

  expect(loadConfig({ DIALTONE_DATA_DIR: dataDir, DIALTONE_USERNAME_PEPPER: pepper }).pepper).toMatchObject({
    value: pepper,
  });
});

it('names every mistake at once, says what is expected, and makes nothing', () => {
  const problems = problemsOf({
    DIALTONE_LISTEN_ADDR: '8080',
    DIALTONE_DB_URL: 'mongodb://x',
    DIALTONE_USERNAME_PEPPER: 'short',
    DIALTONE_ADMIN_TOKEN: 'short',
    DIALTONE_TLS_CERT: join(home, 'no-such.pem'),
    DIALTONE_TLS_KEY: home,
    DIALTONE_DB_WAIT: '-1',
    DIALTONE_REDIS_URL: 'https://x',
    DIALTONE_ALLOWED_ORIGINS: 'https://chat.example.org/path',
    DIALTONE_TRUST_PROXY: '10.0.0.0/33',
    DIALTONE_RATE_LIMIT: 'no',
    DIALTONE_ARGON2: 'm=1000,t=1,p=1',
    DIALTONE_LOG_LEVEL: 'loud',
    DIALTONE_LOG_SLOW_MS: '1s',
    DIALTONE_METRICS_ADDR: '9464',
    DIALTONE_DRAIN_SECONDS: '-1',
  });

  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
    'DIALTONE_ADMIN_TOKEN',
    'DIALTONE_ALLOWED_ORIGINS',
    'DIALTONE_ARGON2',
    'DIALTONE_DB_URL',
    'DIALTONE_DB_WAIT',
    'DIALTONE_DRAIN_SECONDS',
    'DIALTONE_LISTEN_ADDR',
    'DIALTONE_LOG_LEVEL',
    'DIALTONE_LOG_SLOW_MS',
    'DIALTONE_METRICS_ADDR',
    'DIALTONE_RATE_LIMIT',
    'DIALTONE_REDIS_URL',
    'DIALTONE_TLS_CERT',
    'DIALTONE_TLS_KEY',
    'DIALTONE_TRUST_PROXY',
    'DIALTONE_USERNAME_PEPPER',
  ]);
  for (const problem of problems) expect(problem).toMatch(/^\w+: expected /);
  expect(existsSync(dataDir)).toBe(false);
});

it('wants a port for the metrics that is not the one of the clients', () => {
  expect(problemsOf({ DIALTONE_METRICS_ADDR: '127.0.0.1:8080' })).toEqual([
    'DIALTONE_METRICS_ADDR: expected another port than that of DIALTONE_LISTEN_ADDR',
  ]);
  expect(problemsOf({ DIALTONE_METRICS_ADDR: '127.0.0.1:9464' })).toEqual([]);
});

it.each([
  ['DIALTONE_TLS_CERT', () => certificate.certFile],
  ['DIALTONE_TLS_KEY', () => certificate.keyFile],
])('wants both TLS files or neither: %s alone', (name, file) => {
  expect(problemsOf({ [name]: file() })).toEqual([
    'DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: set both to serve TLS, or neither',
  ]);
  expect(existsSync(dataDir)).toBe(false);
});

it('wants the key of that certificate', async () => {
  const other = await makeCertificate();

  const problems = problemsOf({ DIALTONE_TLS_CERT: certificate.certFile, DIALTONE_TLS_KEY: other.keyFile });

  expect(problems).toEqual([
    'DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: the key is not the one of the first certificate in the file',
  ]);
  await other.remove();
});

it.each(['sqlite:', 'sqlite://x.db', 'sqlite::memory:', 'x.db'])('refuses the database URL %j', (url) => {
  expect(problemsOf({ DIALTONE_DB_URL: url })).toEqual([expect.stringMatching(/^DIALTONE_DB_URL: expected sqlite:/)]);
});

it('quotes no value that could be a secret', () => {
  const [problem] = problemsOf({ DIALTONE_ADMIN_TOKEN: 'tooshort' });

  expect(problem).not.toContain('tooshort');
});
