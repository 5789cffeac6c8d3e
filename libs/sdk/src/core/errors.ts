import { errorStatuses } from '../generated/errors.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import { retryAfterMs } from './retry.js';

/**
 * Marks the errors of this package. It is the same symbol in every copy of the package that a program may have loaded,
 * so the guards work where `instanceof` does not.
 */
const BRAND = Symbol.for('@dialtone/sdk.error');

/** Gives a class of errors its name and its brand, on the prototype, where they do not clutter the console. */
export function brand(errorClass: { readonly prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true });
  Object.defineProperty(errorClass.prototype, BRAND, { value: name });
}

/** Is it an error of the class with that name, from any copy of this package? */
export function hasBrand(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && (error as { [BRAND]?: unknown })[BRAND] === name;
}

/** What an {@link ApiError} knows besides its message. */
export interface ApiErrorDetails {
  status: number;
  code?: ErrorCode | undefined;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
  operation?: string | undefined;
}

/**
 * The server answered a request, the handshake of `GET /ws` or a frame with an error. `message` is the server's own
 * sentence, and what it was about: `channel not found (renameChannel: 404 channel_not_found, request 0198…)`.
 */
export class ApiError extends Error {
  static {
    brand(this, 'ApiError');
  }
  declare readonly name: 'ApiError';
  /** The HTTP status. */
  readonly status: number;
  /** The stable code (header `X-Error-Code`); undefined when this version of the package does not know it. */
  readonly code: ErrorCode | undefined;
  /** The server's name for the request (header `X-Request-Id`); quote it when you report a problem. */
  readonly requestId: string | undefined;
  /** Milliseconds after which the same request may succeed (header `Retry-After`); undefined when the server named none. */
  readonly retryAfterMs: number | undefined;
  /** The operation of the contract, the type of the frame, or `connect` for the handshake. */
  readonly operation: string | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    super(message);
    this.operation = details.operation;
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The server could not be reached, or the connection broke before the answer was complete. `cause` says why. */
export class ConnectionError extends Error {
  static {
    brand(this, 'ConnectionError');
  }
  declare readonly name: 'ConnectionError';
}

/**
 * What answered a call, or came as an event, is not what the contract says: somebody else stands in for the server, such
 * as the login page of a hotel, or the server is another one. `message` names what is wrong. What the call asked for may
 * have been done.
 */
export class InvalidResponseError extends Error {
  static {
    brand(this, 'InvalidResponseError');
  }
  declare readonly name: 'InvalidResponseError';
  /** The operation of the contract, or the type of the event. */
  readonly operation: string;
  /** The HTTP status, one that stands for a success; 101 for an event. */
  readonly status: number;
  /** The server's name for the request (header `X-Request-Id`), if it was the server. */
  readonly requestId: string | undefined;

  constructor(problem: string, operation: string, status: number, requestId?: string) {
    super(`not the answer of a Dialtone server: ${problem} ${factsOf(operation, status, requestId)}`);
    this.operation = operation;
    this.status = status;
    this.requestId = requestId;
  }
}

/** The call took longer than its `timeoutMs`. */
export class TimeoutError extends Error {
  static {
    brand(this, 'TimeoutError');
  }
  declare readonly name: 'TimeoutError';

  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
  }
}

/** The caller gave up: its `signal` was aborted, or the connection was closed by `close()`. `cause` is the signal's reason. */
export class AbortedError extends Error {
  static {
    brand(this, 'AbortedError');
  }
  declare readonly name: 'AbortedError';
}

/** Is it an {@link ApiError}, and, with `code`, one with that code? */
export function isApiError(error: unknown): error is ApiError;
export function isApiError<C extends ErrorCode>(error: unknown, code: C): error is ApiError & { readonly code: C };
export function isApiError(error: unknown, code?: ErrorCode): boolean {
  return hasBrand(error, 'ApiError') && (code === undefined || (error as ApiError).code === code);
}

/** Is it a {@link ConnectionError}? */
export function isConnectionError(error: unknown): error is ConnectionError {
  return hasBrand(error, 'ConnectionError');
}

/** Is it an {@link InvalidResponseError}? */
export function isInvalidResponseError(error: unknown): error is InvalidResponseError {
  return hasBrand(error, 'InvalidResponseError');
}

/** Is it a {@link TimeoutError}? */
export function isTimeoutError(error: unknown): error is TimeoutError {
  return hasBrand(error, 'TimeoutError');
}

/** Is it an {@link AbortedError}? */
export function isAbortedError(error: unknown): error is AbortedError {
  return hasBrand(error, 'AbortedError');
}

/** The error for an answer with a status other than 2xx. `header` looks a header up by its lower-case name. */
export function apiErrorOf(
  operation: string,
  status: number,
  header: (name: string) => string | undefined,
  body: string,
): ApiError {
  const code = header('x-error-code');
  // No path of the contract, or no server of Dialtone's: whatever else is not found has a code of its own.
  const isElsewhere = status === 404 && (code ?? 'not_found') === 'not_found';
  const sentence = messageOf(body) ?? 'the server answered with an error';
  return refusalOf(operation, isElsewhere ? `${sentence}: check that baseUrl leads to a Dialtone server` : sentence, {
    status,
    code: code !== undefined && Object.hasOwn(errorStatuses, code) ? (code as ErrorCode) : undefined,
    requestId: header('x-request-id'),
    retryAfterMs: retryAfterMs(header('retry-after'), header('date')),
  });
}

/** The error for what the server refused, whose message says what that was. */
export function refusalOf(operation: string, sentence: string, details: ApiErrorDetails): ApiError {
  const { status, code = '', requestId } = details;
  return new ApiError(`${sentence} ${factsOf(operation, `${status} ${code}`.trim(), requestId)}`, {
    ...details,
    operation,
  });
}

/** What a message says in the end, so that its reader can find the request. */
function factsOf(operation: string, outcome: string | number, requestId: string | undefined): string {
  return `(${operation}: ${outcome}${requestId === undefined ? '' : `, request ${requestId}`})`;
}

/**
 * What to check when nobody answers at that address. Browsers tell a page neither that its origin is refused, nor that a
 * certificate is, nor that a page with https may not ask without.
 */
export function unreachable(url: string): string {
  const { origin } = (globalThis as { location?: { origin: string } }).location ?? {};
  const tls = /^(http|ws)s|\nhttps/.test(`${url}\n${origin}`) ? ', with TLS and a certificate that is trusted' : '';
  const allowed = origin === undefined ? '' : `${tls && ','} and has ${origin} in DIALTONE_ALLOWED_ORIGINS`;
  return `no answer from ${url}: check that the server runs there${tls}${allowed}`;
}

/**
 * The error, whose stack goes on where the call was made: after an answer it knows only this package.
 *
 * @param caller an error that was made then
 */
export function calledFrom(error: unknown, caller: Error): unknown {
  if (isApiError(error) || isConnectionError(error) || isInvalidResponseError(error)) {
    error.stack = `${error.stack ?? ''}\n${caller.stack?.replace(/^Error\n/, '') ?? ''}`;
  }
  return error;
}

function messageOf(body: string): string | undefined {
  try {
    const problem: unknown = JSON.parse(body);
    const error = typeof problem === 'object' && problem !== null && 'error' in problem ? problem.error : undefined;
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}
