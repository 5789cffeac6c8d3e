import { readFileSync } from 'node:fs';
import { isPassing, RETRY_BACKOFF, retryAfterMs, retryDelayMs } from './retry.js';
import { DEFAULT_MAX_RETRIES, SILENCE_MS } from './transport.js';

describe('retryDelayMs', () => {
  it.each([
    [0, 250],
    [1, 500],
    [2, 1000],
    [5, 8000],
    [50, 8000],
  ])('is a random part of a span that doubles up to 8 s: retry %i, at most %i ms', (retry, span) => {
    expect(retryDelayMs(retry, undefined, () => 0)).toBe(0);
    expect(retryDelayMs(retry, undefined, () => 0.5)).toBe(span / 2);
    expect(retryDelayMs(retry, undefined, () => 1)).toBe(span);
  });

  it('is what the server asked for, and up to a quarter more', () => {
    expect(retryDelayMs(7, 2000, () => 0)).toBe(2000);
    expect(retryDelayMs(7, 2000, () => 1)).toBe(2500);
    expect(retryDelayMs(7, 0, () => 1)).toBe(0);
  });
});

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['7', 7000],
    [' 120 ', 120_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('is what Retry-After says: %j', (retryAfter, delay) => {
    expect(retryAfterMs(retryAfter)).toBe(delay);
  });

  it('lasts until the date in Retry-After', () => {
    const delay = retryAfterMs(new Date(Date.now() + 60_000).toUTCString());
    expect(delay).toBeGreaterThan(50_000);
    expect(delay).toBeLessThanOrEqual(60_000);
  });

  it.each([
    ['hours ahead', '2030-06-01T12:00:00Z'],
    ['hours behind', '2020-06-01T12:00:00Z'],
  ])('counts a date from the one of the answer, of a server whose clock is %s', (_how, answered) => {
    const after = (ms: number) => new Date(Date.parse(answered) + ms).toUTCString();
    expect(retryAfterMs(after(7_000), after(0))).toBe(7_000);
    expect(retryAfterMs(after(-7_000), after(0))).toBe(0);
  });

  it.each([null, undefined, '', '-1', '1.5', 'soon', '2030-01-01', '99999999999'])(
    'is not a number for %j',
    (retryAfter) => {
      expect(retryAfterMs(retryAfter)).toBeUndefined();
    },
  );
});

describe('isPassing', () => {
  const statuses = Array.from({ length: 500 }, (_, index) => 100 + index);

  it('is true only of 429, 502, 503 and 504 for what may be repeated', () => {
    expect(statuses.filter((status) => isPassing(status, true))).toEqual([429, 502, 503, 504]);
  });

  it('is true only of 429 for what may not', () => {
    expect(statuses.filter((status) => isPassing(status, false))).toEqual([429]);
  });
});

it('README.md tells the numbers of retries and timeouts', () => {
  const readme = readFileSync('libs/sdk/README.md', 'utf8');
  const number = (pattern: RegExp) => Number(pattern.exec(readme)?.[1]?.replace(',', ''));
  expect(number(/(\d+) s of silence/)).toBe(SILENCE_MS / 1000);
  expect(number(/`maxRetries` \((\d+)\)/)).toBe(DEFAULT_MAX_RETRIES);
  expect(number(/part of (\d+) ms/)).toBe(RETRY_BACKOFF.firstMs);
  expect(number(/so on up to\s+(\d+) s/)).toBe(RETRY_BACKOFF.longestMs / 1000);
});
