import { constants } from 'node:os';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { limits } from '@app/contract';
import type { Logger } from 'pino';
import { LOGGER } from './core/observability/logger.module.js';

/**
 * Ends the process in good order on SIGTERM or SIGINT: with code 0, and after `limits.stopSeconds` even if something
 * does not let itself be closed. A second signal ends it at once.
 */
export function stopOnSignals(app: NestFastifyApplication): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(128 + constants.signals[signal]);
      isStopping = true;
      setTimeout(() => process.exit(0), limits.stopSeconds * 1000);
      void app
        .close()
        .catch((error: unknown) => app.get<Logger>(LOGGER).error({ err: error }, 'stop failed'))
        .then(() => process.exit(0));
    });
  }
}
