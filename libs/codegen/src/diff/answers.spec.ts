import { changesBetween } from '../testing/changes.js';
import type { Edits } from '../testing/sample.js';

describe('changes of answers', () => {
  test.each<[string, Edits, there: string[], back: string[]]>([
    [
      'a status',
      [
        [
          `        '201':
`,
          `        '200':
`,
        ],
      ],
      ['breaking success-status-changed (clients that read): POST /things: 201 → 200'],
      ['breaking success-status-changed (clients that read): POST /things: 200 → 201'],
    ],
    [
      '204 beside another success',
      [
        [
          `        '204': { description: Nothing to see. }
`,
          '',
        ],
      ],
      [],
      ['breaking no-content-added (clients that read): GET /things/{id}: may also answer 204'],
    ],
    [
      'another status with the body of the success',
      [
        [
          `        '503':
          description: The thing, which is broken.
`,
          `        '502':
          description: The thing, which is broken.
`,
        ],
      ],
      ['breaking other-status-changed (clients that read): GET /things/{id}: 503 → 502'],
      ['breaking other-status-changed (clients that read): GET /things/{id}: 502 → 503'],
    ],
    [
      'a content type',
      [
        [
          `            text/plain:
`,
          `            application/json:
`,
        ],
        [
          `            text/plain:
`,
          `            application/json:
`,
        ],
      ],
      ['breaking content-type-changed (clients that read): GET /things/{id}: text/plain → application/json'],
      ['breaking content-type-changed (clients that read): GET /things/{id}: application/json → text/plain'],
    ],
    [
      'an answer',
      [
        [
          "        '204': { description: It is gone. }",
          `        '200':
          description: It is gone.
          content:
            text/plain:
              schema: { $ref: '#/components/schemas/Name' }
              examples: { box: { value: box } }`,
        ],
      ],
      [
        'breaking success-status-changed (clients that read): DELETE /things/{id}: 204 → 200',
        'addition answer-added (clients that read): DELETE /things/{id}: has a body',
      ],
      [
        'breaking success-status-changed (clients that read): DELETE /things/{id}: 200 → 204',
        'breaking answer-removed (clients that read): DELETE /things/{id}: no body any more',
      ],
    ],
    [
      'a field of an answer',
      [
        [
          `        next: { type: string }
`,
          '',
        ],
        ['has_more, next]', 'has_more]'],
      ],
      ['breaking response-field-removed (clients that read): HandleList.next: removed'],
      ['addition response-field-added (clients that read): HandleList.next: added, required'],
    ],
    [
      'an optional field',
      [['required: [kind, name, note]', 'required: [kind, name]']],
      ['breaking response-field-optional (clients that read): Box.note: required → optional'],
      [],
    ],
    [
      'a field that may be null',
      [["note: { type: [string, 'null'] }", 'note: { type: string }']],
      [],
      ['breaking response-null-added (clients that read): Box.note: may be null'],
    ],
    [
      "a field's type",
      [['next: { type: string }', 'next: { type: integer }']],
      ['breaking response-type-changed (clients that read): HandleList.next: string → integer'],
      ['breaking response-type-changed (clients that read): HandleList.next: integer → string'],
    ],
    [
      'a format',
      [[', format: date-time', '']],
      ['breaking response-format-changed (clients that read): Handle.since: date-time → none'],
      [],
    ],
    [
      "a map's values",
      [['additionalProperties: { type: integer }', 'additionalProperties: { type: number }']],
      ['breaking response-type-changed (clients that read): ThingList.counts{}: integer → number'],
      [],
    ],
    [
      'a map for a list',
      [
        [
          'counts: { type: object, additionalProperties: { type: integer } }',
          'counts: { type: array, items: { type: integer } }',
        ],
      ],
      ['breaking response-type-changed (clients that read): ThingList.counts: map → array'],
      ['breaking response-type-changed (clients that read): ThingList.counts: array → map'],
    ],
    [
      'a variant',
      [
        [
          `        - { $ref: '#/components/schemas/Ball' }
`,
          `        - { $ref: '#/components/schemas/Ball' }
        - { $ref: '#/components/schemas/Cone' }
`,
        ],
        [
          `    Thing:
`,
          `    Cone: { type: object, required: [kind], properties: { kind: { type: string, const: cone } } }
    Thing:
`,
        ],
      ],
      ['addition response-variant-added (clients that read): Thing: also cone'],
      ['compatible response-variant-removed (clients that read): Thing: no cone'],
    ],
    [
      'a variant in place of another',
      [['const: ball', 'const: sphere']],
      ['breaking response-value-replaced (clients that read): Thing: ball → sphere'],
      ['breaking response-value-replaced (clients that read): Thing: sphere → ball'],
    ],
    [
      'a constant that is read',
      [
        [
          `        colour: { $ref: '#/components/schemas/Colour' }
    Thing`,
          `        colour: { type: string, const: red }
    Thing`,
        ],
      ],
      ['compatible response-enum-narrowed (clients that read): Ball.colour: no green'],
      ['breaking response-const-changed (clients that read): Ball.colour: red → none'],
    ],
    [
      'at least one item',
      [['handles: { type: array, items', 'handles: { type: array, minItems: 1, items']],
      [],
      ['breaking response-promise-dropped (clients that read): HandleList.handles: minItems 1 → none'],
    ],
    [
      'at most some items',
      [['handles: { type: array, items', 'handles: { type: array, maxItems: 100, items']],
      [],
      ['addition response-limit-raised (clients that read): HandleList.handles: maxItems 100 → none'],
    ],
    [
      'a header',
      [
        [
          `      headers: { X-Error-Code: { description: The code., schema: { $ref: '#/components/schemas/ErrorCode' } } }
`,
          '',
        ],
      ],
      [
        'breaking response-header-removed (clients that read): GET /things 400: X-Error-Code removed',
        'breaking response-header-removed (clients that read): POST /things 400: X-Error-Code removed',
        'breaking response-header-removed (clients that read): GET /parts 400: X-Error-Code removed',
      ],
      [],
    ],
    [
      'a code of an operation',
      [
        [
          `        '404': { $ref: '#/components/responses/Missing' }
  /things/{id}`,
          '  /things/{id}',
        ],
      ],
      ['breaking operation-error-removed (clients that read): POST /things: no thing_not_found any more'],
      ['addition operation-error-added (clients that read): POST /things: may answer thing_not_found'],
    ],
    [
      "a field of every error's body",
      [
        [
          'Problem: { type: object, required: [error], properties: { error',
          'Problem: { type: object, required: [message], properties: { message',
        ],
        ['value: { error: bad', 'value: { message: bad'],
        ['value: { error: not', 'value: { message: not'],
      ],
      [
        'breaking response-field-removed (clients that read): Problem.error: removed',
        'addition response-field-added (clients that read): Problem.message: added, required',
      ],
      [
        'addition response-field-added (clients that read): Problem.error: added, required',
        'breaking response-field-removed (clients that read): Problem.message: removed',
      ],
    ],
  ])('%s', (_, edits, there, back) => {
    expect(changesBetween([], edits)).toEqual(there);
    expect(changesBetween(edits, [])).toEqual(back);
  });
});
