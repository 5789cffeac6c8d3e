import { newUsername, normalizeUsername, olderUsernames } from './username.js';

const NFD = (text: string) => text.normalize('NFD');

it.each([
  [' Alice\t', 'alice'],
  ['ÅNGSTRÖM', 'ångström'],
  [NFD('ÅNGSTRÖM'), 'ångström'],
  ['\u212bngström', 'ångström'], // the sign for the unit
  [NFD('Việt'), 'việt'],
  ['Vi\u00ea\u0323t', 'việt'], // half composed, as some keyboards type it
  [NFD('한국어'), '한국어'],
  ['a B', 'a b'],
])('%j is compared as %j', (name, normalized) => {
  expect(normalizeUsername(name)).toBe(normalized);
  expect(normalizeUsername(normalized)).toBe(normalized);
});

it.each([
  ['Alice ', []],
  ['José', [NFD('josé')]],
  [NFD('José '), [NFD('josé')]],
  ['Vi\u00ea\u0323t', [NFD('việt'), 'vi\u00ea\u0323t']],
])('%j may have been stored as %j too', (name, forms) => {
  expect(olderUsernames(name)).toEqual(forms);
});

it.each(['ab', 'é'.repeat(20), NFD('é'.repeat(20)), ` ${NFD('한'.repeat(20))} `])('%j is a new name', (name) => {
  expect(newUsername(name)).toBe(name.normalize('NFC').trim());
});

it.each([NFD('é'), 'x'.repeat(21), NFD('é'.repeat(21))])('%j is too short or too long for a new name', (name) => {
  expect(() => newUsername(name)).toThrow('username must be 2 to 20 characters');
});
