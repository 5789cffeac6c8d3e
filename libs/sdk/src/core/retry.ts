import { errorStatuses, passingErrors } from '../generated/errors.js';
import { type Backoff, backoffMs } from './backoff.js';

/** The waits between the tries of one request. */
export const RETRY_BACKOFF: Backoff = { firstMs: 250, longestMs: 8_000, growth: 2 };

/** Statuses that say "not now": those of the contract's passing errors, and of a proxy that cannot reach its server. */
const PASSING_STATUSES: ReadonlySet<number | null> = new Set([
  ...passingErrors.map((code) => errorStatuses[code]),
  502,
  504,
]);

/**
 * May a request that was answered with this status be sent again? Any that was refused with 429, since nothing was done;
 * and what is `repeatable`, such as a read, after 502, 503 and 504.
 */
export function isPassing(status: number, repeatable: boolean): boolean {
  return repeatable ? PASSING_STATUSES.has(status) : status === errorStatuses.rate_limited;
}

/**
 * Milliseconds to wait before the retry with this number (the first is 0): what the server asked for plus up to a
 * quarter, otherwise what the backoff says.
 */
export function retryDelayMs(retry: number, askedMs: number | undefined, random = Math.random): number {
  if (askedMs !== undefined) return askedMs * (1 + random() / 4);
  return backoffMs(RETRY_BACKOFF, retry, random);
}

/**
 * `Retry-After` in milliseconds from now: whole seconds or an HTTP date; undefined when it is neither. A date counts from
 * the answer's own, its header `Date`, where that can be read: the clocks of two machines differ.
 */
export function retryAfterMs(retryAfter: string | null | undefined, answered?: string | null): number | undefined {
  const value = retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : NaN;
  const now = Date.parse(answered ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(now) ? Date.now() : now));
}
