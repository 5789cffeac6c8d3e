import { changesBetween, editedContract } from '../testing/changes.js';
import type { Edits } from '../testing/sample.js';
import { diffContracts } from './diff.js';

describe('changes of parameters', () => {
  test.each<[string, Edits, there: string[], back: string[]]>([
    [
      'a required parameter',
      [
        [
          '        - { name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }',
          `        - { name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }
        - { name: of, in: query, required: true, schema: { type: string } }`,
        ],
      ],
      ['breaking parameter-required (clients that send): GET /things of: added, required'],
      ['breaking parameter-removed (clients that send): GET /things of: removed'],
    ],
    [
      'an optional parameter',
      [
        [
          '        - { name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }',
          `        - { name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }
        - { name: of, in: query, schema: { type: string } }`,
        ],
      ],
      ['addition parameter-added (clients that send): GET /things of: added'],
      ['breaking parameter-removed (clients that send): GET /things of: removed'],
    ],
    [
      'a parameter that is required',
      [['{ name: all, in: query, schema', '{ name: all, in: query, required: true, schema']],
      ['breaking parameter-required (clients that send): GET /things all: optional → required'],
      ['addition parameter-optional (clients that send): GET /things all: required → optional'],
    ],
    [
      'a parameter renamed',
      [['{ name: all, in: query', '{ name: every, in: query']],
      [
        'breaking parameter-removed (clients that send): GET /things all: removed',
        'addition parameter-added (clients that send): GET /things every: added',
      ],
      [
        'breaking parameter-removed (clients that send): GET /things every: removed',
        'addition parameter-added (clients that send): GET /things all: added',
      ],
    ],
    [
      'a parameter of the path renamed',
      [
        ['/things/{id}:', '/things/{thing}:'],
        ['Id: { name: id, in', 'Id: { name: thing, in'],
      ],
      [
        'breaking parameter-renamed (clients that send): GET /things/{thing} thing: id → thing',
        'breaking parameter-renamed (clients that send): PATCH /things/{thing} thing: id → thing',
        'breaking parameter-renamed (clients that send): DELETE /things/{thing} thing: id → thing',
      ],
      [
        'breaking parameter-renamed (clients that send): GET /things/{id} id: thing → id',
        'breaking parameter-renamed (clients that send): PATCH /things/{id} id: thing → id',
        'breaking parameter-renamed (clients that send): DELETE /things/{id} id: thing → id',
      ],
    ],
    [
      "a parameter's type",
      [
        [
          '{ name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }',
          '{ name: limit, in: query, description: How many., schema: { type: string } }',
        ],
      ],
      [
        'breaking parameter-default-changed (clients that send): GET /things limit: default 10 → none',
        'breaking request-type-changed (clients that send): GET /things limit: integer → string',
      ],
      [
        'breaking request-type-changed (clients that send): GET /things limit: string → integer',
        'breaking parameter-default-changed (clients that send): GET /things limit: default none → 10',
      ],
    ],
    [
      "a parameter's limit",
      [['minimum: 1, default', 'minimum: 2, default']],
      ['breaking request-limit-lowered (clients that send): GET /things limit: minimum 1 → 2'],
      ['addition request-limit-raised (server): GET /things limit: minimum 2 → 1'],
    ],
    [
      "a parameter's default",
      [['default: 10', 'default: 20']],
      ['breaking parameter-default-changed (clients that send): GET /things limit: default 10 → 20'],
      ['breaking parameter-default-changed (clients that send): GET /things limit: default 20 → 10'],
    ],
    [
      'a parameter without its default',
      [[', default: 10', '']],
      ['breaking parameter-default-changed (clients that send): GET /things limit: default 10 → none'],
      ['breaking parameter-default-changed (clients that send): GET /things limit: default none → 10'],
    ],
  ])('%s', (_, edits, there, back) => {
    expect(changesBetween([], edits)).toEqual(there);
    expect(changesBetween(edits, [])).toEqual(back);
  });

  const PAGES =
    '      x-sdk-pages: { items: handles, more: has_more, older: { before: token }, newer: { after: token } }\n';
  const BEFORE = '        - { name: before, in: query, schema: { type: string } }';
  const AFTER = '        - { name: after, in: query, schema: { type: string } }';
  /** Lists parts with a choice or without, and with what stands where `after` does. Where one is needed, `before` has an example. */
  const choice = (keyword: string, after = AFTER): Edits => [
    [PAGES, keyword && `      ${keyword}\n`],
    [BEFORE, keyword.includes('at-most') || keyword === '' ? BEFORE : BEFORE.replace(' }', ' }, example: x')],
    [AFTER, after],
  ];
  const NEAR = `${AFTER}\n        - { name: near, in: query, schema: { type: string } }`;
  const narrowed = (words: string) => `breaking parameter-choice-narrowed (clients that send): GET /parts: ${words}`;
  const widened = (words: string) =>
    `addition parameter-choice-widened (clients that send): GET /parts: no longer ${words}`;

  test.each<[string, from: Edits, to: Edits, there: string[], back: string[]]>([
    [
      'at most one of two',
      choice(''),
      choice('x-at-most-one-of: [before, after]'),
      [narrowed('at most one of before, after')],
      [widened('at most one of before, after')],
    ],
    [
      'exactly one of two',
      choice(''),
      choice('x-exactly-one-of: [before, after]'),
      [narrowed('exactly one of before, after')],
      [widened('exactly one of before, after')],
    ],
    [
      'at least one of two',
      choice(''),
      choice('x-at-least-one-of: [before, after]'),
      [narrowed('at least one of before, after')],
      [widened('at least one of before, after')],
    ],
    [
      'exactly one instead of at most one',
      choice('x-at-most-one-of: [before, after]'),
      choice('x-exactly-one-of: [before, after]'),
      [narrowed('exactly one of before, after')],
      [widened('exactly one of before, after')],
    ],
    [
      'exactly one instead of at least one',
      choice('x-at-least-one-of: [before, after]'),
      choice('x-exactly-one-of: [before, after]'),
      [narrowed('exactly one of before, after')],
      [widened('exactly one of before, after')],
    ],
    [
      'at most one instead of at least one',
      choice('x-at-least-one-of: [before, after]'),
      choice('x-at-most-one-of: [before, after]'),
      [narrowed('at most one of before, after'), widened('at least one of before, after')],
      [narrowed('at least one of before, after'), widened('at most one of before, after')],
    ],
    [
      'a third one that was free before',
      choice('x-at-most-one-of: [before, after]', NEAR),
      choice('x-at-most-one-of: [before, after, near]', NEAR),
      [narrowed('at most one of before, after, near')],
      [widened('at most one of before, after, near')],
    ],
    [
      'a third one to choose from',
      choice('x-at-least-one-of: [before, after]', NEAR),
      choice('x-at-least-one-of: [before, after, near]', NEAR),
      [widened('at least one of before, after')],
      [narrowed('at least one of before, after')],
    ],
    [
      'a third one that is new',
      choice('x-exactly-one-of: [before, after]'),
      choice('x-exactly-one-of: [before, after, near]', NEAR),
      ['addition parameter-added (clients that send): GET /parts near: added'],
      ['breaking parameter-removed (clients that send): GET /parts near: removed'],
    ],
    [
      'the other order',
      choice('x-at-most-one-of: [before, after]'),
      choice('x-at-most-one-of: [after, before]'),
      [],
      [],
    ],
    [
      'a parameter that was always given',
      choice('', AFTER.replace('in: query', 'in: query, required: true')),
      choice('x-at-least-one-of: [before, after]'),
      ['addition parameter-optional (clients that send): GET /parts after: required → optional'],
      ['breaking parameter-required (clients that send): GET /parts after: optional → required'],
    ],
  ])('a choice of parameters: %s', (_, from, to, there, back) => {
    expect(changesBetween(from, to)).toEqual(there);
    expect(changesBetween(to, from)).toEqual(back);
  });

  test('a choice is told of where it stands, or stood', () => {
    const [without, chosen] = [choice(''), choice('x-at-most-one-of: [before, after]')].map(editedContract);
    const keys = [diffContracts(without, chosen), diffContracts(chosen, without)].map((found) => found[0]?.place.key);
    expect(keys).toEqual(['x-at-most-one-of', 'x-at-most-one-of']);
  });

  test('a parameter that moves between path and query', () => {
    const inPath = (name: 'before' | 'after'): Edits => [
      [
        '      x-sdk-pages: { items: handles, more: has_more, older: { before: token }, newer: { after: token } }\n',
        '',
      ],
      ['  /parts:', `  /parts/{${name}}:`],
      [`name: ${name}, in: query`, `name: ${name}, required: true, in: path`],
    ];
    expect(changesBetween(inPath('before'), inPath('after'))).toEqual([
      'addition parameter-optional (clients that send): GET /parts/{after} before: required → optional',
      'breaking parameter-moved (clients that send): GET /parts/{after} before: path → query',
      'breaking parameter-required (clients that send): GET /parts/{after} after: optional → required',
      'breaking parameter-moved (clients that send): GET /parts/{after} after: query → path',
    ]);
  });
});
