import type { Type } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Config, isDevelopment } from '../config/config.js';
import type { DatabaseConfig } from '../config/database-url.js';
import { StartError } from '../config/start-error.js';
import { schemaOfAll } from '../feature.js';
import { driverCode, isUnavailable } from './database-errors.js';
import type { DataSources, Schema } from './data-sources.js';
import { assertMigrated } from './schema.check.js';
import { openSqlite } from './sqlite.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** The database did not come up in time, or refused the connection. The message says why, without credentials. */
export class DatabaseStartError extends StartError {}

/** Opens the database with the tables of these features, and migrates it. */
export async function openUpToDate(
  config: Config,
  features: readonly Type<object>[],
  logger: Logger,
): Promise<DataSources> {
  const sources = await openWithPatience(config.database, schemaOfAll(features), config.databaseWaitSeconds, logger);
  try {
    for (const name of await migrate(sources)) logger.info({ migration: name }, 'schema migrated');
    if (isDevelopment()) await assertMigrated(sources.writer, features);
    return sources;
  } catch (error) {
    await sources.close();
    throw error;
  }
}

/** Opens the database. While it is away, tries again with growing pauses, until the time is over. */
export async function openWithPatience(
  config: DatabaseConfig,
  schema: Schema,
  waitSeconds: number,
  logger: Logger,
): Promise<DataSources> {
  const deadline = performance.now() + waitSeconds * 1000;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await openDataSources(config, schema);
    } catch (error) {
      const reason = error instanceof Error ? error.message || driverCode(error) : 'unknown failure';
      if (!isUnavailable(error) || performance.now() + pause > deadline) {
        throw new DatabaseStartError(`The database cannot be opened: ${reason}`, { cause: error });
      }
      logger.warn({ reason, retryInMs: pause }, 'the database is away');
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Opens the database without migrating it. */
export async function openDataSources(config: DatabaseConfig, schema: Schema): Promise<DataSources> {
  if (config.kind === 'sqlite') return openSqlite(config, schema);
  const { openMysql } = await import('./mysql.js'); // only when needed: its driver takes a while to load
  return openMysql(config, schema);
}

/** Applies the migrations that are missing, and returns their names. Servers that start at once take turns. */
export async function migrate(sources: DataSources): Promise<string[]> {
  const applied = await sources.withMigrationLock(() => sources.writer.runMigrations({ transaction: 'each' }));
  return applied.map(({ name }) => name);
}
