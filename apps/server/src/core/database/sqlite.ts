import { dirname } from 'node:path';
import LibsqlDatabase from 'libsql';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { SqliteConfig } from '../config/database-url.js';
import { makeFolder } from '../config/private-folder.js';
import { driverCode } from './database-errors.js';
import { insertion } from './rows.js';
import { takeLock } from './sqlite-lock.js';
import type { Counter, DataSources, Schema } from './data-sources.js';

/** The part of the driver's connection that is used here. */
interface LibsqlConnection {
  pragma(statement: string): unknown;
}

/**
 * `synchronous = FULL`: a commit is on the disk before it is acknowledged. `journal_size_limit`: what the WAL keeps of the
 * disk once its contents are in the database file; twice what it usually needs.
 */
const PRAGMAS = {
  journal_mode: 'WAL',
  synchronous: 'FULL',
  foreign_keys: 'ON',
  busy_timeout: '5000',
  journal_size_limit: String(8 * 1024 * 1024),
};

/** How long to wait for another server's migrations. */
const MIGRATION_WAIT_MS = 60_000;

/** How long a transaction waits for another process that is writing to the file. */
const BUSY_MS = 4000;
const BUSY_PAUSE_MS = 10;

/** Opens the embedded database; creates the file and its folder if they do not exist. */
export async function openSqlite(config: SqliteConfig, schema: Schema): Promise<DataSources> {
  makeFolder(dirname(config.path));
  const writer = await sqlite(config, schema, PRAGMAS).initialize();
  const reader = await sqlite(config, schema, { ...PRAGMAS, query_only: 'ON' }).initialize();
  const setPatience = (ms: number) => writer.query(`PRAGMA busy_timeout = ${String(ms)}`);
  return {
    writer,
    reader,
    concurrentWrites: false,
    transaction: (work) => transaction(writer, work),
    increment,
    append: ({ counter, entity, property, rows }) =>
      transaction(writer, async (manager) => {
        const first = (await increment(manager, counter, rows.length)) - rows.length + 1;
        const numbered = rows.map((row, index) => ({ ...row, [property]: first + index }));
        const [sql, values] = insertion(writer, entity, numbered);
        await manager.query(sql, values);
        return first;
      }),
    withMigrationLock: async (work) => {
      const release = await whenFree(() => takeLock(`${config.path}-migration-lock`), MIGRATION_WAIT_MS);
      try {
        await setPatience(MIGRATION_WAIT_MS);
        const result = await work();
        await setPatience(0); // from now on `begin` waits, without blocking the event loop
        return result;
      } finally {
        release();
      }
    },
    pool: () => null,
    close: async () => {
      await reader.destroy();
      // Moves everything into the database file, and gives the WAL's space back: closing alone leaves it as large as it
      // ever was. It may fail on a full disk or when another process reads, and then nothing is lost.
      await writer.query('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
      await writer.destroy();
    },
  };
}

function sqlite(config: SqliteConfig, schema: Schema, pragmas: Record<string, string>): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    driver: LibsqlDatabase,
    database: config.path,
    entities: [...schema.entities] as DataSource['options']['entities'],
    migrations: [...schema.migrations],
    prepareDatabase: (connection: LibsqlConnection) => {
      for (const [name, value] of Object.entries(pragmas)) connection.pragma(`${name} = ${value}`);
    },
  });
}

async function increment(manager: EntityManager, { table, column, id }: Counter, by: number): Promise<number> {
  const sql = `UPDATE ${table} SET ${column} = ${column} + ? WHERE id = ? RETURNING ${column} AS value`;
  const [{ value }] = await manager.query<{ value: number }[]>(sql, [by, id]);
  return value;
}

/**
 * In place of TypeORM's transactions, which count their depth and get it wrong after a failed ROLLBACK: nothing would
 * be committed any more. ROLLBACK does fail when the disk is full, because SQLite has rolled back by itself.
 */
async function transaction<T>(writer: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const runner = writer.createQueryRunner();
  try {
    await begin(runner);
    const result = await work(runner.manager);
    await runner.query('COMMIT');
    return result;
  } catch (error) {
    await runner.query('ROLLBACK').catch(() => undefined); // SQLite may have rolled back already
    throw error;
  }
}

/** Begins once no other process writes. */
function begin(runner: QueryRunner): Promise<void> {
  return whenFree(() => runner.query('BEGIN IMMEDIATE'), BUSY_MS);
}

/** The driver would block the event loop while it waits for a lock, so it is told not to wait, and asked again. */
async function whenFree<T>(lock: () => T | Promise<T>, patienceMs: number): Promise<T> {
  for (const start = performance.now(); ;) {
    try {
      return await lock();
    } catch (error) {
      if (driverCode(error) !== 'SQLITE_BUSY' || performance.now() - start > patienceMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS));
    }
  }
}
