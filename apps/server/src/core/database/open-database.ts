import type { Type } from '@nestjs/common';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { type Config, isDevelopment } from '../config/config.js';
import { type DatabaseConfig, describeDatabase } from '../config/database-url.js';
import { StartError } from '../config/start-error.js';
import { schemaOfAll } from '../feature.js';
import { LOAD_MARK } from './archive/load-mark.js';
import { driverCode, passes, reasonOf } from './database-errors.js';
import type { DataSources, Schema } from './data-sources.js';
import { assertMigrated } from './schema.check.js';
import { openSqlite } from './sqlite.js';
import { claimFile } from './sqlite-lock.js';
import { writeNothing } from './write-nothing.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** The database did not come up in time, or refused the connection. The message says why, without credentials. */
export class DatabaseStartError extends StartError {}

/** Another server has the embedded database to itself. */
export class DatabaseInUse extends DatabaseStartError {}

/** Opens the database with the tables of these features, and migrates it. Waits for a database that is away. */
export function openUpToDate(config: Config, features: readonly Type<object>[], logger: Logger): Promise<DataSources> {
  const { database, databaseWaitSeconds } = config;
  return patiently(database, databaseWaitSeconds, logger, async () => {
    const sources = await openClaimed(config, schemaOfAll(features));
    try {
      const applied = await migrate(sources).catch((error: unknown) => {
        if (driverCode(error) === '' || passes(error)) throw error; // a mistake in the code, or worth waiting for
        throw failure(database, 'migrated', error);
      });
      for (const name of applied) logger.info({ migration: name }, 'schema migrated');
      await sources.transaction(writeNothing);
      if (isDevelopment()) await assertMigrated(sources.writer, features);
      return sources;
    } catch (error) {
      const closed = sources.close().catch(() => undefined);
      if (!passes(error)) await closed; // a frozen database would never let go
      throw error;
    }
  });
}

/** Opens the database without migrating it. Waits for one that is away. */
export function openWithPatience(
  config: DatabaseConfig,
  schema: Schema,
  waitSeconds: number,
  logger: Logger,
): Promise<DataSources> {
  return patiently(config, waitSeconds, logger, () => open(config, schema));
}

/** While the database is away, tries again with growing pauses, until the time is over. */
async function patiently(
  config: DatabaseConfig,
  waitSeconds: number,
  logger: Logger,
  work: () => Promise<DataSources>,
): Promise<DataSources> {
  const deadline = performance.now() + waitSeconds * 1000;
  let told = '';
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      const sources = await work();
      if (told) logger.info('the database is back');
      return sources;
    } catch (error) {
      if (!passes(error)) throw error;
      // The embedded database does not come back by itself.
      const isWorthWaiting = config.kind === 'mysql' || driverCode(error) === 'SQLITE_BUSY';
      if (!isWorthWaiting || performance.now() + pause > deadline) throw failure(config, 'opened', error);
      const reason = reasonOf(error);
      if (reason !== told) logger.warn({ reason }, 'the database is away');
      told = reason;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Opens the database for a server, which may not share an embedded one with a server that it does not know of. */
async function openClaimed(config: Config, schema: Schema): Promise<DataSources> {
  const release = claim(config);
  try {
    const sources = await open(config.database, schema);
    return { ...sources, close: () => sources.close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * Claims an embedded database, which nobody shares but servers that are connected by Redis.
 *
 * @returns what gives it free
 * @throws {DatabaseInUse}
 */
export function claim({ database, redis }: Pick<Config, 'database' | 'redis'>): () => void {
  if (database.kind !== 'sqlite') return () => undefined;
  const release = claimFile(database.path, redis !== null);
  if (release) return release;
  throw new DatabaseInUse(
    `Another server is running on ${database.path}. Stop it first; ` +
      'or connect both by Redis, with the same DIALTONE_REDIS_URL, so that their clients hear each other.',
  );
}

async function open(config: DatabaseConfig, schema: Schema): Promise<DataSources> {
  try {
    return await openDataSources(config, schema);
  } catch (error) {
    throw passes(error) || error instanceof StartError ? error : failure(config, 'opened', error);
  }
}

/** Says which database fails, why, and the setting that names it. */
function failure(config: DatabaseConfig, task: 'opened' | 'migrated', error: unknown): DatabaseStartError {
  const settings = config.kind === 'sqlite' ? 'DIALTONE_DATA_DIR or DIALTONE_DB_URL' : 'DIALTONE_DB_URL';
  const what = `The database cannot be ${task} (${settings}, ${describeDatabase(config)})`;
  return new DatabaseStartError(`${what}: ${reasonOf(error)}`, { cause: error });
}

/** Opens the database without migrating it. */
export async function openDataSources(config: DatabaseConfig, schema: Schema): Promise<DataSources> {
  if (config.kind === 'sqlite') return openSqlite(config, schema);
  const { openMysql } = await import('./mysql.js'); // only when needed: its driver takes a while to load
  return openMysql(config, schema);
}

export async function hasTable(source: DataSource, name: string): Promise<boolean> {
  const runner = source.createQueryRunner();
  return runner.hasTable(name).finally(() => runner.release());
}

/** The names of the migrations that the database has. */
export async function appliedMigrations({ reader }: DataSources): Promise<Set<string>> {
  const rows = (await hasTable(reader, 'migrations'))
    ? await reader.query<{ name: string }[]>('SELECT name FROM migrations')
    : [];
  return new Set(rows.map(({ name }) => name));
}

/**
 * Applies the migrations that are missing, and returns their names. Servers that start at once take turns.
 *
 * @throws {DatabaseStartError} when an archive was loaded only in part
 */
export async function migrate(sources: DataSources): Promise<string[]> {
  const applied = await sources.withMigrationLock(async () => {
    await assertWhole(sources);
    return sources.writer.runMigrations({ transaction: 'each' });
  });
  return applied.map(({ name }) => name);
}

async function assertWhole({ writer }: DataSources): Promise<void> {
  if (!(await hasTable(writer, LOAD_MARK))) return;
  throw new DatabaseStartError(
    'The database is not whole: loading it from an archive was interrupted. Run the same restore or import again.',
  );
}
