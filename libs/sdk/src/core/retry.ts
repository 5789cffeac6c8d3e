const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;

/** Statuses that say "not now": a read may be sent again. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** May a read that was answered with this status be sent again? */
export function isPassing(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

/**
 * Milliseconds to wait before the retry with this number (the first is 0): what the server asked for in `Retry-After`,
 * else a random part of a span that doubles each time, so that clients that failed together do not return together.
 */
export function retryDelayMs(retry: number, retryAfter: string | null | undefined, random = Math.random): number {
  return retryAfterMs(retryAfter) ?? random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** retry);
}

/** `Retry-After` in milliseconds from now: whole seconds or an HTTP date; undefined when it is neither. */
function retryAfterMs(retryAfter: string | null | undefined): number | undefined {
  const value = retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
