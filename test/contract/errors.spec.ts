import { useServer } from '../support/stage.js';
import { operationDocs } from './support/contract.js';
import { type Answer, codeOf, errorProblems, send } from './support/http.js';
import { exchange } from './support/raw.js';

/*
 * What every path answers, whichever operation it has or has not: always the same body, type and headers.
 */

const { server } = useServer();

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const verbsOf = new Map<string, string[]>();
for (const { path, method } of operationDocs.values()) verbsOf.set(path, [...(verbsOf.get(path) ?? []), method]);
const paths = [...verbsOf.keys()];

function expectError(answer: Answer, code: string): void {
  expect(errorProblems(answer)).toEqual([]);
  expect(codeOf(answer)).toBe(code);
}

describe('a path that there is not', () => {
  test.each(VERBS)('%s: 404', async (method) => {
    const answer = await send(server.url, { method, path: '/nowhere' });
    expectError(answer, 'not_found');
    expect(answer.headers.allow).toBeUndefined();
  });

  const others = paths.flatMap((path) => [`${path}/`, `${path}/x`, `/${path}`, path.toUpperCase(), `${path};x=1`]);
  test.each([
    ...others,
    '/index.html',
    '//',
    '/docs/nothing',
    '/docs/nothing.js',
    '/openapi.yml',
    '/ws/',
    '/ws/x',
    '/%2e%2e/x',
  ])('GET %s: 404', async (path) => {
    expectError(await send(server.url, { method: 'GET', path }), 'not_found');
  });

  test('a body in the wrong type does not make it anything else', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const answer = await send(server.url, { method: 'POST', path: '/nowhere', headers, body: 'x' });
    expectError(answer, 'not_found');
  });
});

describe('a verb that a path has not', () => {
  test.each(paths)('%s: 405, with the verbs that it has', async (path) => {
    const allowed = verbsOf.get(path) ?? [];
    for (const method of VERBS.filter((verb) => !allowed.includes(verb))) {
      const answer = await send(server.url, { method, path: `${path}?x=1` });
      expectError(answer, 'method_not_allowed');
      expect(answer.headers.allow?.split(', ').sort()).toEqual([...allowed].sort());
    }
  });
});

describe('HEAD', () => {
  test.each(paths)('%s: what GET, or a verb that there is not, would say, without the body', async (path) => {
    const head = await send(server.url, { method: 'HEAD', path });
    const hasGet = verbsOf.get(path)?.includes('GET') ?? false;
    const like = await send(server.url, { method: hasGet ? 'GET' : 'PROPFIND', path });
    expect(head.text).toBe('');
    for (const name of ['content-type', 'content-length', 'x-error-code', 'allow']) {
      expect([name, head.headers[name]]).toEqual([name, like.headers[name]]);
    }
    expect(head.status).toBe(like.status);
    expect(head.headers['x-request-id']).toBeTruthy();
  });
});

describe('Expect', () => {
  const request = (expect: string) =>
    `POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: ${expect}\r\n\r\n`;

  test('100-continue: the body is asked for, and then judged', async () => {
    const interim = await exchange(server.url, request('100-continue'));
    expect(interim?.status).toBe(100);
    const headers = { 'Content-Type': 'application/json', Expect: '100-continue' };
    expectError(
      await send(server.url, { method: 'POST', path: '/auth/login', headers, body: '{}' }),
      'invalid_request',
    );
  });

  test.each(['200-ok', 'nothing'])('%s: ignored', async (value) => {
    const answer = await exchange(server.url, `${request(value)}{}`);
    expect(answer).not.toBeNull();
    expectError(answer!, 'invalid_request');
  });
});

test('two requests have two ids', async () => {
  const [one, two] = await Promise.all([0, 1].map(() => send(server.url, { method: 'GET', path: '/nowhere' })));
  expect(one.headers['x-request-id']).not.toBe(two.headers['x-request-id']);
});
