import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { DialtoneError, errors, operations, operationsAt, OtherAnswer, realtimePath } from '@app/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { toDialtoneError } from '../errors/to-dialtone-error.js';
import { DOCS_PATH, DOCUMENT_PATHS } from './docs.js';
import type { OperationRequest } from './operation-request.js';
import { errorHeaders } from './error-headers.js';

/** What is served beside the operations: the WebSocket's path, and what people look at. */
const PAGES = ['/', realtimePath, DOCS_PATH, ...DOCUMENT_PATHS].map((path) => ({ method: 'GET', path }) as const);

/** Answers an HTTP request that failed with `{"error":"message"}` and the contract's status and code. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly database: Database) {}

  catch(failure: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (failure instanceof OtherAnswer) {
      const { operation } = request as OperationRequest;
      void reply.code(operation.otherStatus ?? errors.server_error.status).send(failure.output);
      return;
    }
    let error = toDialtoneError(failure);
    if (error.code === 'not_found') error = wrongMethod(request, reply) ?? error;
    if (error.code === 'server_unavailable') this.database.refused(failure);
    if (error.code === 'server_error') request.log.error({ err: failure }, 'request failed');
    sendError(reply, error);
  }
}

/** Answers with `{"error":"message"}`. */
export function sendError(reply: FastifyReply, error: DialtoneError): void {
  void reply
    .code(statusOf(error))
    .headers(errorHeaders(error))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: error.message }));
}

/** The HTTP status of an error. A code for frames only should never get here, so it counts as a server error. */
export function statusOf(error: DialtoneError): number {
  return errors[error.code].status ?? 500;
}

/** 405 with the allowed verbs, when the path exists but not with this verb. */
function wrongMethod(request: FastifyRequest, reply: FastifyReply): DialtoneError | null {
  const known = operationsAt([...Object.values(operations), ...PAGES], request.url.split('?', 1)[0]);
  if (known.length === 0) return null;
  reply.header('Allow', known.map(({ method }) => method).join(', '));
  return new DialtoneError('method_not_allowed');
}
