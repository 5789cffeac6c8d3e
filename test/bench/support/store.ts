import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { onServer, type TestDatabase } from '../../support/database.js';

/** The embedded database's file. */
export function sqliteFile({ env }: TestDatabase): string {
  return join(env.DIALTONE_DATA_DIR, 'dialtone.db');
}

/** Runs one statement past the server, and answers with its rows. */
export async function queryStore(database: TestDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const url = database.env.DIALTONE_DB_URL;
  if (url) return onServer(url, sql);
  const file = new LibsqlDatabase(sqliteFile(database), { readonly: true });
  try {
    return file.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    file.close();
  }
}

/** How many messages are stored. */
export async function countMessages(database: TestDatabase): Promise<number> {
  const [row] = await queryStore(database, 'SELECT COUNT(*) AS count FROM messages');
  return Number(row.count);
}
