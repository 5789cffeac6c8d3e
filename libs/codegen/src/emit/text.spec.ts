import { runInNewContext } from 'node:vm';
import { doc, importLine, keyOf, literal, regex } from './text.js';

describe('text', () => {
  test.each<[unknown, string]>([
    ["it's", `'it\\'s'`],
    ['say "hi"', `'say "hi"'`],
    ['a\\b\n', `'a\\\\b\\n'`],
    [[1, 'a', null, true], `[1, 'a', null, true]`],
    [{ a: 1, 'b.c': { d: [] } }, `{ a: 1, 'b.c': { d: [] } }`],
    [{}, '{}'],
    [undefined, 'undefined'],
  ])('literal of %j', (value, want) => {
    expect(literal(value)).toBe(want);
    expect(runInNewContext(`(${want})`)).toEqual(value);
  });

  test.each([
    ['name', 'name'],
    ['thing.move', `'thing.move'`],
    ['1001', '1001'],
    ['01', `'01'`],
  ])('key %s', (name, want) => {
    expect(keyOf(name)).toBe(want);
  });

  test('a regular expression keeps its slashes and flag', () => {
    expect(regex('^[a/]+\\p{L}$')).toBe('/^[a/]+\\p{L}$/u');
    expect(regex('a/b')).toBe('/a\\/b/u');
  });

  test('a doc comment cannot be ended by its text', () => {
    expect(doc(['a */ b'])).toBe('/** a *\\/ b */\n');
    expect(doc(['one', '', 'two\nthree'], '  ')).toBe('  /**\n   * one\n   *\n   * two\n   * three\n   */\n');
    expect(doc([''])).toBe('');
  });

  test('imports are sorted, once each, and left out when empty', () => {
    expect(importLine(['b', 'a', 'b'], './x.js')).toBe(`import type { a, b } from './x.js';`);
    expect(importLine([], './x.js')).toBe('');
  });
});
