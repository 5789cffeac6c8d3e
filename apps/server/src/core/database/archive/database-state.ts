import type { Migration, Schema } from '../data-sources.js';
import { ArchiveError } from './archive-error.js';
import { isUnfinished } from './load-mark.js';
import type { Session } from './session.js';
import { type Table, tablesOf } from './tables.js';

/** What a database holds, by the migrations that it has had. */
export interface DatabaseState {
  /** The names of the migrations, oldest first. */
  readonly migrations: readonly string[];
  readonly tables: readonly Table[];
  /** What tells its pepper; null before its first start. */
  readonly pepperCheck: string | null;
}

/** @throws {ArchiveError} when it is no database of Dialtone, one of a newer version, or loaded only in part */
export async function stateOf(session: Session, schema: Schema): Promise<DatabaseState> {
  if (await isUnfinished(session)) throw new ArchiveError('The database is not whole: loading it was interrupted');
  const names = await appliedIn(session);
  if (names.length === 0) throw new ArchiveError('The database is empty');
  const migrations = migrationsOf(schema, names, 'The database');
  const tables = await tablesOf(migrations);
  return {
    migrations: migrations.map(({ name }) => name),
    tables,
    pepperCheck: tables.some(({ name }) => name === 'pepper_check') ? await pepperCheckIn(session) : null,
  };
}

/** The names of the migrations that the database has had; none where it has no such table. */
export async function appliedIn(session: Session): Promise<string[]> {
  if (!(await session.hasTable('migrations'))) return [];
  return (await session.query('SELECT name FROM migrations')).map(([name]) => String(name));
}

async function pepperCheckIn(session: Session): Promise<string | null> {
  const [[mac]] = await session.query('SELECT mac FROM pepper_check WHERE id = 1');
  return mac as string | null;
}

/**
 * The migrations with these names, oldest first.
 *
 * @throws {ArchiveError} when this version has none of that name
 */
export function migrationsOf({ migrations }: Schema, names: readonly string[], what: string): Migration[] {
  const unknown = names.find((name) => !migrations.some((migration) => migration.name === name));
  if (unknown !== undefined) {
    throw new ArchiveError(`${what} is of a newer Dialtone: this version does not know its migration ${unknown}`);
  }
  return migrations.filter(({ name }) => names.includes(name));
}
