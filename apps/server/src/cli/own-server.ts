import { existsSync } from 'node:fs';
import { createApp } from '../app.factory.js';
import { schema } from '../app.module.js';
import { type Config, loadConfig } from '../core/config/config.js';
import { describeDatabase } from '../core/config/database-url.js';
import { appliedMigrations, DatabaseInUse, openWithPatience } from '../core/database/open-database.js';
import { listen } from '../core/http/listen.js';
import { createLogger } from '../core/observability/logger.js';
import { home } from '../core/observability/version.js';
import { Failure } from './failure.js';

/** A server that does not answer for so long is not there. */
const PATIENCE_MS = 3000;

/** A server that the program can ask. */
export interface OwnServer {
  readonly url: string;
  readonly adminToken: string;
  readonly stop: () => Promise<void>;
}

/**
 * A server of this process on the database of the settings, at an address of this machine that nobody knows of; or the
 * one that runs on it, which an embedded database has all to itself.
 */
export async function ownServer(): Promise<OwnServer> {
  const config = loadConfig(undefined, { makeSecrets: false });
  assertThere(config);
  await assertMigrated(config);
  const { adminToken, database, redis } = config;
  // A server on MySQL hears of what others do through Redis. Without it the one that runs here has to do it itself.
  if (database.kind === 'mysql' && redis === null && config.listen.port !== 0) {
    const url = addressOf(config);
    if (await answers(url)) return { url, adminToken, stop: () => Promise.resolve() };
    console.error(`No server answers at ${url}; one elsewhere does not hear of this: name it with --url instead.`);
  }
  try {
    const hidden: Config = {
      ...config,
      listen: { host: '127.0.0.1', port: 0 },
      tls: null,
      metrics: null,
      drainSeconds: 0,
    };
    const app = await createApp(hidden, { contractDir: home(), logger: createLogger('warn') });
    return { url: await listen(app, hidden), adminToken, stop: () => app.close() };
  } catch (error) {
    if (!(error instanceof DatabaseInUse)) throw error;
    if (config.tls) {
      const where = describeDatabase(config.database);
      throw new Failure(`The server on ${where} speaks TLS: name it as its certificate does, with --url https://…`);
    }
    return { url: addressOf(config), adminToken, stop: () => Promise.resolve() };
  }
}

/** A command that looks after a server makes no database where there is none: the folder was probably misspelt. */
function assertThere({ database }: Config): void {
  if (database.kind === 'sqlite' && !existsSync(database.path))
    throw new Failure(`${database.path} does not exist: name the server's DIALTONE_DATA_DIR or DIALTONE_DB_URL`);
}

/** A command that looks after people migrates nothing: that is for a start, or for whoever has made a backup. */
async function assertMigrated({ database, databaseWaitSeconds }: Config): Promise<void> {
  const sources = await openWithPatience(database, schema, databaseWaitSeconds, createLogger('warn'));
  try {
    const applied = await appliedMigrations(sources);
    const missing = schema.migrations.filter(({ name }) => !applied.has(name)).length;
    if (missing === 0) return;
    throw new Failure(`Migrations of this version are missing (${missing}): make a backup, then dialtone migrate up`);
  } finally {
    await sources.close();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
    return response.ok && response.headers.has('x-request-id');
  } catch {
    return false;
  }
}

/** Where the server of these settings listens. */
function addressOf({ listen, tls, database }: Config): string {
  if (listen.port === 0) {
    const file = database.kind === 'sqlite' ? database.path : '';
    throw new Failure(`A server runs on ${file}, at a port that the settings do not tell: say where, with --url`);
  }
  const host = listen.host === null || ['0.0.0.0', '::'].includes(listen.host) ? 'localhost' : listen.host;
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${listen.port}`;
}
