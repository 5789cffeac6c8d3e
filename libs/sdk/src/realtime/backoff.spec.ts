import { reconnectDelayMs } from './backoff.js';

const CLIENTS = 5_000;

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** When each of many clients, cut off at 0 by a server that is away so long, tries for the first time that can succeed. */
function returnsAfter(awayMs: number): number[] {
  const times = Array.from({ length: CLIENTS }, (_, seed) => {
    const random = randomFrom(seed);
    let at = 0;
    for (let attempt = 0; attempt === 0 || at < awayMs; attempt += 1)
      at += reconnectDelayMs(attempt, undefined, random);
    return at;
  });
  return times.sort((a, b) => a - b);
}

const part = (times: readonly number[], share: number): number => times[Math.floor(share * times.length)]!;

describe('clients that were cut off', () => {
  it('are back within 3 s in the median after a restart of 1.5 s, and nearly all within 4.5 s', () => {
    const times = returnsAfter(1_500);
    expect(part(times, 0.5)).toBeLessThan(2_200);
    expect(part(times, 0.9)).toBeLessThan(3_000);
    expect(part(times, 0.99)).toBeLessThan(4_500);
  });

  it.each([
    [0, 500],
    [1_500, 1_500],
    [60_000, 20_000],
  ])(
    'of a server that was away for %d ms come back spread over %d ms, no tenth of it more crowded than three times the mean',
    (awayMs, spanMs) => {
      const times = returnsAfter(awayMs);
      expect(part(times, 0.98) - part(times, 0.02)).toBeGreaterThan(spanMs * 0.9);
      const slots = Array.from({ length: 10 }, () => 0);
      for (const at of times) {
        const slot = Math.floor(((at - awayMs) / spanMs) * 10);
        if (slot < 10) slots[slot]! += 1;
      }
      expect(Math.max(...slots)).toBeLessThan((3 * CLIENTS) / 10);
    },
  );

  it('wait up to 30 s in the end', () => {
    expect(reconnectDelayMs(100, undefined, () => 1)).toBe(30_000);
  });
});
