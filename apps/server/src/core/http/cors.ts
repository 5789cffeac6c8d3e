import type { FastifyCorsOptions } from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { operations } from '@app/contract';
import type { FastifyRequest } from 'fastify';

/** Headers that a page may send whatever its preflight asks for. */
const ALWAYS_ALLOWED = ['Authorization', 'Content-Type', 'X-Admin-Token'];

/**
 * Lets pages of these origins read the server's answers; its own pages can anyway. They may send any header, as any
 * other client may: proxies and middleware add some, and the server ignores those that it does not know.
 */
export function enableCors(app: NestFastifyApplication, allowedOrigins: readonly string[]): void {
  if (allowedOrigins.length === 0) return;
  const options: FastifyCorsOptions = {
    origin: [...allowedOrigins],
    methods: [...new Set(Object.values(operations).map(({ method }) => method))],
    exposedHeaders: ['X-Error-Code', 'X-Request-Id', 'Retry-After', 'Date', 'Allow', '*'],
    maxAge: 600,
  };
  app.enableCors({
    // Any other OPTIONS request uses a wrong verb, and is answered as the contract says.
    delegator: ({ headers }: FastifyRequest, done: (error: Error | null, options: FastifyCorsOptions) => void) =>
      done(null, {
        ...options,
        allowedHeaders: allowedHeaders(headers['access-control-request-headers']),
        preflight: headers.origin !== undefined && headers['access-control-request-method'] !== undefined,
      }),
  });
}

/** Those that are always allowed, and those that the page asks for. */
function allowedHeaders(asked = ''): string[] {
  const known = ALWAYS_ALLOWED.map((name) => name.toLowerCase());
  const names = asked.split(',').map((name) => name.trim());
  return [...ALWAYS_ALLOWED, ...names.filter((name) => TOKEN.test(name) && !known.includes(name.toLowerCase()))];
}

/** The name of a header. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
