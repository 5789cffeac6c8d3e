import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { readerFor, ROWS_PER_TURN } from './rows.js';

/** The rest of a query for rows, each with the row of another table where there is one. */
export interface Joined<J extends ObjectLiteral> {
  readonly entity: EntityTarget<J>;
  /** SQL: which row of the other table it is; at most one. */
  readonly on: string;
  /** SQL: what follows, such as the condition and the order. */
  readonly rest: string;
}

/** Reads rows as `selectRows` does, each with the one that belongs to it in another table, or with null. */
export async function selectJoined<E extends ObjectLiteral, J extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  joined: Joined<J>,
): Promise<(readonly [E, J | null])[]> {
  const { driver } = manager.dataSource;
  const [one, other] = [entity, joined.entity].map((target, part) => {
    const { tableName, columns } = manager.dataSource.getMetadata(target);
    const fields = columns.map((column) => ({
      from: `${tableName}.${column.databaseName}`,
      as: `p${String(part)}_${column.databaseName}`,
      to: column.propertyName,
      read: readerFor(driver, column),
      isKey: column.isPrimary,
    }));
    return { tableName, fields };
  });
  const selected = [...one.fields, ...other.fields].map(({ from, as }) => `${from} AS ${as}`).join(', ');
  const rows = await manager.query<Record<string, unknown>[]>(
    `SELECT ${selected} FROM ${one.tableName} LEFT JOIN ${other.tableName} ON ${joined.on} ${joined.rest}`,
  );
  const entityOf = ({ fields }: typeof one, row: Record<string, unknown>) =>
    Object.fromEntries(fields.map(({ as, to, read }) => [to, read ? read(row[as]) : row[as]]));
  const isThere = (row: Record<string, unknown>) => other.fields.some(({ isKey, as }) => isKey && row[as] !== null);
  const found: (readonly [E, J | null])[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_TURN) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve));
    for (const row of rows.slice(start, start + ROWS_PER_TURN)) {
      found.push([entityOf(one, row) as E, isThere(row) ? (entityOf(other, row) as J) : null]);
    }
  }
  return found;
}
