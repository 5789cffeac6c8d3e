import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../apps/server/src/app.factory.js';
import { type Config, loadConfig } from '../../apps/server/src/core/config/config.js';
import { listen } from '../../apps/server/src/core/http/listen.js';
import { createLogger } from '../../apps/server/src/core/observability/logger.js';

/** The admin token of every test server. */
export const ADMIN_TOKEN = 'an-admin-token-for-tests';

/** A real server on a free port, with a database of its own. */
export interface TestServer {
  readonly url: string;
  readonly wsUrl: string;
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly dataDir: string;
  /** Everything that it has logged, at level `debug`. */
  readonly log: string[];
  /** Stops it and starts another one on the same data. */
  restart(): Promise<TestServer>;
  /** Stops it and deletes its data. */
  close(): Promise<void>;
}

export interface TestServerOptions {
  readonly dataDir?: string;
  readonly env?: Record<string, string>;
}

/** Starts a server the way `main` does. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'dialtone-test-')));
  const config = loadConfig({
    DIALTONE_DATA_DIR: dataDir,
    DIALTONE_LISTEN_ADDR: '127.0.0.1:0',
    DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN,
    DIALTONE_LOG_LEVEL: 'debug',
    ...options.env,
  });
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
  const url = await listen(app, config);
  return {
    url,
    wsUrl: `${url.replace(/^http/, 'ws')}/ws`,
    app,
    config,
    dataDir,
    log,
    restart: async () => {
      await app.close();
      return startServer({ ...options, dataDir });
    },
    close: async () => {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
