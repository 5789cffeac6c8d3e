import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DialtoneError, isServedType } from '@app/contract';
import { Authenticator } from '../access/authenticator.js';
import { authorize } from '../access/authorize.js';
import { type Config, CONFIG } from '../config/config.js';
import type { OperationRequest } from './operation-request.js';

/**
 * Decides on each request before its body is read: is there such an operation, and who calls? So strangers can make
 * nobody read more than the operations for strangers do.
 */
export function admitRequests(app: NestFastifyApplication): void {
  const authenticator = app.get(Authenticator);
  const { adminToken } = app.get<Config>(CONFIG);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preParsing', async (plain) => {
    const request = plain as OperationRequest;
    if (request.is404) throw new DialtoneError('not_found');
    const { operation } = request.routeOptions.config;
    if (!operation) return;
    request.operation = operation;
    request.caller = await authorize(operation, credentialsOf(request), authenticator, adminToken);
    if (hasBody(request) && !isServed(request)) throw new DialtoneError('unsupported_media_type');
  });
}

/** Nobody reads the body of a GET. */
function hasBody({ method, headers }: OperationRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function isServed({ headers }: OperationRequest): boolean {
  return isServedType(headers['content-type'], headers['content-encoding']);
}

function credentialsOf({ headers }: OperationRequest) {
  const adminToken = headers['x-admin-token'];
  return { authorization: headers.authorization, adminToken: typeof adminToken === 'string' ? adminToken : undefined };
}
