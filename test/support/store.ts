import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { createConnection } from 'mysql2/promise';
import { Database } from '../../apps/server/src/core/database/database.js';
import { until } from './pace.js';
import type { TestServer } from './server.js';

/** How many rows each of the tables has. */
export async function countRows(server: TestServer, ...tables: string[]): Promise<Record<string, number>> {
  const { read } = server.app.get(Database);
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await read.query<{ count: number }[]>(`SELECT COUNT(*) AS count FROM ${table}`);
    counts[table] = row.count;
  }
  return counts;
}

const LONG_AGO = '2001-01-01 00:00:00.000';

/** Makes every invite one that ended long ago. */
export async function expireInvites(server: TestServer): Promise<void> {
  await server.app.get(Database).dataSource.query('UPDATE invites SET expires_at = ?', [LONG_AGO]);
}

/** Makes every session of a user one that ended long ago. */
export async function expireSessions(server: TestServer, userId: string): Promise<void> {
  await server.app
    .get(Database)
    .dataSource.query('UPDATE sessions SET expires_at = ? WHERE user_id = ?', [LONG_AGO, userId]);
}

/** A view of the data from outside the server, of what is committed. */
export interface Store {
  query(sql: string, parameters?: readonly string[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens the server's database beside it. */
export async function openStore({ config }: Pick<TestServer, 'config'>): Promise<Store> {
  const { database } = config;
  if (database.kind === 'sqlite') {
    const file = new LibsqlDatabase(database.path, { readonly: true });
    return {
      // Looks at once, not later: what is not committed yet must not be found.
      query: (sql, parameters = []) =>
        Promise.resolve(file.prepare(sql).all(...parameters) as Record<string, unknown>[]),
      close: () => Promise.resolve(void file.close()),
    };
  }
  const { host, port, user, password, database: name } = database;
  const connection = await createConnection({ host, port, user, password, database: name });
  return {
    query: async (sql, parameters = []) =>
      (await connection.query(sql, [...parameters]))[0] as Record<string, unknown>[],
    close: () => connection.end(),
  };
}

/** Resolves once nothing is left of a deleted channel. */
export async function untilCleared(server: TestServer, channelId: string): Promise<void> {
  const sql = `SELECT id FROM channels WHERE id = '${channelId}'`;
  await until('the channel is cleared away', async () => (await onStore(server, sql)).length === 0);
}

/** Lets nothing be stored, as another process would that is writing; to be called for it to end. */
export async function holdWrites({ config }: Pick<TestServer, 'config'>): Promise<() => Promise<void>> {
  const { database } = config;
  if (database.kind === 'sqlite') {
    const file = new LibsqlDatabase(database.path);
    file.exec('BEGIN IMMEDIATE');
    return () => {
      file.exec('ROLLBACK');
      return Promise.resolve(void file.close());
    };
  }
  const { host, port, user, password, database: name } = database;
  const connection = await createConnection({ host, port, user, password, database: name });
  await connection.query('START TRANSACTION');
  await connection.query('SELECT last_key FROM message_order FOR UPDATE');
  return () => connection.end();
}

/** Every byte that the server keeps: the files of its data folder, and the rows of a database elsewhere. */
export async function everythingStored(server: TestServer): Promise<Buffer> {
  const files = await readdir(server.dataDir);
  const contents = await Promise.all(files.map((file) => readFile(join(server.dataDir, file))));
  if (server.config.database.kind === 'sqlite') return Buffer.concat(contents);
  const store = await openStore(server);
  const rows: unknown[] = [];
  for (const table of await store.query('SHOW TABLES')) {
    rows.push(await store.query(`SELECT * FROM ${String(Object.values(table)[0])}`));
  }
  await store.close();
  return Buffer.concat([...contents, Buffer.from(JSON.stringify(rows))]);
}

/** Asks the server's database one thing, past the server. */
export async function onStore(server: Pick<TestServer, 'config'>, sql: string): Promise<Record<string, unknown>[]> {
  const store = await openStore(server);
  try {
    return await store.query(sql);
  } finally {
    await store.close();
  }
}
