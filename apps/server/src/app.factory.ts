import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './core/config/config.js';
import { admitRequests } from './core/http/admission.js';
import { enableCors } from './core/http/cors.js';
import { serveDocs } from './core/http/docs.js';
import { createFastifyAdapter } from './core/http/fastify.js';
import { observeRequests } from './core/http/observe-requests.js';
import { FrameworkLogger, openLogger } from './core/observability/logger.js';
import { answerPlainRequests } from './realtime/wire/plain-request.js';
import { ContractWsAdapter } from './realtime/wire/ws.adapter.js';

export interface AppOptions {
  /** The folder that holds openapi.yaml and asyncapi.yaml. */
  readonly contractDir: string;
  readonly logger?: Logger;
}

/**
 * Builds the whole server, ready to listen. Main and all tests use it; there is no other set-up.
 *
 * @throws {Error} when the code does not match the contract, or the database cannot be opened
 */
export async function createApp(config: Config, options: AppOptions): Promise<NestFastifyApplication> {
  const logger = options.logger ?? (await openLogger(config.logLevel));
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, logger),
    createFastifyAdapter(config, logger),
    { logger: new FrameworkLogger(logger), bodyParser: false, abortOnError: false },
  );
  app.useWebSocketAdapter(new ContractWsAdapter(app));
  enableCors(app, config.allowedOrigins);
  observeRequests(app);
  admitRequests(app);
  answerPlainRequests(app);
  await serveDocs(app, options.contractDir);
  await app.init();
  return app;
}
