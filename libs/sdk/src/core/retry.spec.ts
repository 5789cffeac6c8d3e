import { isPassing, retryDelayMs } from './retry.js';

describe('retryDelayMs', () => {
  it.each([
    [0, 250],
    [1, 500],
    [2, 1000],
    [5, 8000],
    [50, 8000],
  ])('is a random part of a span that doubles up to 8 s: retry %i, at most %i ms', (retry, span) => {
    expect(retryDelayMs(retry, null, () => 0)).toBe(0);
    expect(retryDelayMs(retry, null, () => 0.5)).toBe(span / 2);
    expect(retryDelayMs(retry, undefined, () => 1)).toBe(span);
  });

  it.each([
    ['0', 0],
    ['7', 7000],
    [' 120 ', 120_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('is what Retry-After says: %j', (retryAfter, delay) => {
    expect(retryDelayMs(0, retryAfter, () => 1)).toBe(delay);
  });

  it('waits until the date in Retry-After', () => {
    const delay = retryDelayMs(0, new Date(Date.now() + 60_000).toUTCString(), () => 1);
    expect(delay).toBeGreaterThan(50_000);
    expect(delay).toBeLessThanOrEqual(60_000);
  });

  it.each(['', '-1', '1.5', 'soon', '2030-01-01', '99999999999'])('ignores a Retry-After of %j', (retryAfter) => {
    expect(retryDelayMs(0, retryAfter, () => 1)).toBe(250);
  });
});

describe('isPassing', () => {
  it('is true for 429, 502, 503 and 504 alone', () => {
    const passing = Array.from({ length: 500 }, (_, index) => 100 + index).filter(isPassing);
    expect(passing).toEqual([429, 502, 503, 504]);
  });
});
