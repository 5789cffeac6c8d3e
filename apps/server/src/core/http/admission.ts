import { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DialtoneError, isServedType, limits } from '@app/contract';
import type { FastifyReply } from 'fastify';
import { Authenticator } from '../access/authenticator.js';
import { authorize } from '../access/authorize.js';
import { type Config, CONFIG } from '../config/config.js';
import type { OperationRequest } from './operation-request.js';
import { UnderWay } from './under-way.js';

/** What is in memory of an answer that is read from a file. */
const STREAM_BYTES = 65_536;

/**
 * Decides on each request before its body is read: is there such an operation, who calls, and is there room for it? So
 * strangers can make nobody read more than the operations for strangers do. And lets no answer wait for ever to be read.
 */
export function admitRequests(app: NestFastifyApplication): void {
  const authenticator = app.get(Authenticator);
  const { adminToken, rateLimits } = app.get<Config>(CONFIG);
  const underWay = new UnderWay();
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preParsing', async (plain, reply) => {
    const request = plain as OperationRequest;
    if (request.is404) throw new DialtoneError('not_found');
    const { operation } = request.routeOptions.config;
    if (operation) {
      request.operation = operation;
      request.caller = await authorize(operation, credentialsOf(request), authenticator, adminToken);
      if (bodyBytes(request) > 0 && !isServed(request)) throw new DialtoneError('unsupported_media_type');
    }
    if (rateLimits && isLimited(request) && !underWay.begin(request, reply.raw, bodyBytes(request))) throw noRoom();
  });
  fastify.addHook('onSend', (plain, reply, payload, done) => {
    const request = plain as OperationRequest;
    // Node ends a connection on which nothing happens for so long: neither side sends, nor is anything taken away.
    request.raw.socket.setTimeout(limits.stalledAnswerSeconds * 1000);
    if (underWay.answer(request, sizeOf(payload)) || !isRepeatable(request, reply)) {
      done(null, payload);
      return;
    }
    if (payload instanceof Readable) payload.destroy();
    done(noRoom());
  });
}

/** A probe of the server's health is always answered: it is small, and tells the operator that the server lives. */
function isLimited({ operation }: Partial<OperationRequest>): boolean {
  return operation === undefined || operation.errors.includes('rate_limited');
}

/** May the client be told to ask again? Not of what is done already. Errors are short. */
function isRepeatable({ operation, method }: OperationRequest, { statusCode }: FastifyReply): boolean {
  const { retryable = method === 'GET' } = (operation as OperationRequest['operation'] | undefined) ?? {};
  return retryable && statusCode < 400;
}

function noRoom(): DialtoneError {
  return new DialtoneError('rate_limited', undefined, limits.retryAfterSeconds);
}

/** How long the body is, or may get; nobody reads that of a GET. */
function bodyBytes({ method, headers, routeOptions }: OperationRequest): number {
  if (method === 'GET' || method === 'HEAD') return 0;
  const most = routeOptions.bodyLimit;
  return headers['transfer-encoding'] === undefined ? Math.min(Number(headers['content-length'] ?? 0), most) : most;
}

function isServed({ headers }: OperationRequest): boolean {
  return isServedType(headers['content-type'], headers['content-encoding']);
}

function sizeOf(payload: unknown): number {
  if (typeof payload === 'string') return Buffer.byteLength(payload);
  if (payload instanceof Uint8Array) return payload.length;
  return payload instanceof Readable ? STREAM_BYTES : 0;
}

function credentialsOf({ headers }: OperationRequest) {
  const adminToken = headers['x-admin-token'];
  return { authorization: headers.authorization, adminToken: typeof adminToken === 'string' ? adminToken : undefined };
}
