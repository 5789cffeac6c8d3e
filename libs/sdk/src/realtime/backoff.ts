import { type Backoff, backoffMs } from '../core/backoff.js';
import { isApiError } from '../core/errors.js';
import { passes } from '../protocol/error-codes.js';

/** They grow slowly: a server that restarts is away for seconds. */
const RECONNECT_BACKOFF: Backoff = { firstMs: 500, longestMs: 30_000, growth: 1.4 };
/** However long a server asks clients to stay away, they look again after this. */
const LONGEST_ASKED_MS = 60 * 60 * 1000;
/** Over how long clients spread that the server sent away for the same time. */
const SPREAD_MS = 1_000;

/**
 * Whole milliseconds to wait before the try with this number (the first is 0): as the backoff says, but not before the
 * server said in `Retry-After`, if that is within the hour.
 */
export function reconnectDelayMs(attempt: number, error?: unknown, random = Math.random): number {
  const delay = backoffMs(RECONNECT_BACKOFF, attempt, random);
  const asked = isApiError(error) ? error.retryAfterMs : undefined;
  return Math.round(asked === undefined ? delay : Math.max(delay, withinReason(asked) + random() * SPREAD_MS));
}

/** The milliseconds that a server asked for, or as many of them as a client waits. */
export function withinReason(askedMs: number): number {
  return Math.min(askedMs, LONGEST_ASKED_MS);
}

/** Would the server answer the same again? Errors of the network and of a server in trouble pass. */
export function isFinal(error: unknown): boolean {
  if (!isApiError(error)) return false;
  const { code, status } = error;
  // Without a code the answer is not the server's own but that of something in between.
  return code !== undefined && status < 500 && code !== 'request_timeout' && !passes(code);
}
