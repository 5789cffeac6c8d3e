import { limits } from '../generated/limits.js';
import { JsonError, parseJson } from './json.js';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('parseJson', () => {
  it.each<[string, unknown]>([
    ['{}', {}],
    [' {"a": [1, -2.5e3, true, false, null, "b"]}\r\n', { a: [1, -2500, true, false, null, 'b'] }],
    ['"text"', 'text'],
    ['"a:\\"{},\\\\"', 'a:"{},\\'],
    ['{"a":":","b":"\\":","c":"\\\\"}', { a: ':', b: '":', c: '\\' }],
    ['{"a":"\\"::","b":1}', { a: '"::', b: 1 }],
    ['{"a":{"x":1},"b":{"x":2}}', { a: { x: 1 }, b: { x: 2 } }],
    ['{"":1,"constructor":2}', { '': 1, constructor: 2 }],
    ['"\\ud83d\\ude00 é 😀"', '😀 é 😀'],
    ['[[],[[]]]', [[], [[]]]],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each([
    ['', 'expected one JSON value'],
    ['{', 'expected one JSON value'],
    ['{} {}', 'expected one JSON value'],
    ["{'a':1}", 'expected one JSON value'],
    ['{"a":1,}', 'expected one JSON value'],
    ['NaN', 'expected one JSON value'],
    ['{"a":1,"a":1}', 'a field is given twice'],
    ['{"a":1,"\\u0061":2}', 'a field is given twice'],
    ['[{"x":{"a":1,"b":":","a":3}}]', 'a field is given twice'],
    ['{"__proto__":{}}', 'a field is named __proto__'],
    ['{"a":[{"__proto__":1}]}', 'a field is named __proto__'],
    ['{"a":"\\u0000"}', 'text holds U+0000'],
    ['{"\\u0000":1}', 'text holds U+0000'],
    ['["\\ud800"]', 'text is not well-formed Unicode'],
    ['{"a":1,"b":["\\"\\udfff"]}', 'text is not well-formed Unicode'],
    ['{"\\udc00":1}', 'text is not well-formed Unicode'],
  ])('refuses %s: %s', (text, message) => {
    expect(() => parse(text)).toThrow(new JsonError(message));
  });

  it.each([
    ['a lone continuation byte', [0x22, 0x80, 0x22]],
    ['an overlong sequence', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a cut sequence', [0x22, 0xe2, 0x82, 0x22]],
  ])('refuses bytes that are not UTF-8: %s', (_what, bytes) => {
    expect(() => parseJson(Uint8Array.from(bytes))).toThrow(new JsonError('expected UTF-8 text'));
  });

  it('takes the deepest nesting that the contract allows, and no deeper', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    const objects = (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

    expect(() => parse(nested(limits.maxJsonDepth))).not.toThrow();
    expect(() => parse(objects(limits.maxJsonDepth))).not.toThrow();
    expect(() => parse(nested(limits.maxJsonDepth + 1))).toThrow('nested deeper than 32 levels');
    expect(() => parse(objects(limits.maxJsonDepth + 1))).toThrow('nested deeper than 32 levels');
  });

  it.each([
    ['fields', (parts: number) => `{${Array.from({ length: parts }, (_, i) => `"f${String(i)}":0`).join(',')}}`],
    ['items', (parts: number) => `[${Array(parts).fill('"[,{"').join(',')}]`],
    [
      'parts of all levels',
      (parts: number) =>
        `{"a":[${Array(parts - 1)
          .fill('1')
          .join(' , ')}]}`,
    ],
    [
      'empty objects',
      (parts: number) =>
        `[${Array(parts / 2)
          .fill('{}')
          .join(',')}]`,
    ],
    [
      'fields after quotes',
      (parts: number) =>
        `["\\"",${Array(parts - 1)
          .fill('"\\\\"')
          .join(',')}]`,
    ],
  ])('takes as many %s as asked to, and no more', (_what, text) => {
    expect(() => parseJson(Buffer.from(text(10)), 10)).not.toThrow();
    expect(() => parseJson(Buffer.from(text(12)), 10)).toThrow(new JsonError('more than 10 fields and items'));
  });

  it.each(['{"a', '["a\\', '{"a\\"', '"\\', '["a",{"b":"c\\\\\\"}]'])(
    'refuses %s, a text that does not end',
    (text) => {
      expect(() => parse(text)).toThrow(new JsonError('expected one JSON value'));
    },
  );

  it('quotes nothing of the text in its messages', () => {
    for (const text of ['secret', '{"secret":"secret"', '{"secret":1,"secret":2}']) {
      let message = '';
      try {
        parse(text);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).not.toBe('');
      expect(message).not.toContain('secret');
    }
  });
});
