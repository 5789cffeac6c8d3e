import { TokenBucket } from './token-bucket.js';

/** How many it lets through of a hundred at once. */
function shower(bucket: TokenBucket, time: number): number {
  return Array.from({ length: 100 }, () => bucket.take(time)).filter(Boolean).length;
}

it('lets a burst through, and then as many as come in a second', () => {
  const bucket = new TokenBucket(20, 60, 1000);

  expect(shower(bucket, 1000)).toBe(60);
  expect(shower(bucket, 1000)).toBe(0);
  expect(shower(bucket, 2000)).toBe(20);
  expect(shower(bucket, 2500)).toBe(10);
});

it('takes many tokens at once, or none of them', () => {
  const bucket = new TokenBucket(20, 60, 0);

  expect([50, 20, 10, 1].map((count) => bucket.take(0, count))).toEqual([true, false, true, false]);
});

it('holds no more than a burst, however long it rests', () => {
  const bucket = new TokenBucket(20, 60, 0);

  expect(shower(bucket, 3_600_000)).toBe(60);
});

it('adds parts of a token up, and a refusal costs nothing', () => {
  const bucket = new TokenBucket(20, 1, 0);
  expect(bucket.take(0)).toBe(true);

  const taken = [10, 20, 30, 40, 49].map((time) => bucket.take(time));

  expect(taken).toEqual(Array(5).fill(false));
  expect(bucket.take(50)).toBe(true);
});
