import { limits, operations, operationsAt, type OperationSpec } from '@app/contract';
import type { FastifyInstance, RouteOptions } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation that a route serves; pages such as the docs are none. */
    operation?: OperationSpec;
  }
}

const all: readonly OperationSpec[] = Object.values(operations);

/** Tells each route which operation it serves, and how long a body that operation reads. */
export function describeRoutes(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const operation = operationOf(route);
    if (!operation) return;
    route.config = { ...route.config, operation };
    route.bodyLimit = operation.maxBodyBytes ?? limits.maxBodyBytes;
  });
}

/** A HEAD request is served as the GET without a body that it is. */
function operationOf({ method, url }: RouteOptions): OperationSpec | undefined {
  const methods = [method].flat().map((name) => (name === 'HEAD' ? 'GET' : name));
  return operationsAt(all, url).find((operation) => methods.includes(operation.method));
}
