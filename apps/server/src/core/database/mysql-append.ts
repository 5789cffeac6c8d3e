import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2';
import type { DataSource, ObjectLiteral } from 'typeorm';
import { insertion } from './rows.js';
import type { Numbered } from './data-sources.js';

/**
 * Stores numbered rows with one round trip: the transaction's statements travel as one text. The database gives the
 * numbers, so none has to come back in the middle.
 *
 * @param pool a pool whose connections allow several statements in one query
 */
export async function append<E extends ObjectLiteral, K extends keyof E & string>(
  pool: Pool,
  dataSource: DataSource,
  { counter: { table, column, id }, entity, property, rows }: Numbered<E, K>,
): Promise<number> {
  const before = `LAST_INSERT_ID() - ${String(rows.length)}`;
  const [insert, values] = insertion(dataSource, entity, rows, {
    [property]: (index) => `${before} + ${String(index + 1)}`,
  });
  const statements = [
    'START TRANSACTION',
    `UPDATE ${table} SET ${column} = LAST_INSERT_ID(${column} + ?) WHERE id = ?`,
    insert,
    'COMMIT',
  ];
  const connection = await acquire(pool);
  try {
    const results = await run(connection, statements.join('; '), [rows.length, id, ...values]);
    connection.release();
    return results[1].insertId - rows.length + 1;
  } catch (error) {
    // The statements after the one that failed were not run.
    await run(connection, 'ROLLBACK').then(
      () => connection.release(),
      () => connection.destroy(),
    );
    throw error;
  }
}

function acquire(pool: Pool): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) reject(error);
      else resolve(connection);
    });
  });
}

function run(connection: PoolConnection, sql: string, values: unknown[] = []): Promise<ResultSetHeader[]> {
  return new Promise((resolve, reject) => {
    connection.query<ResultSetHeader[]>(sql, values, (error, results) => {
      if (error) reject(error);
      else resolve(results);
    });
  });
}
