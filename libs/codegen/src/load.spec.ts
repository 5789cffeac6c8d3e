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

  test.each([
    ['a: 1\nb: 2\na: 3\n', 'openapi.yaml:3:1 Map keys must be unique'],
    [
      'a: [1, 2\nb: 3\n',
      'openapi.yaml:2:1 Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a: *nobody\n', 'openapi.yaml:1:4 no anchor nobody'],
  ])('%j is refused', (text, complaint) => {
    expect(() => parseSources(text, ASYNCAPI)).toThrow(complaint);
  });

  test('only asyncapi.yaml refers to the other file', () => {
    const { openapi, asyncapi } = parseSources('a: 1\n', ASYNCAPI);
    expect(asyncapi.neighbour('./openapi.yaml')).toBe(openapi);
    expect(asyncapi.neighbour('./other.yaml')).toBeUndefined();
    expect(openapi.neighbour('./openapi.yaml')).toBeUndefined();
  });
});
