import { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../apps/server/src/app.factory.js';
import { type Config, loadConfig } from '../../apps/server/src/core/config/config.js';
import { listen } from '../../apps/server/src/core/http/listen.js';
import { createLogger } from '../../apps/server/src/core/observability/logger.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { killProcesses, type RunningServer, startProcess } from './server-process.js';

/** The admin token of every test server. */
export const ADMIN_TOKEN = 'an-admin-token-for-tests';

/** The `main.js` of a built server that tests run against, in place of the sources: see .ci/sdk-test.ts. */
const { TEST_SERVER_MAIN } = process.env;
if (TEST_SERVER_MAIN !== undefined) afterAll(killProcesses);

/** A real server on a free port, with a database of its own. */
export interface TestServer {
  readonly url: string;
  readonly wsUrl: string;
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly dataDir: string;
  readonly database: TestDatabase;
  /** Everything that it has logged, from level `debug` on. */
  readonly log: string[];
  /** Stops it and starts another one on the same data, with these settings changed. */
  restart(env?: Record<string, string>): Promise<TestServer>;
  /** Stops it, if it still runs, and deletes its data unless the test brought the database. */
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** A database of the test's own; without it the server gets a fresh one. */
  readonly database?: TestDatabase;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a server the way `main` does, on SQLite or, with `TEST_DATABASE_URL`, on MySQL. */
export async function startServer({ database, env = {} }: TestServerOptions = {}): Promise<TestServer> {
  if (database) return start(database, env, () => Promise.resolve());
  const own = await freshDatabase();
  return start(own, env, () => own.drop());
}

async function start(
  database: TestDatabase,
  env: Readonly<Record<string, string>>,
  dispose: () => Promise<void>,
): Promise<TestServer> {
  const settings: Record<string, string> = {
    ...database.env,
    DIALTONE_LISTEN_ADDR: '127.0.0.1:0',
    DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN,
    DIALTONE_LOG_LEVEL: 'debug',
    DIALTONE_ARGON2: 'm=1024,t=1,p=1', // hashes that cost next to nothing
    ...env,
  };
  const running = await (TEST_SERVER_MAIN === undefined
    ? startHere(settings)
    : startProcess(TEST_SERVER_MAIN, settings));
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= running.stop());
  return {
    url: running.url,
    wsUrl: `${running.url.replace(/^http/, 'ws')}/ws`,
    get app() {
      return running.app;
    },
    get config() {
      return running.config;
    },
    dataDir: settings['DIALTONE_DATA_DIR'],
    database,
    get log() {
      return running.log;
    },
    restart: async (changes) => {
      await stop();
      return start(database, { ...env, ...changes }, dispose);
    },
    close: async () => {
      await stop();
      await dispose();
    },
  };
}

async function startHere(settings: Record<string, string>): Promise<RunningServer> {
  const config = loadConfig(settings);
  const log: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(chunk.toString());
      done();
    },
  });
  const app = await createApp(config, {
    contractDir: process.cwd(),
    logger: createLogger(config.logLevel, destination),
  });
  return { url: await listen(app, config), app, config, log, stop: () => app.close() };
}
