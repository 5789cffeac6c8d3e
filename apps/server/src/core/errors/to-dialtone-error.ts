import { HttpException } from '@nestjs/common';
import { DialtoneError, type ErrorCode } from '@app/contract';
import { isUnavailable } from '../database/database-errors.js';

/** The codes for requests that Fastify or a plugin of it refuses, by status; every other 4xx is `invalid_request`. */
const REFUSALS: Readonly<Record<number, ErrorCode>> = {
  403: 'not_found', // a file that is not for the public
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

/** What a client is told about a failure: known errors as they are, others as `server_error` without details. */
export function toDialtoneError(failure: unknown): DialtoneError {
  if (failure instanceof DialtoneError) return failure;
  const status = refusalStatus(failure);
  if (status >= 400 && status < 500) return new DialtoneError(REFUSALS[status] ?? 'invalid_request');
  return new DialtoneError(isUnavailable(failure) ? 'server_unavailable' : 'server_error');
}

/** Most refusals come as Nest's HttpExceptions; a truncated body comes as Node's error, with a status from Fastify. */
function refusalStatus(failure: unknown): number {
  if (failure instanceof HttpException) return failure.getStatus();
  const isRefusal = typeof failure === 'object' && failure !== null && 'statusCode' in failure;
  return isRefusal ? Number(failure.statusCode) : 500;
}
