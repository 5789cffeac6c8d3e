import { existsSync } from 'node:fs';
import { FEATURES, schema } from '../../app.module.js';
import type { Config } from '../../core/config/config.js';
import type { Pepper } from '../../core/config/values.js';
import { appliedMigrations, DatabaseInUse, openUpToDate, openWithPatience } from '../../core/database/open-database.js';
import { readTakeoverMark, setTakeoverMark } from '../../core/database/takeover-mark.js';
import { type Tables, tablesOf } from '../../core/database/tables.js';
import { createLogger } from '../../core/observability/logger.js';
import { confirmPepper, verifyPepper } from '../../core/security/pepper.js';
import { Failure } from '../failure.js';

/** The database that gets everything. */
export interface Target {
  readonly tables: Tables;
  /** Until when everything was taken over before. */
  readonly takenUntil: Date | null;
  /** Makes the pepper that of this database, or checks that it is. */
  confirmPepper(pepper: Pepper): Promise<void>;
  /** Remembers that everything up to that time was taken over. */
  complete(until: Date): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database of the settings, migrated, and keeps servers away from a file while it is open. */
export async function openTarget(config: Config): Promise<Target> {
  // A server that is connected by Redis shares its file with others, and a takeover with none.
  const alone: Config = { ...config, redis: null };
  try {
    const sources = await openUpToDate(alone, FEATURES, createLogger('warn'));
    return {
      tables: tablesOf(sources),
      takenUntil: await readTakeoverMark(sources),
      confirmPepper: async (pepper) => {
        await confirmPepper(sources, { ...config, pepper });
      },
      complete: (until) => setTakeoverMark(sources, until),
      close: () => sources.close(),
    };
  } catch (error) {
    if (error instanceof DatabaseInUse) throw new Failure('A server is running on this database: stop it first.');
    throw error;
  }
}

/**
 * The target of a dry run: it finds what is there, and stores nothing. Where there is no database yet, none is made.
 *
 * @throws {Failure} when the database is one of an older release, whose tables are not those of this one
 */
export async function openForReading(config: Config): Promise<Target> {
  const { database, databaseWaitSeconds } = config;
  if (database.kind === 'sqlite' && !existsSync(database.path)) return NOTHING;
  const sources = await openWithPatience(database, schema, databaseWaitSeconds, createLogger('warn'));
  try {
    const applied = await appliedMigrations(sources);
    if (applied.size === 0) return { ...NOTHING, close: () => sources.close() };
    if (schema.migrations.some(({ name }) => !applied.has(name)))
      throw new Failure('The database is one of an older release. Apply its migrations first: dialtone migrate');
    return {
      ...NOTHING,
      tables: { ...tablesOf(sources), ...NO_CHANGES },
      takenUntil: await readTakeoverMark(sources),
      confirmPepper: (pepper) => verifyPepper(sources, { ...config, pepper }),
      close: () => sources.close(),
    };
  } catch (error) {
    await sources.close();
    throw error;
  }
}

const nothing = () => Promise.resolve();
const NO_CHANGES = { insert: nothing, append: nothing, update: nothing };
const NOTHING: Target = {
  tables: { find: () => Promise.resolve([]), count: () => Promise.resolve(0), ...NO_CHANGES },
  takenUntil: null,
  confirmPepper: nothing,
  complete: nothing,
  close: nothing,
};
