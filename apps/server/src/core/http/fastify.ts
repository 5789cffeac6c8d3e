import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DialtoneError, type ErrorCode, limits } from '@app/contract';
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Config } from '../config/config.js';
import { toDialtoneError } from '../errors/to-dialtone-error.js';
import { newId } from '../security/tokens.js';
import { clientAddress, trustedProxies } from './client-address.js';
import { sendError } from './error.filter.js';
import type { OperationRequest } from './operation-request.js';
import { answerHalfClosed } from './half-closed.js';
import { afterAnswers, isAnswered, isLast, noteAnswers } from './pending-answers.js';
import { endSocket, refuseSocket } from './raw-error.js';
import { ambiguityOf, understandTargets } from './request-target.js';
import { describeRoutes } from './routes.js';
import { addSecurityHeaders, securityHeaders } from './security-headers.js';

/** How long a request's headers may take to arrive. */
const HEADERS_TIMEOUT_MS = 10_000;

/** How long a whole request may take to arrive. */
const REQUEST_TIMEOUT_MS = 30_000;

const SERVER_OPTIONS = {
  // Otherwise Node itself would answer a request without a Host header, and not as the contract says.
  requireHostHeader: false,
  headersTimeout: HEADERS_TIMEOUT_MS,
};

/** What the errors mean that Node has with a connection; every other one is `invalid_request`. */
const CONNECTION_ERRORS: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request_header_fields_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Fastify with the contract's errors, and raw bodies, because validation comes after authentication. */
export function createFastifyAdapter(config: Config, logger: FastifyBaseLogger): FastifyAdapter {
  const tls = config.tls !== null;
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: newId,
    requestIdHeader: false,
    ...(config.tls ? { https: { ...config.tls, ...SERVER_OPTIONS } } : { http: SERVER_OPTIONS }),
    clientErrorHandler: (error, socket) => refuseConnection(error, socket),
    // Answers a path that cannot be decoded, or has a parameter that is too long; no hook has run yet.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers({ ...securityHeaders(tls), 'X-Request-Id': request.id });
      sendError(reply, toDialtoneError(error));
    },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });
  const fastify = adapter.getInstance();

  noteAnswers(fastify.server);
  answerHalfClosed(fastify.server);
  understandTargets(fastify.server);
  describeRoutes(fastify);
  addSecurityHeaders(fastify, tls);
  // HTTP lets a server ignore unknown expectations. Otherwise Node itself would answer 417, not as the contract says.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  // This server is no proxy; Node itself would hang up without an answer.
  fastify.server.on('connect', (_request, socket: Socket) => {
    refuseLast(socket, new DialtoneError('invalid_request', 'this server makes no connections to others'));
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const isTrusted = trustedProxies(config.trustedProxies);
  fastify.addHook('onRequest', (request, reply, done) => {
    Object.defineProperty(request, 'ip', { value: clientAddress(request.raw, isTrusted) });
    reply.header('X-Request-Id', request.id);
    const ambiguity = ambiguityOf(request.raw);
    done(ambiguity === null ? undefined : new DialtoneError('invalid_request', ambiguity));
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // Once the server stops, or the client sends no more, the connection ends after its last answer.
    const isOver = !fastify.server.listening || request.raw.socket.readableEnded;
    if (isOver && isLast(request.raw)) reply.header('Connection', 'close');
    // The handler returned nothing, and the contract allows a 204.
    const { operation } = request as Partial<OperationRequest>;
    if (operation?.noContent && reply.statusCode === operation.status && !payload) reply.code(204);
    done(null, payload);
  });
  return adapter;
}

/** Answers what is not HTTP or arrives too slowly, and ends the connection. */
function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy(error);
  else refuseLast(socket, new DialtoneError(CONNECTION_ERRORS[error.code ?? ''] ?? 'invalid_request'));
}

/** Answers with an error, behind the answers to earlier requests, and ends the connection. */
function refuseLast(socket: Socket, error: DialtoneError): void {
  afterAnswers(socket, () => {
    if (isAnswered(socket)) endSocket(socket);
    else refuseSocket(socket, error);
  });
}
