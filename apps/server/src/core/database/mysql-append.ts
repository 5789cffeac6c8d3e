import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2';
import type { DataSource, ObjectLiteral } from 'typeorm';
import { insertion } from './rows.js';
import type { Numbered } from './data-sources.js';

/**
 * Stores numbered rows with one round trip: the whole transaction is sent as one text, in which the database itself
 * fills in the numbers.
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
    // Nothing after the failed statement has run.
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
