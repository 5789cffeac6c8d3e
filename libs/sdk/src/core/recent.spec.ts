import { Recent } from './recent.js';

it('remembers the last texts, and no more than it should', () => {
  const recent = new Recent(2);
  expect([recent.add('a'), recent.add('a'), recent.add('b'), recent.add('a')]).toEqual([true, false, true, false]);
  expect(recent.add('c')).toBe(true); // and forgets a
  expect([recent.add('b'), recent.add('c'), recent.add('a')]).toEqual([false, false, true]);
});
