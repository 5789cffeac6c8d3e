import { existsSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import LibsqlDatabase from 'libsql';
import type { Connection } from 'mysql2/promise';
import type { DatabaseConfig, MysqlConfig, SqliteConfig } from '../../config/database-url.js';
import { ArchiveError } from './archive-error.js';

type Parameter = string | number | null;

/**
 * One connection to the database, of the archive's own: rows are arrays of what is stored, times are texts, and nothing
 * has a time limit.
 */
export interface Session {
  readonly kind: DatabaseConfig['kind'];
  query(sql: string, parameters?: readonly Parameter[]): Promise<unknown[][]>;
  /** Runs a statement that returns no rows. */
  run(sql: string, parameters?: readonly Parameter[]): Promise<void>;
  hasTable(name: string): Promise<boolean>;
  /** From now on all that is read is of this moment, and nothing can be written. */
  beginSnapshot(): Promise<void>;
  close(): Promise<void>;
}

/** Connects to a database that exists. */
export async function openSession(config: DatabaseConfig): Promise<Session> {
  return config.kind === 'sqlite' ? sqliteSession(config) : mysqlSession(config);
}

/** Runs the work on a connection that is closed afterwards. */
export async function withSession<T>(config: DatabaseConfig, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession(config);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Runs the work in a transaction. */
export async function inTransaction(session: Session, work: () => Promise<void>): Promise<void> {
  await session.run(session.kind === 'sqlite' ? 'BEGIN IMMEDIATE' : 'START TRANSACTION');
  try {
    await work();
    await session.run('COMMIT');
  } catch (error) {
    await session.run('ROLLBACK').catch(() => undefined); // the first failure is the one to tell
    throw error;
  }
}

/** What is used of the driver's connection. */
interface Sqlite {
  readonly inTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface Statement {
  raw(): Statement;
  all(parameters: readonly Parameter[]): unknown[][];
  run(parameters: readonly Parameter[]): unknown;
}

const SQLITE_SETTINGS = 'PRAGMA busy_timeout = 30000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL';

function sqliteSession({ path }: SqliteConfig): Session {
  if (!existsSync(path)) throw new ArchiveError(`There is no database ${path}`);
  const connection = new LibsqlDatabase(path) as unknown as Sqlite;
  connection.exec(SQLITE_SETTINGS);
  let [lastSql, last] = ['', undefined as Statement | undefined];
  /** The same statement runs again and again. */
  const prepared = (sql: string): Statement => {
    if (!last || sql !== lastSql) [lastSql, last] = [sql, connection.prepare(sql)];
    return last;
  };
  const query = async (sql: string, parameters: readonly Parameter[] = []) => {
    await turn(); // signals and files have theirs between two pages, which the driver reads in one go
    return prepared(sql).raw().all(parameters);
  };
  return {
    kind: 'sqlite',
    query,
    run: async (sql, parameters = []) => {
      await Promise.resolve(prepared(sql).run(parameters));
    },
    hasTable: async (name) =>
      (await query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name])).length > 0,
    beginSnapshot: async () => {
      connection.exec('PRAGMA query_only = ON; BEGIN');
      await query('SELECT COUNT(*) FROM sqlite_master'); // the snapshot is taken by the first read
    },
    close: () => {
      if (connection.inTransaction) connection.exec('ROLLBACK'); // closing would end it only later
      connection.close();
      return Promise.resolve();
    },
  };
}

async function mysqlSession(config: MysqlConfig): Promise<Session> {
  const [{ createConnection }, { CHARSET, connectionOptions, SESSION_SETTINGS }] = await Promise.all([
    import('mysql2/promise'),
    import('../mysql.js'),
  ]);
  const connection: Connection = await createConnection({
    ...connectionOptions(config),
    user: config.user,
    charset: CHARSET,
    rowsAsArray: true,
    dateStrings: true,
    supportBigNumbers: true,
  });
  connection.on('error', () => undefined); // the query under way fails, and tells
  for (const setting of SESSION_SETTINGS) await connection.query(setting);
  const query = async (sql: string, parameters: readonly Parameter[] = []) =>
    (await connection.query(sql, [...parameters]))[0] as unknown[][];
  return {
    kind: 'mysql',
    query,
    run: async (sql, parameters) => {
      await query(sql, parameters);
    },
    hasTable: async (name) => {
      const sql = 'SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?';
      return (await query(sql, [name])).length > 0;
    },
    beginSnapshot: async () => {
      await query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    },
    close: async () => connection.end().catch(() => connection.destroy()),
  };
}
