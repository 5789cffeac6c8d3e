import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

/** The MySQL or MariaDB server that the tests run on; undefined for the embedded database. */
export const TEST_DATABASE_URL = process.env.TEST_DATABASE_URL;

/** Whether the tests run on the embedded database. */
export const onSqlite = TEST_DATABASE_URL === undefined;

/** A database for one server, or for several. */
export interface TestDatabase {
  /** The settings that make a server use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Deletes it with everything in it. */
  drop(): Promise<void>;
}

/** Makes an empty database of the kind that this run of the tests is for. */
export function freshDatabase(): Promise<TestDatabase> {
  return TEST_DATABASE_URL === undefined ? freshSqlite() : freshMysql(TEST_DATABASE_URL);
}

/** Makes an empty data folder. */
export async function freshSqlite(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialtone-test-'));
  return {
    env: { DIALTONE_DATA_DIR: dataDir },
    drop: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** Makes an empty database on that server, with the secrets that all servers using it share. */
export async function freshMysql(serverUrl: string): Promise<TestDatabase> {
  const name = `dialtone_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'dialtone-test-'));
  await onServer(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  return {
    env: {
      DIALTONE_DATA_DIR: dataDir,
      DIALTONE_DB_URL: `${serverUrl.replace(/\/$/, '')}/${name}`,
      DIALTONE_USERNAME_PEPPER: 'pepper-of-the-test-servers',
    },
    drop: async () => {
      await onServer(serverUrl, `DROP DATABASE IF EXISTS ${name}`);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on a MySQL server; returns its rows. */
export async function onServer(serverUrl: string, sql: string): Promise<Record<string, unknown>[]> {
  const connection = await createConnection(serverUrl);
  try {
    const [rows] = await connection.query(sql);
    return rows as Record<string, unknown>[];
  } finally {
    await connection.end();
  }
}
