import { HttpException } from '@nestjs/common';
import { DialtoneError, type ErrorCode } from '@app/contract';
import { isUnavailable } from '../database/database-errors.js';

/** The codes for requests that Fastify itself refuses, by status. */
const REFUSALS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

/** What a client is told about a failure: known errors as they are, others as `server_error` without details. */
export function toDialtoneError(failure: unknown): DialtoneError {
  if (failure instanceof DialtoneError) return failure;
  const refusal = REFUSALS[refusalStatus(failure)];
  if (refusal) return new DialtoneError(refusal);
  return new DialtoneError(isUnavailable(failure) ? 'server_unavailable' : 'server_error');
}

/** Most refusals come as Nest's HttpExceptions; a truncated body comes as Node's error, with a status from Fastify. */
function refusalStatus(failure: unknown): number {
  if (failure instanceof HttpException) return failure.getStatus();
  const isRefusal = typeof failure === 'object' && failure !== null && 'statusCode' in failure;
  return isRefusal ? Number(failure.statusCode) : 500;
}
