import { STATUS_CODES } from 'node:http';
import { errors, limits } from '@app/contract';
import { newId } from '../security/tokens.js';
import { API_HEADERS } from './security-headers.js';

/** The errors that are written to a socket directly, where there is no request handler. */
export type RawErrorCode =
  | 'invalid_request'
  | 'unauthorized'
  | 'origin_not_allowed'
  | 'not_found'
  | 'request_timeout'
  | 'rate_limited'
  | 'upgrade_required'
  | 'request_header_fields_too_large'
  | 'server_error'
  | 'server_unavailable';

/**
 * A complete HTTP error response that ends the connection.
 *
 * @param retryAfter the seconds after which to try again; `server_unavailable` has its usual ones
 */
export function rawErrorResponse(
  code: RawErrorCode,
  retryAfter: number | undefined = code === 'server_unavailable' ? limits.retryAfterSeconds : undefined,
): string {
  const { status, message } = errors[code];
  const body = JSON.stringify({ error: message });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Error-Code: ${code}`,
    `X-Request-Id: ${newId()}`,
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
    ...Object.entries(API_HEADERS).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
