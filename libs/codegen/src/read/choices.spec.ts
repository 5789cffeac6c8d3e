import { complaints } from '../testing/complaints.js';

const PARAMETERS = `parameters:
        - { name: before, in: query, schema: { type: string } }
        - { name: after, in: query, schema: { type: string } }`;
/** The two parameters of an operation, with a keyword in front of them, and more in each of them. */
const choice = (keyword: string, before = '', after = '') => `${keyword}
      parameters:
        - { name: before, in: query, schema: { type: string }${before} }
        - { name: after, in: query, schema: { type: string }${after} }`;
const EXAMPLE = ', example: x';

describe('a choice of parameters', () => {
  test.each([
    [choice('x-at-most-one-of: [before, behind]'), 'openapi.yaml@behind] the operation has no such parameter'],
    [choice('x-at-most-one-of: [before]'), 'openapi.yaml@x-at-most-one-of expected two or more different parameters'],
    [
      choice('x-at-most-one-of: [before, before]'),
      'openapi.yaml@x-at-most-one-of expected two or more different parameters',
    ],
    [choice('x-at-most-one-of: before'), 'openapi.yaml@x-at-most-one-of expected a list'],
    [
      choice('x-at-most-one-of: [before, after]', EXAMPLE),
      'openapi.yaml@x-at-most-one-of none of them takes an example',
    ],
    [
      choice('x-exactly-one-of: [before, after]', EXAMPLE, EXAMPLE),
      'openapi.yaml@x-exactly-one-of one of them takes an example, the others none',
    ],
    [
      choice('x-exactly-one-of: [before, after]'),
      'openapi.yaml@x-exactly-one-of one of them takes an example, the others none',
    ],
    [choice('x-at-least-one-of: [before, after]'), 'openapi.yaml@x-at-least-one-of one of them takes an example'],
    [
      choice('x-exactly-one-of: [before, after]', EXAMPLE).replace('type: string }', 'type: string, default: x }'),
      'openapi.yaml@before before has a default, so it is always given',
    ],
    [choice('x-one-of: [before, after]'), 'openapi.yaml@x-one-of x-one-of is not supported here'],
  ])('%s', (to, expected) => {
    expect(complaints(PARAMETERS, to)).toContain(expected);
  });

  test.each([
    choice('x-at-most-one-of: [before, after]'),
    choice('x-exactly-one-of: [before, after]', EXAMPLE),
    choice('x-at-least-one-of: [before, after]', EXAMPLE),
    choice('x-at-least-one-of: [before, after]', EXAMPLE, EXAMPLE),
  ])('%s is in order', (to) => {
    expect(complaints(PARAMETERS, to)).toBe('none');
  });

  test('a parameter that is required is none', () => {
    const required = ['{ name: all, in: query,', '{ name: all, in: query, required: true,'] as const;
    const to = 'x-exactly-one-of: [all, limit]\n      summary: List things';
    const expected = 'openapi.yaml@all all is required, so there is no choice';
    expect(complaints('summary: List things', to, required)).toContain(expected);
  });
});
