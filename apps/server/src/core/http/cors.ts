import type { FastifyCorsOptions } from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { operations } from '@app/contract';
import type { FastifyRequest } from 'fastify';

/** Lets the pages of these origins read what the server answers; its own pages need no leave. */
export function enableCors(app: NestFastifyApplication, allowedOrigins: readonly string[]): void {
  if (allowedOrigins.length === 0) return;
  const options: FastifyCorsOptions = {
    origin: [...allowedOrigins],
    methods: [...new Set(Object.values(operations).map(({ method }) => method))],
    allowedHeaders: ['Authorization', 'Content-Type', 'X-Admin-Token'],
    exposedHeaders: ['X-Error-Code', 'X-Request-Id', 'Retry-After'],
    maxAge: 600,
  };
  app.enableCors({
    // An OPTIONS request that is no preflight is a wrong verb, and the contract has words for that.
    delegator: ({ headers }: FastifyRequest, done: (error: Error | null, options: FastifyCorsOptions) => void) =>
      done(null, {
        ...options,
        preflight: headers.origin !== undefined && headers['access-control-request-method'] !== undefined,
      }),
  });
}
