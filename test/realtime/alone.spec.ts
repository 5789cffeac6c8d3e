import { execFileSync } from 'node:child_process';
import { freshSqlite } from '../support/database.js';
import { builtMain } from '../support/built-server.js';

/** Starts the built server in a process of its own, and prints how many files of the Redis client it has loaded. */
const PROBE = `
  import { createRequire } from 'node:module';
  import { dirname, join } from 'node:path';
  import { pathToFileURL } from 'node:url';
  const src = dirname(process.argv[1]);
  const load = (file) => import(pathToFileURL(join(src, file)).href);
  const { createApp } = await load('app.factory.js');
  const { loadConfig } = await load('core/config/config.js');
  const app = await createApp(loadConfig(), { contractDir: join(src, '../../../..') });
  const loaded = Object.keys(createRequire(process.argv[1]).cache).filter((file) => file.includes('ioredis'));
  console.log(JSON.stringify(loaded.length));
  await app.close();
  process.exit(0);
`;

async function filesLoaded(env: Record<string, string>): Promise<number> {
  const database = await freshSqlite();
  const main = await builtMain();
  try {
    const settings = { ...database.env, DIALTONE_LOG_LEVEL: 'silent', ...env };
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', PROBE, main], {
      env: { PATH: process.env.PATH, ...settings },
      encoding: 'utf8',
    });
    return Number(out);
  } finally {
    await database.drop();
  }
}

it('a single server does not load the Redis client; with a Redis URL it does, even while Redis is away', async () => {
  expect(await filesLoaded({})).toBe(0);
  expect(await filesLoaded({ DIALTONE_REDIS_URL: 'redis://127.0.0.1:1' })).toBeGreaterThan(0);
});
