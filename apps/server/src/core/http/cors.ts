import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { operations } from '@app/contract';

/** Lets the pages of these origins read what the server answers; its own pages need no leave. */
export function enableCors(app: NestFastifyApplication, allowedOrigins: readonly string[]): void {
  if (allowedOrigins.length === 0) return;
  app.enableCors({
    origin: [...allowedOrigins],
    methods: [...new Set(Object.values(operations).map(({ method }) => method))],
    allowedHeaders: ['Authorization', 'Content-Type', 'X-Admin-Token'],
    exposedHeaders: ['X-Error-Code', 'X-Request-Id', 'Retry-After'],
    maxAge: 600,
  });
}
