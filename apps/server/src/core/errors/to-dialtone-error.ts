import { HttpException } from '@nestjs/common';
import type { ErrorCode } from '@app/contract';
import { isUnavailable } from '../database/database-errors.js';
import { DialtoneError } from './dialtone-error.js';

/** Fastify's own refusals, by their status; Nest hands them on as HttpExceptions. */
const REFUSALS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

/** What a client is told of any failure: a known error as it is, everything else `server_error` without internals. */
export function toDialtoneError(failure: unknown): DialtoneError {
  if (failure instanceof DialtoneError) return failure;
  const refusal = failure instanceof HttpException ? REFUSALS[failure.getStatus()] : undefined;
  if (refusal) return new DialtoneError(refusal);
  return new DialtoneError(isUnavailable(failure) ? 'server_unavailable' : 'server_error');
}
