import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from './config.js';
import { parseRedisUrl } from './redis-url.js';

let home: string;
let dataDir: string;

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
    pepper: readFileSync(join(dataDir, 'username-pepper'), 'utf8').trim(),
    adminToken: readFileSync(join(dataDir, 'admin-token'), 'utf8').trim(),
    databaseWaitSeconds: 60,
    redis: null,
    tls: null,
    allowedOrigins: [],
    trustedProxies: [],
    rateLimits: true,
    argon2: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
    logLevel: 'info',
  });
  expect(Object.isFrozen(config)).toBe(true);
});

it('has the same secrets at the next start', () => {
  const { pepper, adminToken } = loadConfig({ DIALTONE_DATA_DIR: dataDir });

  expect(loadConfig({ DIALTONE_DATA_DIR: dataDir })).toMatchObject({ pepper, adminToken });
  expect(pepper).not.toBe(adminToken);
});

it('takes every setting from its variable, and makes no secret that is given', () => {
  const [cert, key] = [join(home, 'cert.pem'), join(home, 'key.pem')];
  writeFileSync(cert, 'a certificate');
  writeFileSync(key, 'a key');

  const config = loadConfig({
    DIALTONE_DATA_DIR: dataDir,
    DIALTONE_LISTEN_ADDR: '[::1]:9090',
    DIALTONE_DB_URL: `sqlite:${join(home, 'elsewhere.db')}`,
    DIALTONE_USERNAME_PEPPER: 'a pepper of 16 or more',
    DIALTONE_ADMIN_TOKEN: 'a token of 16 or more',
    DIALTONE_TLS_CERT: cert,
    DIALTONE_TLS_KEY: key,
    DIALTONE_DB_WAIT: '5',
    DIALTONE_REDIS_URL: 'redis://127.0.0.1',
    DIALTONE_ALLOWED_ORIGINS: 'https://chat.example.org, http://localhost:3000',
    DIALTONE_TRUST_PROXY: '127.0.0.1,10.0.0.0/8,::1',
    DIALTONE_RATE_LIMIT: 'off',
    DIALTONE_ARGON2: 'm=1024,t=1,p=2',
    DIALTONE_LOG_LEVEL: 'warn',
  });

  expect(config).toEqual({
    listen: { host: '::1', port: 9090 },
    dataDir,
    database: { kind: 'sqlite', path: join(home, 'elsewhere.db') },
    pepper: 'a pepper of 16 or more',
    adminToken: 'a token of 16 or more',
    tls: { cert: Buffer.from('a certificate'), key: Buffer.from('a key') },
    databaseWaitSeconds: 5,
    redis: parseRedisUrl('redis://127.0.0.1'),
    allowedOrigins: ['https://chat.example.org', 'http://localhost:3000'],
    trustedProxies: ['127.0.0.1', '10.0.0.0/8', '::1'],
    rateLimits: false,
    argon2: { memoryCost: 1024, timeCost: 1, parallelism: 2 },
    logLevel: 'warn',
  });
  expect(existsSync(dataDir)).toBe(false);
});

it('takes an empty variable for one that is not set', () => {
  const env = { DIALTONE_DATA_DIR: dataDir, DIALTONE_LISTEN_ADDR: '', DIALTONE_DB_URL: '', DIALTONE_TLS_CERT: '' };

  expect(loadConfig(env)).toMatchObject({ listen: { port: 8080 }, tls: null });
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
  });

  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
    'DIALTONE_ADMIN_TOKEN',
    'DIALTONE_ALLOWED_ORIGINS',
    'DIALTONE_ARGON2',
    'DIALTONE_DB_URL',
    'DIALTONE_DB_WAIT',
    'DIALTONE_LISTEN_ADDR',
    'DIALTONE_LOG_LEVEL',
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

it.each(['DIALTONE_TLS_CERT', 'DIALTONE_TLS_KEY'])('wants both TLS files or neither: %s alone', (name) => {
  const file = join(home, 'one.pem');
  writeFileSync(file, 'one');

  expect(problemsOf({ [name]: file })).toEqual([
    'DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: set both to serve TLS, or neither',
  ]);
  expect(existsSync(dataDir)).toBe(false);
});

it.each(['sqlite:', 'sqlite://x.db', 'sqlite::memory:', 'x.db'])('refuses the database URL %j', (url) => {
  expect(problemsOf({ DIALTONE_DB_URL: url })).toEqual([expect.stringMatching(/^DIALTONE_DB_URL: expected sqlite:/)]);
});

it('quotes no value that could be a secret', () => {
  const [problem] = problemsOf({ DIALTONE_ADMIN_TOKEN: 'tooshort' });

  expect(problem).not.toContain('tooshort');
});
