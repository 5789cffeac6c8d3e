import { Database } from '../../apps/server/src/core/database/database.js';
import type { TestServer } from './server.js';

/** How many rows each of the tables has. */
export async function countRows(server: TestServer, ...tables: string[]): Promise<Record<string, number>> {
  const { read } = server.app.get(Database);
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await read.query<{ count: number }[]>(`SELECT COUNT(*) AS count FROM ${table}`);
    counts[table] = Number(row?.count);
  }
  return counts;
}

/** Makes every row of a table one that ended long ago. */
export async function expireAll(server: TestServer, table: 'sessions' | 'invites'): Promise<void> {
  await server.app.get(Database).dataSource.query(`UPDATE ${table} SET expires_at = '2001-01-01 00:00:00.000'`);
}
