// Runs every test on SQLite, then those that use the database again on MySQL or MariaDB: the server of TEST_DATABASE_URL,
// or one at 127.0.0.1:3306 that lets root in without a password. Tests of several servers also need a Redis: that of
// TEST_REDIS_URL, or one at 127.0.0.1:6379. Arguments go to jest; TEST_REPORTS is a folder for its JSON reports.
import { spawnSync } from 'node:child_process';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { chromium, NO_CHROMIUM } from './chromium.mjs';

const onEitherDatabase = ['test/e2e', 'test/realtime', 'test/contract', 'test/security'];
/** Of these, what the database has no part in: the edges of HTTP, the compiler, a start that fails, SQLite's own file. */
const onceIsEnough = [
  'test/contract/(boot-check|choices|compile|docs|documentation|malformed|plans)',
  'test/e2e/(answers|browser-doors|http|http-edges|several-addresses|sqlite-file|start|tls-doors)',
  'test/realtime/(flood|handshakes|heartbeat|slow-readers|wire)',
];

const { TEST_DATABASE_URL: given, TEST_REDIS_URL: givenRedis, TEST_REPORTS: reports, ...env } = process.env;
const url = given ?? 'mysql://root@127.0.0.1:3306';
const redisUrl = givenRedis ?? 'redis://127.0.0.1:6379';
const args = process.argv.slice(2);

function jest(database, extra, more = {}) {
  const report = reports === undefined ? [] : ['--ci', '--json', `--outputFile=${reports}/${database}.json`];
  const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...args, ...report, ...extra], {
    stdio: 'inherit',
    env: { ...env, ...more },
  });
  return status ?? 1;
}

async function isReachable() {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 2000 });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}

async function isRedisReachable() {
  const redis = new Redis(redisUrl, { lazyConnect: true, retryStrategy: null, connectTimeout: 2000 });
  redis.on('error', () => undefined); // the rejection below says so
  try {
    await redis.connect();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

if (chromium === undefined) console.log(`${NO_CHROMIUM}\n`);
console.log('Tests on SQLite');
const onSqlite = jest('sqlite', []);
if (await isReachable()) {
  console.log('\nTests on MySQL or MariaDB');
  // One pattern, so that a pattern among the arguments still narrows the run.
  const others = [`^(?!.*/(${onEitherDatabase.join('|')})/)`, `/(${onceIsEnough.join('|')})\\.spec\\.ts$`];
  const paths = ['--testPathIgnorePatterns', '/node_modules/', '/dist/', ...others];
  const withRedis = await isRedisReachable();
  const more = { TEST_DATABASE_URL: url, ...(withRedis ? { TEST_REDIS_URL: redisUrl } : {}) };
  process.exitCode = jest('mysql', [...paths, '--passWithNoTests'], more) || onSqlite;
  if (!withRedis) {
    console.log('\nNo Redis was reached (TEST_REDIS_URL, or 127.0.0.1:6379): tests of several servers were left out.');
    if (givenRedis !== undefined) process.exitCode = 1;
  }
} else {
  console.log(
    '\nNo MySQL or MariaDB was reached (TEST_DATABASE_URL, or root at 127.0.0.1:3306): only SQLite was tested.',
  );
  process.exitCode = given === undefined ? onSqlite : 1;
}
