import type { CallSpec } from './call-spec.js';
import { buildRequest, normalizeBaseUrl } from './request.js';

interface Parts {
  path?: string;
  inPath?: readonly string[];
  inQuery?: readonly string[];
  hasBody?: boolean;
}

const route = ({ path = '/things', inPath = [], inQuery = [], hasBody = false }: Parts): CallSpec => ({
  method: 'GET',
  path,
  params: [
    ...inPath.map((name) => ({ name, in: 'path' as const })),
    ...inQuery.map((name) => ({ name, in: 'query' as const })),
  ],
  ...(hasBody && { hasBody: true }),
});

describe('buildRequest', () => {
  it.each([
    ['nothing', route({}), undefined, '/things', undefined],
    ['a query', route({ inQuery: ['a', 'b'] }), { a: 'x y&z', b: 3 }, '/things?a=x+y%26z&b=3', undefined],
    ['no undefined field', route({ inQuery: ['a', 'b'] }), { a: undefined, b: false }, '/things?b=false', undefined],
    ['a path', route({ path: '/a/{id}/b', inPath: ['id'] }), { id: 'ä/1?$&' }, '/a/%C3%A4%2F1%3F%24%26/b', undefined],
    ['a body', route({ hasBody: true }), { a: [1], b: undefined }, '/things', '{"a":[1]}'],
    ['an empty body', route({ hasBody: true }), undefined, '/things', '{}'],
    [
      'all three',
      route({ path: '/a/{id}', inPath: ['id'], inQuery: ['q'], hasBody: true }),
      { id: '1', q: '2', body: '3' },
      '/a/1?q=2',
      '{"body":"3"}',
    ],
    [
      'a field that it does not know',
      route({ inQuery: ['a'] }),
      { a: '1', typo: '2' },
      '/things?a=1&typo=2',
      undefined,
    ],
  ])('sends %s', (_name, operation, input, path, body) => {
    expect(buildRequest('http://h', operation, input)).toEqual({ url: `http://h${path}`, body });
  });

  it.each([
    [{}, 'id is required'],
    [{ id: '' }, 'id is required'],
    [{ id: '..' }, 'id must not be "." or ".."'],
    [{ id: '.' }, 'id must not be "." or ".."'],
  ])('refuses %j where the path needs an id', (input, message) => {
    const operation = route({ path: '/a/{id}', inPath: ['id'] });
    expect(() => buildRequest('http://h', operation, input)).toThrow(new TypeError(message));
  });
});

describe('normalizeBaseUrl', () => {
  it.each([
    ['https://chat.example.org', 'https://chat.example.org'],
    ['https://chat.example.org/', 'https://chat.example.org'],
    ['http://127.0.0.1:8080/dialtone//?a=b#c', 'http://127.0.0.1:8080/dialtone'],
  ])('%s', (given, want) => {
    expect(normalizeBaseUrl(given)).toBe(want);
  });

  it.each(['', 'chat.example.org', '/dialtone', 'ws://chat.example.org', 'https://alice:secret@chat.example.org'])(
    'refuses %j without quoting it',
    (given) => {
      expect(() => normalizeBaseUrl(given)).toThrow(/^baseUrl must (?!.*secret)/);
    },
  );

  it.each([undefined, ''])('says that it is missing when it is %j', (nothing) => {
    expect(() => normalizeBaseUrl(nothing as string)).toThrow('baseUrl must be given, it is missing');
  });
});
