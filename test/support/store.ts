import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { createConnection } from 'mysql2/promise';
import { Database } from '../../apps/server/src/core/database/database.js';
import { until } from './pace.js';
import type { TestServer } from './server.js';

/** Counts the rows of each table. */
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

/** Makes all invites expire. */
export async function expireInvites(server: TestServer): Promise<void> {
  await server.app.get(Database).dataSource.query('UPDATE invites SET expires_at = ?', [LONG_AGO]);
}

/** Makes all requests of devices to be linked expire. */
export async function expireLinks(server: TestServer): Promise<void> {
  await server.app.get(Database).dataSource.query('UPDATE device_links SET expires_at = ?', [LONG_AGO]);
}

/** Makes all sessions of a user expire. */
export async function expireSessions(server: TestServer, userId: string): Promise<void> {
  await server.app
    .get(Database)
    .dataSource.query('UPDATE sessions SET expires_at = ? WHERE user_id = ?', [LONG_AGO, userId]);
}

/** The committed data, seen past the server. */
export interface Store {
  query(sql: string, parameters?: readonly string[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens a connection of the test's own to the server's database. */
export async function openStore({ config }: Pick<TestServer, 'config'>): Promise<Store> {
  const { database } = config;
  if (database.kind === 'sqlite') {
    const file = new LibsqlDatabase(database.path, { readonly: true });
    return {
      // Reads at once: it must not find what is committed later.
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

/** Resolves once a deleted channel is gone from the database. */
export async function untilCleared(server: TestServer, channelId: string): Promise<void> {
  const sql = `SELECT id FROM channels WHERE id = '${channelId}'`;
  await until('the channel is gone', async () => (await onStore(server, sql)).length === 0);
}

/** Blocks all writes, as another process that is writing would; returns the function that ends this. */
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

/** A change that another process has made and not committed yet. */
export interface OpenChange {
  /** Is some transaction waiting for it? Undefined where the database does not tell. */
  isWaitedFor(): Promise<boolean | undefined>;
  commit(): Promise<void>;
}

/** Makes a change in a transaction that stays open, as another server on the same data would. */
export async function beginChange({ config }: Pick<TestServer, 'config'>, sql: string): Promise<OpenChange> {
  const { database } = config;
  if (database.kind === 'sqlite') {
    const file = new LibsqlDatabase(database.path);
    file.exec('BEGIN IMMEDIATE');
    file.exec(sql);
    return {
      isWaitedFor: () => Promise.resolve(undefined),
      commit: () => {
        file.exec('COMMIT');
        return Promise.resolve(void file.close());
      },
    };
  }
  const { host, port, user, password, database: name } = database;
  const connect = () => createConnection({ host, port, user, password, database: name });
  const [changing, watching] = [await connect(), await connect()];
  await changing.query('START TRANSACTION');
  await changing.query(sql);
  return {
    isWaitedFor: async () => {
      // Not innodb_trx, which stays as it is while somebody keeps reading it.
      const waiting =
        "SELECT id FROM information_schema.processlist WHERE db = ? AND command = 'Query' AND time_ms > 50";
      return ((await watching.query(waiting, [name]))[0] as unknown[]).length > 0;
    },
    commit: async () => {
      await changing.query('COMMIT');
      await Promise.all([changing.end(), watching.end()]);
    },
  };
}

/** Every byte that the server keeps: the files in its data folder, and the rows of an external database. */
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

/** Runs one query on the server's database, past the server. */
export async function onStore(server: Pick<TestServer, 'config'>, sql: string): Promise<Record<string, unknown>[]> {
  const store = await openStore(server);
  try {
    return await store.query(sql);
  } finally {
    await store.close();
  }
}
