import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ErrorCode, type OperationId, operations, type OperationSpec } from '@app/contract';
import { type Config, CONFIG } from '../config/config.js';
import { NO_OPERATION, RequestCounts } from './request-counts.js';

const idOf = new Map<OperationSpec, OperationId>(
  Object.entries(operations).map(([id, operation]) => [operation, id as OperationId]),
);

/** Counts every request, and logs it: at `warn` when it was slow, else at `debug`. */
export function observeRequests(app: NestFastifyApplication): void {
  const counts = app.get(RequestCounts);
  const { slowRequestMs } = app.get<Config>(CONFIG);
  const slow = slowRequestMs ?? Infinity;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const { method, url } = request;
      const { elapsedTime: ms, statusCode: status } = reply;
      const { operation: spec } = request.routeOptions.config;
      const operation = spec && idOf.get(spec);
      counts.answered(operation ?? NO_OPERATION, status, ms, reply.getHeader('x-error-code') as ErrorCode | undefined);
      const path = url.split('?', 1)[0];
      request.log[ms >= slow ? 'warn' : 'debug'](
        { method, path, operation, status, ms },
        ms >= slow ? 'slow request' : 'request',
      );
      done();
    });
}
