import type { DataSource, EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Driver } from 'typeorm/driver/Driver.js';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { readTimeText, timeText } from './time-text.js';

/**
 * Rows by plain SQL, with the tables, columns and types of the entities. For what is called for each message or reads
 * many rows: TypeORM's builders spend several times as long on a row as the database does.
 */

type Value = string | number | Date | null;

/** Column types whose values come from the drivers as the entities have them. */
const AS_STORED: ReadonlySet<unknown> = new Set(['varchar', 'text', 'bigint']);

/** Stores rows with one statement; a column that they do not name gets its default. */
export async function insertRows<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<void> {
  await manager.query(...insertion(manager.dataSource, entity, rows));
}

/**
 * The statement that stores rows, and its values.
 *
 * @param computed properties that an SQL expression gives for each row, by its index
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
 * Reads rows; `rest` is what comes after the table's name.
 *
 * @param properties what to read of each row; everything, where not given
 * @param flags columns of joined tables that hold a boolean: they come under their own names
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
  const { tableName, columns: all } = manager.dataSource.getMetadata(entity);
  const { driver } = manager.dataSource;
  const columns = properties ? all.filter(({ propertyName }) => properties.includes(propertyName as K)) : all;
  const selected = [...columns.map(({ databaseName }) => `${tableName}.${databaseName}`), ...flags].join(', ');
  const sql = `SELECT ${selected} FROM ${tableName} ${rest}`;
  const rows = await manager.query<Record<string, unknown>[]>(sql, [...parameters]);
  const fields = columns.map((column) => ({
    from: column.databaseName,
    to: column.propertyName,
    read: readerFor(driver, column),
  }));
  return rows.map((row) => {
    const one: Record<string, unknown> = {};
    for (const { from, to, read } of fields) one[to] = read ? read(row[from]) : row[from];
    for (const flag of flags) one[flag] = Boolean(row[flag]);
    return one as Pick<E, K> & Record<F, boolean>;
  });
}

/** How a column's values become the entity's; undefined where they are that already. */
function readerFor(driver: Driver, column: ColumnMetadata): ((value: unknown) => unknown) | undefined {
  if (AS_STORED.has(column.type)) return undefined;
  if (column.transformer === timeText) return readTimeText;
  return (value) => driver.prepareHydratedValue(value, column) as unknown;
}

function names(columns: readonly ColumnMetadata[]): string {
  return columns.map(({ databaseName }) => databaseName).join(', ');
}
