import { operationsAt, pathParams } from './paths.js';

describe('pathParams', () => {
  it.each<[string, string, Record<string, string> | null]>([
    ['/channels', '/channels', {}],
    ['/channels', '/channels/', null],
    ['/channels', '/Channels', null],
    ['/channels', '/channels/keys', null],
    ['/things/{id}', '/things/7', { id: '7' }],
    ['/things/{id}', '/things/a%2Fb', { id: 'a%2Fb' }],
    ['/things/{id}', '/things/', { id: '' }],
    ['/things/{id}', '/things', null],
    ['/things/{id}/parts/{part}', '/things/7/parts/2', { id: '7', part: '2' }],
    ['/things/{id}/parts/{part}', '/things/7/pieces/2', null],
  ])('of %s for %s', (pattern, path, params) => {
    expect(pathParams(pattern, path)).toEqual(params);
  });
});

describe('operationsAt', () => {
  const things = [
    { method: 'GET', path: '/things' },
    { method: 'POST', path: '/things' },
    { method: 'GET', path: '/things/{id}' },
  ];

  it.each([
    ['/things', ['GET', 'POST']],
    ['/things/1', ['GET']],
    ['/thing', []],
  ])('of %s', (path, methods) => {
    expect(operationsAt(things, path).map(({ method }) => method)).toEqual(methods);
  });
});
