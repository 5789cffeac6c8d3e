import { parseSources } from './load.js';

const ASYNCAPI = 'asyncapi: 3.0.0\n';

describe('parseSources', () => {
  test('knows where each value stands', () => {
    const { openapi } = parseSources('a:\n  b: 1\n  c:\n    - x\n    - { d: 2 }\n', ASYNCAPI);
    expect(openapi.position(['a', 'b'])).toEqual({ line: 2, column: 3 });
    expect(openapi.position(['a', 'c', 1])).toEqual({ line: 5, column: 7 });
    expect(openapi.position(['a', 'c', 1, 'd'])).toEqual({ line: 5, column: 9 });
  });

  test('knows where a value behind an alias stands', () => {
    const { openapi } = parseSources('a: &x\n  b: 1\nc: *x\n', ASYNCAPI);
    expect(openapi.root.get('c').get('b').value).toBe(1);
    expect(openapi.position(['c', 'b'])).toEqual({ line: 2, column: 3 });
  });

  test('an anchor may be named as often as one likes', () => {
    const { openapi } = parseSources(
      `a: &x\n  b: 1\nc: [${Array.from({ length: 1000 }, () => '*x').join(', ')}]\n`,
      ASYNCAPI,
    );
    expect(openapi.root.get('c').items()).toHaveLength(1000);
  });

  test.each([
    ['a: 1\nb: 2\na: 3\n', 'openapi.yaml:3:1 Map keys must be unique'],
    [
      'a: [1, 2\nb: 3\n',
      'openapi.yaml:2:1 Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a: *nobody\n', 'openapi.yaml:1:4 *nobody names no anchor'],
    ['a: &x\n  b: *x\n', 'openapi.yaml:2:6 *x stands within what it names'],
    ['a: 9007199254740993\n', 'openapi.yaml:1:4 9007199254740993 cannot be kept exactly as a number'],
    ['a: 9007199254740992\n', 'openapi.yaml:1:4 9007199254740992 cannot be kept'],
    ['a: [-9007199254740993]\n', 'openapi.yaml:1:5 -9007199254740993 cannot be kept'],
    ['a:\n  b: 9007199254740992.5\n', 'openapi.yaml:2:6 9007199254740992.5 cannot be kept'],
    ['a: 4503599627370496.25\n', 'openapi.yaml:1:4 4503599627370496.25 cannot be kept'],
    ['a: 0.12345678901234567\n', 'openapi.yaml:1:4 0.12345678901234567 cannot be kept'],
    ['a: 0xffffffffffffffff\n', 'openapi.yaml:1:4 0xffffffffffffffff cannot be kept'],
    ['a: 1e30\n', 'openapi.yaml:1:4 1e30 cannot be kept'],
    ['a: 1e-400\n', 'openapi.yaml:1:4 1e-400 cannot be kept'],
    ['a: .inf\n', 'openapi.yaml:1:4 .inf cannot be kept'],
    ['a: .nan\n', 'openapi.yaml:1:4 .nan cannot be kept'],
  ])('%j is refused', (text, complaint) => {
    expect(() => parseSources(text, ASYNCAPI)).toThrow(complaint);
  });

  test.each([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['0.10', 0.1],
    ['-0', -0],
    ['00012', 12],
    ['+1.50e3', 1500],
    ['25e-8', 2.5e-7],
    ['.5', 0.5],
    ['0x1f', 31],
    ['0o17', 15],
    ["'9007199254740993'", '9007199254740993'],
  ])('%s is kept', (text, value) => {
    expect(parseSources(`a: ${text}\n`, ASYNCAPI).openapi.root.value).toEqual({ a: value });
  });

  test('only asyncapi.yaml refers to the other file', () => {
    const { openapi, asyncapi } = parseSources('a: 1\n', ASYNCAPI);
    expect(asyncapi.neighbour('./openapi.yaml')).toBe(openapi);
    expect(asyncapi.neighbour('./other.yaml')).toBeUndefined();
    expect(openapi.neighbour('./openapi.yaml')).toBeUndefined();
  });
});
