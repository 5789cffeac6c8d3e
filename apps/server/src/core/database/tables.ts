import type { EntityManager, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { Counter, DataSources } from './data-sources.js';
import { insertRows, selectRows } from './rows.js';

/** The most rows and text of one statement: databases bound its parameters and its length. */
const MAX_ROWS = 1000;
const MAX_CHARACTERS = 1024 * 1024;

/** A row under the names of the entity's properties. */
export type Row = Readonly<Record<string, string | number | boolean | Date | null>>;

/** Rows for a table, all with the same properties. */
export interface RowsOf {
  readonly table: string;
  readonly rows: readonly Row[];
}

/** The tables by their names, for what fills all of them at once and belongs to no feature. */
export interface Tables {
  /** The rows in which each of these properties has one of these values: so many that one statement can name them. */
  find(
    table: string,
    properties: readonly string[],
    where: Readonly<Record<string, readonly (string | number)[]>>,
  ): Promise<ObjectLiteral[]>;
  /** How many rows a table has. */
  count(table: string): Promise<number>;
  /** Stores rows in one transaction, in the order given. */
  insert(...parts: readonly RowsOf[]): Promise<void>;
  /** Stores rows, at least one, under the next numbers of a counter, in one transaction. */
  append(part: RowsOf, property: string, counter: Counter): Promise<void>;
  /** Sets the other properties of rows that are there, by their `id`, in one transaction. */
  update(part: RowsOf): Promise<void>;
}

/** The tables of an open database. */
export function tablesOf(sources: DataSources): Tables {
  const { writer } = sources;
  return {
    find: async (table, properties, where) => {
      const { columns } = writer.getMetadata(table);
      const conditions = Object.entries(where).map(([name, values]) => {
        const column = columns.find(({ propertyName }) => propertyName === name);
        return `${column?.databaseName ?? name} IN (${values.map(() => '?').join(', ')})`;
      });
      const values = Object.values(where);
      if (values.some((list) => list.length === 0)) return [];
      const rest = `WHERE ${conditions.join(' AND ')}`;
      return selectRows<ObjectLiteral>(writer.manager, table, rest, values.flat(), properties);
    },
    count: (table) => writer.manager.count(table),
    insert: (...parts) =>
      sources.transaction(async (manager) => {
        for (const part of parts) await insert(manager, part);
      }),
    append: ({ table, rows }, property, counter) =>
      sources.transaction(async (manager) => {
        const first = (await sources.increment(manager, counter, rows.length)) - rows.length + 1;
        const numbered = rows.map((row, index) => ({ ...row, [property]: first + index }));
        await insert(manager, { table, rows: numbered });
      }),
    update: ({ table, rows }) =>
      sources.transaction(async (manager) => {
        for (const { id, ...changes } of rows) {
          assertKnown(writer.getMetadata(table), changes);
          await manager.update(table, { id }, changes);
        }
      }),
  };
}

async function insert(manager: EntityManager, { table, rows }: RowsOf): Promise<void> {
  if (rows.length === 0) return;
  assertKnown(manager.dataSource.getMetadata(table), rows[0]);
  for (const part of inStatements(rows)) await insertRows(manager, table, part);
}

function inStatements(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  let characters = Infinity;
  for (const row of rows) {
    const size = Object.values(row).reduce<number>((sum, value) => sum + String(value).length, 0);
    characters += size;
    if (characters > MAX_CHARACTERS || parts[parts.length - 1].length === MAX_ROWS) {
      parts.push([]);
      characters = size;
    }
    parts[parts.length - 1].push(row);
  }
  return parts;
}

/** A misspelt property would be left out of the statement, and its column be empty. */
function assertKnown({ columns, tableName }: EntityMetadata, row: Row): void {
  const known = new Set(columns.map(({ propertyName }) => propertyName));
  const wrong = Object.keys(row).filter((name) => !known.has(name));
  if (wrong.length > 0) throw new Error(`${tableName} has no ${wrong.join(', ')}`);
}
