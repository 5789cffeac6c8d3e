import { ApiError, isApiError, isConnectionError, isInvalidResponseError, isTimeoutError } from '../core/errors.js';
import { errorStatuses } from '../generated/errors.js';
import { closeCodes } from '../generated/frames.js';
import { closeCodeOf } from '../protocol/close-codes.js';
import type { CloseCodeSpec } from '../protocol/specs.js';
import { isFinal } from './backoff.js';
import { ABNORMAL_CLOSURE, type SocketEnd } from './socket.js';

/** How a connection, or the attempt to open one, ended. */
export interface Ending extends SocketEnd {
  readonly error?: Error;
}

const UNAUTHORIZED = { status: errorStatuses.unauthorized, code: 'unauthorized' } as const;

/** The ending that an error stands for. */
export function endingOf(error: unknown): Ending {
  const known = error instanceof Error ? error : new Error('the connection failed', { cause: error });
  return { code: ABNORMAL_CLOSURE, reason: '', error: known };
}

/** Is connecting again pointless? */
export function isForGood({ code, error }: Ending): boolean {
  if (error === undefined) return (closeCodes as Record<number, CloseCodeSpec>)[code]?.reconnect === false;
  // A login page that stands in for the server is gone once somebody has logged in there.
  const mayPass =
    isConnectionError(error) || isInvalidResponseError(error) || isTimeoutError(error) || isApiError(error);
  return !mayPass || isFinal(error);
}

/** Does the close code say that the session is over? */
export function isSessionOver(code: number): boolean {
  return code === closeCodeOf.session_ended || code === closeCodeOf.session_expired;
}

/** The error that refused the session, if that is why the connection ended. */
export function refusalOf({ code, error }: Ending): ApiError | undefined {
  if (isSessionOver(code)) return new ApiError('the session has ended or expired', UNAUTHORIZED);
  return isApiError(error, 'unauthorized') ? error : undefined;
}
