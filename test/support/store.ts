import { Database } from '../../apps/server/src/core/database/database.js';
import type { TestServer } from './server.js';

/** How many rows each of the tables has. */
export async function countRows(server: TestServer, ...tables: string[]): Promise<Record<string, number>> {
  const { read } = server.app.get(Database);
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await read.query<{ count: number }[]>(`SELECT COUNT(*) AS count FROM ${table}`);
    counts[table] = row.count;
  }
  return counts;
}

const LONG_AGO = '2001-01-01 00:00:00.000';

/** Makes every invite one that ended long ago. */
export async function expireInvites(server: TestServer): Promise<void> {
  await server.app.get(Database).dataSource.query('UPDATE invites SET expires_at = ?', [LONG_AGO]);
}

/** Makes every session of a user one that ended long ago. */
export async function expireSessions(server: TestServer, userId: string): Promise<void> {
  await server.app
    .get(Database)
    .dataSource.query('UPDATE sessions SET expires_at = ? WHERE user_id = ?', [LONG_AGO, userId]);
}
