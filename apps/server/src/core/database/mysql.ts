import { createPool, type Pool, type PoolConnection, type ResultSetHeader } from 'mysql2';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver.js';
import type { MysqlConfig } from '../config/database-url.js';
import type { DataSources, Schema } from './data-sources.js';
import { append } from './mysql-append.js';
import { isReadOnly } from './database-errors.js';
import { Freshness, PoolGuard, poolState } from './mysql-pool.js';

const CONNECT_TIMEOUT_MS = 3000;
/** How many may wait for a connection. */
const MOST_WAITING = 10_000;
export const CHARSET = 'utf8mb4_bin';

/** How long to wait for another server's migrations. */
const MIGRATION_WAIT_SECONDS = 60;

/** Opens a MySQL or MariaDB database. */
export async function openMysql(config: MysqlConfig, schema: Schema): Promise<DataSources> {
  const dataSource = await new DataSource({
    type: await serverType(config),
    ...connectionOptions(config),
    username: config.user,
    charset: CHARSET,
    poolSize: config.poolSize,
    supportBigNumbers: true,
    bigNumberStrings: false,
    // Whether an idle connection is dead shows only when a query fails on it, so idle ones are closed.
    extra: { maxIdle: config.poolSize, idleTimeout: 60_000, queueLimit: MOST_WAITING },
    entities: [...schema.entities] as DataSource['options']['entities'],
    migrations: [...schema.migrations],
  }).initialize();
  const pool = (dataSource.driver as MysqlDriver).pool as Pool;
  const freshness = new Freshness();
  const guard = new PoolGuard(pool, freshness);
  prepareSessions(pool);
  // A pool of its own, because nowhere else may a query contain several statements.
  const appending = createPool({
    ...connectionOptions(config),
    user: config.user,
    charset: CHARSET,
    multipleStatements: true,
    connectionLimit: 1,
  });
  new PoolGuard(appending, freshness);
  prepareSessions(appending);
  /** Only changes reveal that a server has become a replica: its reads are answered, and are ever older. */
  const watched = <T>(change: Promise<T>): Promise<T> =>
    change.then(
      (result) => {
        freshness.found();
        return result;
      },
      (error: unknown) => {
        if (isReadOnly(error)) freshness.lost();
        throw error;
      },
    );
  return {
    writer: dataSource,
    reader: dataSource,
    concurrentWrites: true,
    transaction: (work) => watched(dataSource.transaction(work)),
    increment: async (manager, { table, column, id }, by) => {
      const sql = `UPDATE ${table} SET ${column} = LAST_INSERT_ID(${column} + ?) WHERE id = ?`;
      const { insertId } = await manager.query<ResultSetHeader>(sql, [by, id]);
      return insertId;
    },
    append: (numbered) => watched(append(appending, dataSource, numbered)),
    withMigrationLock: (work) => withNamedLock(config, () => guard.pause(work)),
    pool: () => poolState(pool, MOST_WAITING),
    close: async () => {
      await new Promise<void>((resolve) => appending.end(() => resolve()));
      await dataSource.destroy();
    },
  };
}

/**
 * What the server relies on, whatever the database's settings are: transactions see what they waited for, values are
 * stored whole or refused, and the database reads backslashes as the driver escapes them. Otherwise a text could end
 * its statement and begin another one.
 */
export const SESSION_SETTINGS = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
];

/** Applies the settings once for each connection; for each transaction they would cost a round trip. */
function prepareSessions(pool: Pool): void {
  const known = new WeakSet<PoolConnection>();
  pool.on('acquire', (connection) => {
    if (known.has(connection)) return;
    known.add(connection);
    // These run before whatever the connection was acquired for.
    for (const setting of SESSION_SETTINGS) {
      connection.query(setting, (error) => {
        if (error) connection.destroy();
      });
    }
  });
}

export function connectionOptions(config: MysqlConfig) {
  const { host, port, password, database } = config;
  return {
    host,
    port,
    password,
    database,
    timezone: 'Z',
    connectTimeout: CONNECT_TIMEOUT_MS,
    ...(config.tls ? { ssl: { rejectUnauthorized: config.tls.rejectUnauthorized, ca: config.tls.ca } } : {}),
  };
}

/** MySQL and MariaDB differ in details of the schema, and the URL does not say which one it is. */
async function serverType(config: MysqlConfig): Promise<'mysql' | 'mariadb'> {
  const connection = await createConnection({ ...connectionOptions(config), user: config.user });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
    return /mariadb/i.test(String(rows[0]?.version)) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

/** A lock between servers, released when the connection that holds it ends. */
async function withNamedLock<T>(config: MysqlConfig, work: () => Promise<T>): Promise<T> {
  const connection = await createConnection({ ...connectionOptions(config), user: config.user });
  try {
    const name = `dialtone-migration-${config.database}`.slice(0, 64);
    const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, ?) AS held', [
      name,
      MIGRATION_WAIT_SECONDS,
    ]);
    if (Number(rows[0]?.held) !== 1) throw new Error('another server has been migrating for too long');
    return await work();
  } finally {
    connection.destroy();
  }
}
