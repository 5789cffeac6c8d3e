import { normalizeUsername } from './username.js';

it.each([
  [' Alice\t', 'alice'],
  ['ÅNGSTRÖM', 'ångström'],
  ['a B', 'a b'],
])('%j is compared as %j', (name, normalized) => {
  expect(normalizeUsername(name)).toBe(normalized);
});
