import type { DatabaseConfig } from '../config/database-url.js';
import type { DataSources, Entities } from './sources.js';
import { openSqlite } from './sqlite.js';

/** Opens the database. Its schema may be out of date still. */
export async function openDataSources(config: DatabaseConfig, entities: Entities): Promise<DataSources> {
  if (config.kind === 'sqlite') return openSqlite(config, entities);
  const { openMysql } = await import('./mysql.js'); // with its driver, which takes a while to load
  return openMysql(config, entities);
}

/** Brings the schema up to date. Two servers that start at once apply each migration once. */
export async function migrate(sources: DataSources): Promise<string[]> {
  const applied = await sources.withMigrationLock(() => sources.writer.runMigrations({ transaction: 'each' }));
  return applied.map(({ name }) => name);
}
