import type { FastifyCorsOptions } from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { operations } from '@app/contract';
import type { FastifyRequest } from 'fastify';

/** Lets pages of these origins read the server's answers; its own pages can anyway. */
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
    // Any other OPTIONS request uses a wrong verb, and is answered as the contract says.
    delegator: ({ headers }: FastifyRequest, done: (error: Error | null, options: FastifyCorsOptions) => void) =>
      done(null, {
        ...options,
        preflight: headers.origin !== undefined && headers['access-control-request-method'] !== undefined,
      }),
  });
}
