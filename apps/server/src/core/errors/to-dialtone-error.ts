import { HttpException } from '@nestjs/common';
import { isUnavailable } from '../database/database-errors.js';
import { DialtoneError } from './dialtone-error.js';

/** Fastify's own refusals, by its error codes. */
const FASTIFY_CODES = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_BAD_URL: 'invalid_request',
} as const;

/** What a client is told of any failure: a known error as it is, everything else `server_error` without internals. */
export function toDialtoneError(failure: unknown): DialtoneError {
  if (failure instanceof DialtoneError) return failure;
  if (failure instanceof HttpException && failure.getStatus() === 404) return new DialtoneError('not_found');
  const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  if (typeof code === 'string' && code in FASTIFY_CODES) {
    return new DialtoneError(FASTIFY_CODES[code as keyof typeof FASTIFY_CODES]);
  }
  return new DialtoneError(isUnavailable(failure) ? 'server_unavailable' : 'server_error');
}
