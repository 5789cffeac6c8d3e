import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { type DialtoneError, errors } from '@app/contract';
import { newId } from '../security/tokens.js';
import { errorHeaders } from './error-headers.js';
import { securityHeaders } from './security-headers.js';

/** How long a client may take to read that it was refused. */
const REFUSAL_TIMEOUT_MS = 2000;

/**
 * Answers with an error where there is no request handler, and ends the connection whatever the client does: nobody
 * else would.
 */
export function refuseSocket(socket: Duplex, error: DialtoneError): void {
  endSocket(socket, errorResponse(error, socket instanceof TLSSocket));
}

/** Ends a connection behind what was written and these last words, whatever the client does. */
export function endSocket(socket: Duplex, lastWords = ''): void {
  const end = () => socket.destroy();
  socket.on('error', () => undefined); // the client may be gone already
  socket.once('finish', end);
  setTimeout(end, REFUSAL_TIMEOUT_MS).unref();
  socket.end(lastWords);
}

/** A complete HTTP response that ends the connection. */
function errorResponse(error: DialtoneError, tls: boolean): string {
  const status = errors[error.code].status ?? errors.server_error.status;
  const body = JSON.stringify({ error: error.message });
  const { Connection: option, ...headers } = errorHeaders(error);
  const lines = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': newId(),
    ...headers,
    ...securityHeaders(tls),
    Connection: option === undefined ? 'close' : `${option}, close`,
  };
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(lines).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}
