import type { DatabaseConfig } from '../config/database-url.js';
import { openMysql } from './mysql.js';
import { openSqlite } from './sqlite.js';
import type { DataSource, EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** Injection token of the open `DataSources`. */
export const DATA_SOURCES = Symbol('DATA_SOURCES');

/** The connections of the store. */
export interface DataSources {
  readonly writer: DataSource;
  readonly reader: DataSource;
  /** Can several transactions run at once? */
  readonly concurrentWrites: boolean;
  /** Runs the work between BEGIN and COMMIT, or, when any of it fails, ROLLBACK. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Applies or takes back migrations while no other server does. */
  withMigrationLock<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Every table of every feature. */
export type Entities = readonly EntityTarget<ObjectLiteral>[];

/** Opens the database. Its schema may be out of date still. */
export function openDataSources(config: DatabaseConfig, entities: Entities): Promise<DataSources> {
  return config.kind === 'sqlite' ? openSqlite(config, entities) : openMysql(config, entities);
}

/** Brings the schema up to date. Two servers that start at once apply each migration once. */
export async function migrate(sources: DataSources): Promise<string[]> {
  const applied = await sources.withMigrationLock(() => sources.writer.runMigrations({ transaction: 'each' }));
  return applied.map(({ name }) => name);
}
