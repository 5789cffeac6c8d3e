import { existsSync } from 'node:fs';
import { createApp } from '../app.factory.js';
import { type Config, loadConfig } from '../core/config/config.js';
import { DatabaseInUse } from '../core/database/open-database.js';
import { listen } from '../core/http/listen.js';
import { createLogger } from '../core/observability/logger.js';
import { home } from '../core/observability/version.js';
import { Failure } from './failure.js';

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
  const { adminToken } = config;
  try {
    const hidden: Config = {
      ...config,
      listen: { host: '127.0.0.1', port: 0 },
      tls: null,
      metrics: null,
      drainSeconds: 0,
      rateLimits: false,
    };
    const app = await createApp(hidden, { contractDir: home(), logger: createLogger('warn') });
    return { url: await listen(app, hidden), adminToken, stop: () => app.close() };
  } catch (error) {
    if (!(error instanceof DatabaseInUse)) throw error;
    return { url: addressOf(config), adminToken, stop: () => Promise.resolve() };
  }
}

/** A command that looks after a server makes no database where there is none: the folder was probably misspelt. */
function assertThere({ database }: Config): void {
  if (database.kind === 'sqlite' && !existsSync(database.path))
    throw new Failure(`${database.path} does not exist: name the server's DIALTONE_DATA_DIR or DIALTONE_DB_URL`);
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
