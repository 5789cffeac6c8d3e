import type { DatabaseConfig } from '../../config/database-url.js';
import type { DataSources, Schema } from '../data-sources.js';
import { migrate, openDataSources } from '../open-database.js';
import { ArchiveError, throwIfStopped } from './archive-error.js';
import { assertAlone, claimAlone } from './claim.js';
import { appliedIn, migrationsOf } from './database-state.js';
import { differences } from './dump.js';
import { insertRows } from './insert.js';
import { toRows, unpack } from './lines.js';
import { isUnfinished, loadStateOf, noteBegin, noteDone, notePart, removeMark, setMark } from './load-mark.js';
import { type Manifest, rowsOf } from './manifest.js';
import type { Watch } from './progress.js';
import { inTransaction, type Session, withSession } from './session.js';
import type { Archive } from './source.js';
import { type Table, tablesOf } from './tables.js';

export interface LoadOptions extends Watch {
  readonly schema: Schema;
  /** What the load needs besides the database, made once that is known to be empty. */
  readonly prepare?: () => void;
  /** The last changes, made once: statements. */
  readonly once?: readonly string[];
  /** Changes after those, which may be made again: statements. */
  readonly afterwards?: readonly string[];
}

/**
 * Loads an archive, which has been verified, into a database without users, and compares the two in the end. What was
 * interrupted goes on where it stopped; until the end no server starts on the database.
 *
 * @throws {ArchiveError} when the database is in use or not empty, or the archive is of a newer version
 */
export async function load(archive: Archive, config: DatabaseConfig, options: LoadOptions): Promise<void> {
  const { schema } = options;
  const migrations = migrationsOf(schema, archive.manifest.migrations, 'The archive');
  assertSameTables(archive.manifest, await tablesOf(migrations));
  const release = claimAlone(config);
  try {
    await assertAlone(config); // later the lock of the migrations keeps servers from starting
    await withSources(config, { entities: [], migrations }, (sources) =>
      sources.withMigrationLock(() => withSession(config, (session) => loadInto(session, sources, archive, options))),
    );
    await withSources(config, schema, migrate); // what came after the archive
  } finally {
    release();
  }
}

async function withSources<T>(
  config: DatabaseConfig,
  schema: Schema,
  work: (sources: DataSources) => Promise<T>,
): Promise<T> {
  const sources = await openDataSources(config, schema);
  try {
    return await work(sources);
  } finally {
    await sources.close();
  }
}

async function loadInto(session: Session, sources: DataSources, archive: Archive, options: LoadOptions): Promise<void> {
  const { tables } = archive.manifest;
  await assertEmpty(session, options.schema, [...(await tablesOf(options.schema.migrations)), ...tables]);
  options.prepare?.();
  let state = await loadStateOf(session, archive.id);
  if (state.step === 'new') {
    await setMark(session);
    await makeTables(session, sources, [...(await tablesOf(options.schema.migrations)), ...tables]);
    await noteBegin(session, archive.id);
    state = { step: 'begun', parts: new Set() };
  }
  if (state.step === 'begun') {
    await loadParts(session, archive, state.parts, options);
    const wrong = await differences(session, tables, options);
    if (wrong.length > 0) throw new ArchiveError(`What was loaded is not what the archive has: ${wrong.join('; ')}`);
    await inTransaction(session, async () => {
      for (const statement of options.once ?? []) await session.run(statement);
      await noteDone(session, archive.id);
    });
  }
  // MySQL may have ended the transaction above, and the process died before the mark was taken away.
  for (const statement of options.afterwards ?? []) await session.run(statement);
  await removeMark(session);
}

/** What an interrupted load has left counts as empty. Tables of another program are not ours to replace. */
async function assertEmpty(session: Session, schema: Schema, tables: readonly Table[]): Promise<void> {
  if (await isUnfinished(session)) return;
  const names = new Set([...tables.map(({ name }) => name), 'migrations']);
  const there: string[] = [];
  for (const name of names) if (await session.hasTable(name)) there.push(name);
  if (there.length === 0) return;
  const applied = await appliedIn(session).catch(() => []); // another program's table of that name
  if (!applied.some((name) => schema.migrations.some((migration) => migration.name === name)))
    throw new ArchiveError(`The database has tables of something else: ${there.join(', ')}`);
  migrationsOf(schema, applied, 'The database');
  if (!(await session.hasTable('users'))) return;
  const users = await session.query('SELECT id FROM users LIMIT 1');
  if (users.length > 0) throw new ArchiveError('The database is not empty: it has users');
}

/** Makes the tables of the archive's migrations anew, without any rows. */
async function makeTables(session: Session, { writer }: DataSources, tables: readonly Table[]): Promise<void> {
  const isSqlite = session.kind === 'sqlite';
  const check = (on: boolean) =>
    session.run(isSqlite ? `PRAGMA foreign_keys = ${on ? 'ON' : 'OFF'}` : `SET foreign_key_checks = ${on ? '1' : '0'}`);
  await check(false);
  for (const name of new Set([...tables.map((table) => table.name), 'migrations'])) {
    await session.run(`DROP TABLE IF EXISTS ${name}`);
  }
  await writer.runMigrations({ transaction: 'each' });
  // Rows that migrations make are in the archive.
  for (const { name } of tables) if (await session.hasTable(name)) await session.run(`DELETE FROM ${name}`);
  await check(true);
}

async function loadParts(
  session: Session,
  archive: Archive,
  loaded: ReadonlySet<string>,
  { onProgress, signal }: Watch,
): Promise<void> {
  const total = rowsOf(archive.manifest);
  let done = 0;
  for (const table of archive.manifest.tables) {
    for (const { file, rows } of table.parts) {
      throwIfStopped(signal);
      if (!loaded.has(file)) {
        const lines = await unpack(await archive.read(file), file);
        await inTransaction(session, async () => {
          await insertRows(session, table, toRows(lines, table));
          await notePart(session, archive.id, file);
        });
      }
      done += rows;
      onProgress?.('loading', done, total);
    }
  }
}

function assertSameTables(manifest: Manifest, tables: readonly Table[]): void {
  const shape = (list: readonly Table[]) =>
    JSON.stringify(
      list.map(({ name, columns, key }) => [name, columns.map((column) => [column.name, column.kind]), key]),
    );
  if (shape(manifest.tables) !== shape(tables)) {
    throw new ArchiveError('The tables of the archive are not those that its migrations make');
  }
}
