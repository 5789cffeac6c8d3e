import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DialtoneError, limits } from '@app/contract';
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Config } from '../config/config.js';
import { toDialtoneError } from '../errors/to-dialtone-error.js';
import { newId } from '../security/tokens.js';
import { clientAddress, trustedProxies } from './client-address.js';
import { sendError } from './error.filter.js';
import type { OperationRequest } from './operation-request.js';
import { rawErrorResponse } from './raw-error.js';
import { addSecurityHeaders, API_HEADERS } from './security-headers.js';

/** How long a request's headers may take to arrive. */
const HEADERS_TIMEOUT_MS = 10_000;

/** How long a whole request may take to arrive. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Otherwise Node itself would answer a request without a Host header, and not as the contract says. */
const SERVER_OPTIONS = { requireHostHeader: false, headersTimeout: HEADERS_TIMEOUT_MS };

/** Fastify with the contract's errors, and raw bodies, because validation comes after authentication. */
export function createFastifyAdapter(config: Config, logger: FastifyBaseLogger): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: newId,
    requestIdHeader: false,
    ...(config.tls ? { https: { ...config.tls, ...SERVER_OPTIONS } } : { http: SERVER_OPTIONS }),
    clientErrorHandler: (error, socket) => refuseConnection(error, socket),
    frameworkErrors: refuseBadPath,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });
  const fastify = adapter.getInstance();

  addSecurityHeaders(fastify, config.tls !== null);
  // HTTP lets a server ignore unknown expectations. Otherwise Node itself would answer 417, not as the contract says.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const isTrusted = trustedProxies(config.trustedProxies);
  fastify.addHook('onRequest', (request, reply, done) => {
    Object.defineProperty(request, 'ip', { value: clientAddress(request.raw, isTrusted) });
    reply.header('X-Request-Id', request.id);
    const lacksHost = request.raw.httpVersion === '1.1' && request.headers.host === undefined;
    done(lacksHost ? new DialtoneError('invalid_request', 'a Host header is required') : undefined);
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // Once the server stops, it closes each connection after its answer.
    if (!fastify.server.listening) reply.header('Connection', 'close');
    // The handler returned nothing, and the contract allows a 204.
    const { operation } = request as Partial<OperationRequest>;
    if (operation?.noContent && reply.statusCode === operation.status && !payload) reply.code(204);
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request;
    request.log.debug(
      { method, path: url.split('?', 1)[0], status: reply.statusCode, ms: reply.elapsedTime },
      'request',
    );
    done();
  });
  return adapter;
}

/** Answers a path that cannot be decoded; no hook has run yet. */
function refuseBadPath(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({ ...API_HEADERS, 'X-Request-Id': request.id });
  sendError(reply, toDialtoneError(error));
}

/** Answers what is not HTTP or arrives too slowly, and ends the connection. */
function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  const code =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'request_header_fields_too_large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request_timeout'
        : 'invalid_request';
  if (error.code !== 'ECONNRESET' && socket.writable) socket.write(rawErrorResponse(code));
  socket.destroy(error);
}
