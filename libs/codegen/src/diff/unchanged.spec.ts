import { changesBetween } from '../testing/changes.js';
import type { Edits } from '../testing/sample.js';

describe('what no client notices', () => {
  test.each<[string, Edits]>([
    ['a description', [['description: Only one at a time.', 'description: One by one.']]],
    ['a summary', [['summary: List things', 'summary: All things']]],
    ['an example', [['value: { name: box, parts', 'value: { name: case, parts']]],
    ['prose of a schema', [['A name in small letters. Short.', 'Short.']]],
    ['prose of a limit', [['How many there may be.', 'The most.']]],
    ['prose of a close code', [['The server stops.', 'It stops.']]],
    ["an error's text", [['description: not found', 'description: nothing there']]],
    [
      'fields in another order',
      [
        [
          `        token: { type: string }
        since: { type: string, format: date-time }`,
          `        since: { type: string, format: date-time }
        token: { type: string }`,
        ],
      ],
    ],
    ['an enum in another order', [['enum: [red, green]', 'enum: [green, red]']]],
    [
      'parameters in another order',
      [
        [
          `        - { name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }
        - { name: all, in: query, schema: { type: boolean } }`,
          `        - { name: all, in: query, schema: { type: boolean } }
        - { name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }`,
        ],
      ],
    ],
    [
      'security in another order',
      [
        [
          `        - adminToken: []
        - bearerAuth: [owner]`,
          `        - bearerAuth: [owner]
        - adminToken: []`,
        ],
      ],
    ],
    [
      'a schema by another name',
      [
        ["schema: { $ref: '#/components/schemas/CreateThing' }", "schema: { $ref: '#/components/schemas/NewThing' }"],
        [
          `    CreateThing:
`,
          `    NewThing:
`,
        ],
      ],
    ],
    [
      'variants by other names',
      [
        ["{ $ref: '#/components/schemas/Box' }", "{ $ref: '#/components/schemas/Crate' }"],
        [
          `    Box:
`,
          `    Crate:
`,
        ],
      ],
    ],
    [
      'a schema written where it is used',
      [
        [
          `colour: { $ref: '#/components/schemas/Colour' }
        labels`,
          `colour: { type: string, enum: [red, green] }
        labels`,
        ],
      ],
    ],
    ['bytes that follow from characters', [['maxLength: 8, pattern', 'maxLength: 8, x-max-bytes: 32, pattern']]],
  ])('%s', (_, edits) => {
    expect(changesBetween([], edits)).toEqual([]);
    expect(changesBetween(edits, [])).toEqual([]);
  });
});
