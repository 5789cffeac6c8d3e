import { In, type EntityMetadata, type ObjectLiteral } from 'typeorm';
import type { Counter, DataSources } from './data-sources.js';
import { insertion } from './rows.js';

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
  /** Stores rows under the next numbers of a counter, in one transaction. */
  append(part: RowsOf, property: string, counter: Counter): Promise<void>;
  /** Sets the other properties of rows that are there, by their `id`, in one transaction. */
  update(part: RowsOf): Promise<void>;
}

/** The tables of an open database. */
export function tablesOf(sources: DataSources): Tables {
  const { writer } = sources;
  return {
    find: async (table, properties, where) => {
      const lists = Object.values(where);
      if (lists.some((values) => values.length === 0)) return [];
      return writer.manager.find<ObjectLiteral>(table, {
        select: Object.fromEntries(properties.map((name) => [name, true])),
        where: Object.fromEntries(Object.entries(where).map(([name, values]) => [name, In([...values])])),
      });
    },
    count: (table) => writer.manager.count(table),
    insert: (...parts) =>
      sources.transaction(async (manager) => {
        for (const { table, rows } of parts) {
          if (rows.length === 0) continue;
          assertKnown(writer.getMetadata(table), rows[0]);
          await manager.query(...insertion(writer, table, rows));
        }
      }),
    append: async ({ table, rows }, property, counter) => {
      assertKnown(writer.getMetadata(table), rows[0]);
      await sources.append({ counter, entity: table, property, rows });
    },
    update: ({ table, rows }) =>
      sources.transaction(async (manager) => {
        for (const { id, ...changes } of rows) {
          assertKnown(writer.getMetadata(table), changes);
          await manager.update(table, { id }, changes);
        }
      }),
  };
}

/** A misspelt property would be left out of the statement, and its column be empty. */
function assertKnown({ columns, tableName }: EntityMetadata, row: Row): void {
  const known = new Set(columns.map(({ propertyName }) => propertyName));
  const wrong = Object.keys(row).filter((name) => !known.has(name));
  if (wrong.length > 0) throw new Error(`${tableName} has no ${wrong.join(', ')}`);
}
