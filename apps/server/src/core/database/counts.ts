import { existsSync } from 'node:fs';
import type { Config } from '../config/config.js';
import type { Schema } from './data-sources.js';
import { openDataSources } from './open-database.js';

/** How many rows each table has; null where there is no database yet. */
export async function countAll(config: Config, schema: Schema): Promise<Record<string, number> | null> {
  const { database } = config;
  if (database.kind === 'sqlite' && !existsSync(database.path)) return null;
  const sources = await openDataSources(database, schema);
  try {
    const counts: Record<string, number> = {};
    for (const { tableName } of sources.reader.entityMetadatas) {
      const [{ total }] = await sources.reader.query<{ total: number | string }[]>(
        `SELECT COUNT(*) AS total FROM ${tableName}`,
      );
      counts[tableName] = Number(total);
    }
    return counts;
  } finally {
    await sources.close();
  }
}
