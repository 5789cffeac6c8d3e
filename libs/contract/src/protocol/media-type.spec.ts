import { isServedType } from './media-type.js';

it.each<[string | undefined, string | undefined]>([
  ['application/json', undefined],
  ['Application/JSON', undefined],
  ['application/json;charset=utf-8', undefined],
  ['application/json ; charset="UTF-8"', undefined],
  ['application/json; version=1; charset=utf8', undefined],
  ['application/json; odd=charset', undefined],
  ['application/json', 'identity'],
  ['application/json', ''],
])('JSON in UTF-8 is served: %s %s', (type, encoding) => {
  expect(isServedType(type, encoding)).toBe(true);
});

it.each<[string | undefined, string | undefined]>([
  [undefined, undefined],
  ['', undefined],
  ['text/plain', undefined],
  ['application/jsonp', undefined],
  ['application/json, text/plain', undefined],
  ['text/plain; application/json', undefined],
  ['application/json; charset=latin1', undefined],
  ['application/json; charset="utf-16"', undefined],
  ['application/json; charset=', undefined],
  ['application/json; charset=utf-8; charset=latin1', undefined],
  ['application/json;CHARSET = iso-8859-1 ; version=1', undefined],
  ['application/json', 'gzip'],
  ['application/json', 'identity, br'],
  ['application/json', 'x'],
])('anything else is not: %s %s', (type, encoding) => {
  expect(isServedType(type, encoding)).toBe(false);
});

it.each([
  ['blanks in a charset', `application/json;charset=${' '.repeat(15_000)}x"y`],
  ['blanks before a charset', `application/json;${' '.repeat(7000)}charset${' '.repeat(7000)}=`],
  ['many parameters', `application/json${';charset="'.repeat(2000)}`],
])('a header that is full of the same is not looked at again and again: %s', (_, type) => {
  expect(isServedType(type)).toBe(false); // a pattern that tries every way to part the blanks is at it for hours
});
