import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { type DatabaseConfig, parseDatabaseUrl, sqliteAt } from '../../apps/server/src/core/config/database-url.js';
import { backupToFile } from '../../apps/server/src/core/database/archive/backup.js';
import { insertRows } from '../../apps/server/src/core/database/archive/insert.js';
import { load } from '../../apps/server/src/core/database/archive/load.js';
import type { Manifest } from '../../apps/server/src/core/database/archive/manifest.js';
import { type Session, withSession } from '../../apps/server/src/core/database/archive/session.js';
import { openArchive, verify } from '../../apps/server/src/core/database/archive/source.js';
import { tablesOf } from '../../apps/server/src/core/database/archive/tables.js';
import type { Row } from '../../apps/server/src/core/database/archive/values.js';
import { columnsFor, foreignKey, nullable, primary } from '../../apps/server/src/core/database/columns.js';
import type { Schema } from '../../apps/server/src/core/database/data-sources.js';
import { migrate, openDataSources } from '../../apps/server/src/core/database/open-database.js';

/** Its tables are named so that the order by name is not the one in which they can be filled. */
class First1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id, text, flag, bigint, integer, time } = columnsFor(runner);
    await runner.createTable(
      new Table({ name: 'users', columns: [id('id', primary('users')), flag('is_kind'), text('words', nullable)] }),
    );
    await runner.createTable(
      new Table({
        name: 'notes',
        columns: [
          id('user_id', primary('notes')),
          integer('place', primary('notes')),
          bigint('weight', nullable),
          time('at', nullable),
          text('body'),
        ],
        foreignKeys: [foreignKey('fk_notes_user', 'user_id', 'users', 'CASCADE')],
      }),
    );
    await runner.query("INSERT INTO users (id, is_kind) VALUES ('made by the migration', TRUE)");
  }

  async down(): Promise<void> {
    // never undone here
  }
}

class Second1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN added integer NOT NULL DEFAULT 7');
  }

  async down(): Promise<void> {
    // never undone here
  }
}

export const older: Schema = { entities: [], migrations: [First1700000000000] };
export const schema: Schema = { entities: [], migrations: [First1700000000000, Second1700000000001] };

/** What is awkward to write, to sort or to compare. */
const AWKWARD = ['', ' ', '\n', '\r\n', '"\\\'', '\u2028', 'ä\u0308', '🦜', '\\0 %s ?', '[],{}', '2026-03-01 09:31:00'];
export const USERS = ['a', 'A', 'b', 'b-', 'B1', '0198f6a2-52c1', 'zz'];

const serverUrl = process.env.TEST_DATABASE_URL;
let home: string;
let made = 0;
const databases: DatabaseConfig[] = [];

/** Each test has a folder of its own, and its databases are dropped after it. */
export function useArchives(): void {
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'dialtone-archive-'));
  });
  afterEach(async () => {
    for (const config of databases.splice(0)) {
      if (config.kind !== 'mysql') continue;
      await withSession(config, (session) => session.run(`DROP DATABASE ${config.database}`));
    }
    rmSync(home, { recursive: true });
  });
}

/** A path in the folder of the test. */
export function at(name: string): string {
  return join(home, name);
}

export function newSqlite(): Promise<DatabaseConfig> {
  return Promise.resolve(sqliteAt(at(`${String(made++)}.db`)));
}

async function newMysql(): Promise<DatabaseConfig> {
  const name = `dialtone_archive_${String(process.pid)}_${String(made++)}`;
  const anywhere = parseDatabaseUrl(`${serverUrl ?? ''}/information_schema`);
  await withSession(anywhere, (session) => session.run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`));
  const config = parseDatabaseUrl(`${serverUrl ?? ''}/${name}`);
  databases.push(config);
  return config;
}

export async function migrated(config: DatabaseConfig, to = schema): Promise<DatabaseConfig> {
  const sources = await openDataSources(config, to);
  await migrate(sources).finally(() => sources.close());
  return config;
}

/** A database with users, and enough notes for several parts. */
export async function filled(config: DatabaseConfig, { notes = 6000, to = schema } = {}): Promise<DatabaseConfig> {
  await migrated(config, to);
  const [users, notesTable] = await tablesOf(older.migrations).then((tables) => [
    tables.find(({ name }) => name === 'users')!,
    tables.find(({ name }) => name === 'notes')!,
  ]);
  await withSession(config, async (session) => {
    // id, is_kind, words
    await insertRows(
      session,
      users,
      USERS.map((id, i) => [id, i % 2 === 0, AWKWARD[i] ?? null]),
    );
    // at, body, place, user_id, weight
    const note = (i: number): Row => [
      i % 3 === 0 ? null : `2026-03-01T09:31:00.${String(i % 2 === 0 ? 0 : i * 37).padStart(6, '0')}Z`,
      `${AWKWARD[i % AWKWARD.length] ?? ''}${'x'.repeat(i % 3000)}`,
      i,
      USERS[i % USERS.length] ?? '',
      i % 5 === 0 ? null : Number.MAX_SAFE_INTEGER - i,
    ];
    for (let i = 0; i < notes; i += 500) {
      const rows = Array.from({ length: Math.min(500, notes - i) }, (_, j) => note(i + j));
      await insertRows(session, notesTable, rows);
    }
  });
  return config;
}

export function toFile(config: DatabaseConfig, path: string, known = schema): Promise<Manifest> {
  return backupToFile(config, path, { schema: known, version: '1.2.3', replace: false });
}

export async function fromFile(
  path: string,
  config: DatabaseConfig,
  known = schema,
  signal?: AbortSignal,
): Promise<void> {
  const archive = await openArchive(path);
  try {
    await verify(archive, {});
    await load(archive, config, { schema: known, ...(signal ? { signal } : {}) });
  } finally {
    await archive.close();
  }
}

export function hashes({ tables }: Manifest): Record<string, string> {
  return Object.fromEntries(tables.map(({ name, rows, sha256 }) => [name, `${String(rows)} ${sha256}`]));
}

export async function rowsIn(config: DatabaseConfig, sql: string): Promise<unknown[][]> {
  return withSession(config, (session: Session) => session.query(sql));
}

export const stores: [string, () => Promise<DatabaseConfig>][] = [
  ['SQLite', newSqlite],
  ...(serverUrl === undefined ? [] : ([['MySQL', newMysql]] as [string, () => Promise<DatabaseConfig>][])),
];
/** From each store to each. */
export const ways = stores.flatMap(([from, source]) =>
  stores.map(([to, target]) => [from, to, source, target] as const),
);

/** Stops the work once this many rows have been through a step. */
export function stopAt(step: string, most: number) {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: (now: string, rows: number) => {
      if (now === step && rows >= most) controller.abort();
    },
  };
}
