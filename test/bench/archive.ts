// How long a backup, a restore, an export and an import of many messages take, and how much memory: of the built program,
// on SQLite and, with TEST_DATABASE_URL, on MySQL. `npm run build`, then `npx tsx test/bench/archive.ts [messages]`.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { schema } from '../../apps/server/src/app.module.js';
import { loadConfig } from '../../apps/server/src/core/config/config.js';
import { insertRows } from '../../apps/server/src/core/database/archive/insert.js';
import { inTransaction, withSession } from '../../apps/server/src/core/database/archive/session.js';
import { tablesOf } from '../../apps/server/src/core/database/archive/tables.js';
import type { Value } from '../../apps/server/src/core/database/archive/values.js';
import { migrate, openDataSources } from '../../apps/server/src/core/database/open-database.js';
import { databases } from '../faults/stage.js';
import type { TestDatabase } from '../support/database.js';
import { ADMIN_TOKEN } from '../support/server.js';

const program = resolve(import.meta.dirname, '../../dist/apps/server/src/cli/dialtone.js');
const messages = Number(process.argv[2] ?? 1_000_000);
const BATCH = 5000;
const TIME = '2026-03-01T09:31:00.123000Z';
const SECRETS = { DIALTONE_USERNAME_PEPPER: 'pepper-of-the-benchmark', DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };

for (const [name, make] of databases()) {
  const [full, copy, other] = [await make(), await make(), await make()];
  const folder = await mkdtemp(join(tmpdir(), 'dialtone-archive-'));
  try {
    await fill(full);
    const file = join(folder, 'backup.tar');
    const runs = [
      ['backup', await measured(full, 'backup', file)],
      ['restore', await measured(copy, 'restore', file)],
      ['export', await measured(full, 'export', join(folder, 'moved'))],
      ['import', await measured(other, 'import', join(folder, 'moved'))],
    ] as const;
    const size = (statSync(file).size / 2 ** 20).toFixed(0);
    const figures = runs.map(([what, { seconds, mib }]) => `${what} ${seconds.toFixed(0)} s, ${mib.toFixed(0)} MiB`);
    console.log(`figures: ${name}: ${String(messages)} messages, a file of ${size} MiB: ${figures.join('; ')}`);
  } finally {
    for (const database of [full, copy, other]) await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the program; returns its time and the most memory that it had. */
async function measured(database: TestDatabase, ...args: string[]): Promise<{ seconds: number; mib: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, ...database.env, ...SECRETS },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let mib = 0;
  const watch = setInterval(() => {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(child.pid)}/status`, 'utf8'))?.[1];
    mib = Math.max(mib, Number(peak ?? 0) / 1024);
  }, 100);
  const [code] = (await once(child, 'exit')) as [number];
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
  return { seconds: (performance.now() - start) / 1000, mib };
}

/** Fills a database past the server, with messages of the size of a short text and its proof. */
async function fill(database: TestDatabase): Promise<void> {
  const { database: config } = loadConfig({ ...database.env, ...SECRETS });
  const sources = await openDataSources(config, schema);
  await migrate(sources);
  await sources.close();
  const tables = await tablesOf(schema.migrations);
  const [user_id, channel_id, sender_device_id] = [randomUUID(), randomUUID(), randomUUID()];
  await withSession(config, async (session) => {
    const insert = async (name: string, rows: readonly Record<string, Value>[]) => {
      const table = tables.find((one) => one.name === name);
      if (!table) throw new Error(`there is no table ${name}`);
      await insertRows(
        session,
        table,
        rows.map((row) => table.columns.map((column) => row[column.name] ?? null)),
      );
    };
    const roles = { is_admin: true, is_trusted: true, created_at: TIME };
    await insert('users', [{ id: user_id, username_hash: 'a'.repeat(64), ...roles }]);
    const versions = { key_version: 0, key_epoch: 0, name_key_version: 0 };
    await insert('channels', [{ id: channel_id, name_enc: 'x', created_by: user_id, created_at: TIME, ...versions }]);
    const message = (order_key: number) => ({
      ...{ order_key, id: randomUUID(), channel_id, sender_id: user_id, sender_device_id, client_id: randomUUID() },
      ...{ sender_name_enc: randomBytes(36).toString('base64'), body: randomBytes(150).toString('base64') },
      ...{ sent_at: TIME, proof: randomBytes(150).toString('base64') },
    });
    for (let first = 1; first <= messages; first += BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, messages - first + 1) }, (_, i) => message(first + i));
      await inTransaction(session, () => insert('messages', rows));
    }
    await session.run('UPDATE message_order SET last_key = ?', [messages]);
  });
}
