/** How the waits between tries grow. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
  /** What the span is multiplied by each time. */
  readonly growth: number;
}

/**
 * Milliseconds to wait before the try with this number (the first is 0): a random part of a span that grows each time,
 * up to the longest, so that clients that failed together do not return together.
 */
export function backoffMs({ firstMs, longestMs, growth }: Backoff, attempt: number, random = Math.random): number {
  return random() * Math.min(longestMs, firstMs * growth ** attempt);
}
