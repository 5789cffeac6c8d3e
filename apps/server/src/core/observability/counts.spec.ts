import { Buckets, zeroes } from './counts.js';

it('begins with nothing for each name', () => {
  expect(zeroes(['one', 'two'])).toEqual({ one: 0, two: 0 });
});

it('sorts values by size: a bound belongs to the bucket below it', () => {
  const buckets = new Buckets([1, 10]);

  for (const value of [0, 1, 1.5, 10, 11, 1000]) buckets.observe(value);

  expect(buckets.counts).toEqual([2, 2, 2]);
  expect(buckets.sum).toBe(1023.5);
});
