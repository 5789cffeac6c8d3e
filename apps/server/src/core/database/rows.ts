import type { DataSource, EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Driver } from 'typeorm/driver/Driver.js';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { readTimeText, timeText } from './time-text.js';

/**
 * Plain SQL with the tables, columns and types of the entities, for queries that run for every message or read many
 * rows: TypeORM's query builders take several times as long for a row as the database itself.
 */

type Value = string | number | Date | null;

/** How many rows are converted before other work has its turn. */
const ROWS_PER_TURN = 1000;

/** Column types whose values need no conversion between driver and entity. */
const AS_STORED: ReadonlySet<unknown> = new Set(['varchar', 'text', 'integer', 'bigint']);

/** Stores rows with one statement. Columns that are missing in the rows get their defaults. */
export async function insertRows<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<void> {
  await manager.query(...insertion(manager.dataSource, entity, rows));
}

/**
 * The statement that stores rows, and its parameters.
 *
 * @param computed makes an SQL expression for these properties, from the row's index
 */
export function insertion<E extends ObjectLiteral>(
  dataSource: DataSource,
  entity: EntityTarget<E>,
  rows: readonly ObjectLiteral[],
  computed: Readonly<Record<string, (index: number) => string>> = {},
): [sql: string, values: Value[]] {
  const { driver } = dataSource;
  const { tableName, columns: all } = dataSource.getMetadata(entity);
  const columns = all.filter(({ propertyName }) => propertyName in computed || propertyName in rows[0]);
  const given = columns.filter(({ propertyName }) => !(propertyName in computed));
  const place = (index: number) => columns.map(({ propertyName }) => computed[propertyName]?.(index) ?? '?').join(', ');
  const values = rows.flatMap((row) =>
    given.map((column) => driver.preparePersistentValue(row[column.propertyName], column) as Value),
  );
  const places = rows.map((_, index) => `(${place(index)})`).join(', ');
  return [`INSERT INTO ${tableName} (${names(columns)}) VALUES ${places}`, values];
}

/**
 * Reads rows, and lets other work run between the parts of many; `rest` is the SQL after the table's name.
 *
 * @param properties what to read of each row; by default everything
 * @param flags boolean columns of joined tables, returned under their own names
 */
export async function selectRows<
  E extends ObjectLiteral,
  K extends keyof E & string = keyof E & string,
  F extends string = never,
>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rest: string,
  parameters: readonly Value[],
  properties?: readonly K[],
  flags: readonly F[] = [],
): Promise<(Pick<E, K> & Record<F, boolean>)[]> {
  const { columns, toRow } = shapeOf(manager.dataSource, entity, properties);
  const sql = `SELECT ${[...columns, ...flags].join(', ')} FROM ${tableOf(manager, entity)} ${rest}`;
  const rows = await query(manager, entity, sql, parameters);
  return inTurns(rows, (row) => {
    const one = toRow(row) as Record<string, unknown>;
    for (const flag of flags) one[flag] = Boolean(row[flag]);
    return one as Pick<E, K> & Record<F, boolean>;
  });
}

/**
 * Reads rows, each with the one that belongs to it in another table; `rest` joins that table, no column of which has the
 * name of one that is read of the first.
 *
 * @returns pairs: the row, and the other's or null where there is none
 */
export async function selectJoined<E extends ObjectLiteral, K extends keyof E & string, J extends ObjectLiteral>(
  manager: EntityManager,
  [entity, properties]: readonly [entity: EntityTarget<E>, properties: readonly K[]],
  joined: EntityTarget<J>,
  rest: string,
  parameters: readonly Value[],
): Promise<[row: Pick<E, K>, other: Pick<J, keyof J & string> | null][]> {
  const [first, second] = [shapeOf(manager.dataSource, entity, properties), shapeOf<J>(manager.dataSource, joined)];
  const [primary] = manager.dataSource.getMetadata(joined).primaryColumns;
  const sql = `SELECT ${[...first.columns, ...second.columns].join(', ')} FROM ${tableOf(manager, entity)} ${rest}`;
  const rows = await query(manager, entity, sql, parameters);
  return inTurns(rows, (row) => [first.toRow(row), row[primary.databaseName] === null ? null : second.toRow(row)]);
}

type Row = Record<string, unknown>;

/** What to select of a table, and how a row of the result becomes the entity's. */
interface Shape<R> {
  readonly columns: readonly string[];
  readonly toRow: (row: Row) => R;
}

function shapeOf<E extends ObjectLiteral, K extends keyof E & string = keyof E & string>(
  dataSource: DataSource,
  entity: EntityTarget<E>,
  properties?: readonly K[],
): Shape<Pick<E, K>> {
  const { tableName, columns: all } = dataSource.getMetadata(entity);
  const columns = properties ? all.filter(({ propertyName }) => properties.includes(propertyName as K)) : all;
  const fields = columns.map((column) => ({
    from: column.databaseName,
    to: column.propertyName,
    read: readerFor(dataSource.driver, column),
  }));
  return {
    columns: columns.map(({ databaseName }) => `${tableName}.${databaseName}`),
    toRow: (row) => {
      const one: Row = {};
      for (const { from, to, read } of fields) one[to] = read ? read(row[from]) : row[from];
      return one as Pick<E, K>;
    },
  };
}

function tableOf<E extends ObjectLiteral>(manager: EntityManager, entity: EntityTarget<E>): string {
  return manager.dataSource.getMetadata(entity).tableName;
}

/** Runs a query whose times are given as the entity's are stored. */
function query<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  sql: string,
  parameters: readonly Value[],
): Promise<Row[]> {
  const { dataSource } = manager;
  const time = dataSource.getMetadata(entity).columns.find(({ type }) => type === 'datetime');
  const values = parameters.map((value) =>
    value instanceof Date && time ? (dataSource.driver.preparePersistentValue(value, time) as Value) : value,
  );
  return manager.query<Row[]>(sql, values);
}

/** Converts rows, and lets other work run between the parts of many. */
async function inTurns<R>(rows: readonly Row[], toOne: (row: Row) => R): Promise<R[]> {
  const found: R[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_TURN) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve));
    for (const row of rows.slice(start, start + ROWS_PER_TURN)) found.push(toOne(row));
  }
  return found;
}

/** Converts a column's values to the entity's; undefined where there is nothing to convert. */
function readerFor(driver: Driver, column: ColumnMetadata): ((value: unknown) => unknown) | undefined {
  if (AS_STORED.has(column.type)) return undefined;
  if (column.transformer === timeText) return readTimeText;
  return (value) => driver.prepareHydratedValue(value, column) as unknown;
}

function names(columns: readonly ColumnMetadata[]): string {
  return columns.map(({ databaseName }) => databaseName).join(', ');
}
