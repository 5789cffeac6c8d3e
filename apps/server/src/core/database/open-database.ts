import type { Type } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Config, isDevelopment } from '../config/config.js';
import { type DatabaseConfig, describeDatabase } from '../config/database-url.js';
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
    const applied = await migrate(sources).catch((error: unknown) => {
      if (driverCode(error) === '') throw error; // a mistake in the code
      throw new DatabaseStartError(`${whatFails(config.database, 'migrated')}: ${reasonFor(error)}`, { cause: error });
    });
    for (const name of applied) logger.info({ migration: name }, 'schema migrated');
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
      const reason = reasonFor(error);
      // The embedded database does not come back by itself.
      const isWorthWaiting = config.kind === 'mysql' ? isUnavailable(error) : driverCode(error) === 'SQLITE_BUSY';
      if (!isWorthWaiting || performance.now() + pause > deadline) {
        throw new DatabaseStartError(`${whatFails(config, 'opened')}: ${reason}`, { cause: error });
      }
      logger.warn({ reason, retryInMs: pause }, 'the database is away');
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Says which database fails, and the setting that names it. */
function whatFails(config: DatabaseConfig, task: 'opened' | 'migrated'): string {
  const settings = config.kind === 'sqlite' ? 'DIALTONE_DATA_DIR or DIALTONE_DB_URL' : 'DIALTONE_DB_URL';
  return `The database cannot be ${task} (${settings}, ${describeDatabase(config)})`;
}

function reasonFor(error: unknown): string {
  return error instanceof Error ? error.message || driverCode(error) : 'unknown failure';
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
