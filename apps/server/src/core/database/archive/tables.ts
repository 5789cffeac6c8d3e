import LibsqlDatabase from 'libsql';
import { DataSource } from 'typeorm';
import type { Migration } from '../data-sources.js';
import { ArchiveError } from './archive-error.js';

/** What an archive knows of a column: how its values are written. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'time';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A table, in the same form whatever the database is. */
export interface Table {
  readonly name: string;
  /** By name: the order in which they were added may differ between databases. */
  readonly columns: readonly Column[];
  /** The columns of the primary key, which rows are ordered by. */
  readonly key: readonly string[];
}

const KINDS: Readonly<Record<string, ColumnKind>> = {
  varchar: 'text',
  text: 'text',
  integer: 'integer',
  bigint: 'integer',
  boolean: 'boolean',
  datetime: 'time',
};

/** Tables of the migrations themselves and of SQLite: no data. */
const NO_DATA = /^(?:migrations|sqlite_.*)$/;

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  /** Its place in the primary key, from 1; 0 when it is in none. */
  readonly pk: number;
}

/**
 * The tables that these migrations make, each after those that it refers to. They are made in memory to find out, so
 * the answer is the same for SQLite and MySQL, and there is one for every earlier state of the schema.
 */
export async function tablesOf(migrations: readonly Migration[]): Promise<Table[]> {
  const scratch = await new DataSource({
    type: 'better-sqlite3',
    driver: LibsqlDatabase,
    database: ':memory:',
    migrations: [...migrations],
  }).initialize();
  try {
    await scratch.runMigrations({ transaction: 'each' });
    const names = await scratch.query<{ name: string }[]>(
      "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    );
    const tables = new Map<string, Table>();
    const references = new Map<string, string[]>();
    for (const { name } of names.filter((table) => !NO_DATA.test(table.name))) {
      const columns = await scratch.query<ColumnRow[]>(`PRAGMA table_info(${name})`);
      tables.set(name, toTable(name, columns));
      const keys = await scratch.query<{ table: string }[]>(`PRAGMA foreign_key_list(${name})`);
      references.set(
        name,
        keys.map(({ table }) => table),
      );
    }
    return inOrder(tables, references);
  } finally {
    await scratch.destroy();
  }
}

function toTable(name: string, columns: readonly ColumnRow[]): Table {
  return {
    name,
    columns: columns
      .map((column) => ({ name: column.name, kind: kindOf(name, column) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    key: columns
      .filter(({ pk }) => pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map((column) => column.name),
  };
}

function kindOf(table: string, { name, type }: ColumnRow): ColumnKind {
  const kind = KINDS[type.replace(/\(.*/, '').toLowerCase()];
  if (!kind) throw new ArchiveError(`${table}.${name} is of type ${type}, which no archive can hold yet`);
  return kind;
}

/** Puts each table behind those that it refers to. */
function inOrder(tables: ReadonlyMap<string, Table>, references: ReadonlyMap<string, readonly string[]>): Table[] {
  const placed = new Set<Table>();
  const place = (name: string, path: readonly string[]): void => {
    const table = tables.get(name);
    if (!table || placed.has(table)) return;
    if (path.includes(name)) throw new ArchiveError(`The tables ${path.join(', ')} refer to each other in a circle`);
    for (const other of references.get(name) ?? []) place(other, [...path, name]);
    placed.add(table);
  };
  for (const name of tables.keys()) place(name, []);
  return [...placed];
}
