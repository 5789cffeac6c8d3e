import { PerKey } from './per-key.js';
import { TokenBucket } from './token-bucket.js';

const oneASecond = () => new PerKey(3_000, (time) => new TokenBucket(1, 3, time));

/** How many a key gets of ten at once. */
function shower(buckets: PerKey<TokenBucket>, key: string, time: number): number {
  return Array.from({ length: 10 }, () => buckets.of(key, time).take(time)).filter(Boolean).length;
}

it('has one for each key', () => {
  const buckets = oneASecond();

  expect([shower(buckets, 'a', 0), shower(buckets, 'b', 0), shower(buckets, 'a', 0)]).toEqual([3, 3, 0]);
});

it('gives nobody a full one for coming back', () => {
  const buckets = oneASecond();
  shower(buckets, 'a', 0);

  expect([shower(buckets, 'a', 1_000), shower(buckets, 'a', 3_000), shower(buckets, 'a', 6_000)]).toEqual([1, 2, 3]);
});

it('forgets those that have rested, and no others', () => {
  const buckets = oneASecond();
  for (let i = 0; i < 1_000; i++) buckets.of(`user ${i}`, i);
  expect(buckets.size).toBe(1_000);
  buckets.of('user 0', 2_000);

  buckets.of('user 999', 3_500);

  expect(buckets.size).toBe(500); // user 0 and those used since 501
});
