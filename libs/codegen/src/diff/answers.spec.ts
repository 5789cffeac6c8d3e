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
      'a content type',
      [
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
      'an error code',
      [
        [
          '        - { const: bad_frame',
          `        - { const: gone, x-status: 410, description: gone }
        - { const: bad_frame`,
        ],
      ],
      ['addition error-code-added (clients that read): gone: added'],
      ['breaking error-code-removed (clients that read): gone: removed'],
    ],
    [
      'a status of an error',
      [
        ['thing_not_found, x-status: 404', 'thing_not_found, x-status: 410'],
        [
          "        '404': { $ref: '#/components/responses/Missing' }",
          "        '410': { $ref: '#/components/responses/Missing' }",
        ],
        [
          "        '404': { $ref: '#/components/responses/Missing' }",
          "        '410': { $ref: '#/components/responses/Missing' }",
        ],
        [
          "        '404': { $ref: '#/components/responses/Missing' }",
          "        '410': { $ref: '#/components/responses/Missing' }",
        ],
        [
          "        '404': { $ref: '#/components/responses/Missing' }",
          "        '410': { $ref: '#/components/responses/Missing' }",
        ],
      ],
      ['breaking error-status-changed (clients that read): thing_not_found: status 404 → 410'],
      ['breaking error-status-changed (clients that read): thing_not_found: status 410 → 404'],
    ],
    [
      'an error in frames',
      [['invalid_request, x-status: 400,', 'invalid_request, x-status: 400, x-frame: true,']],
      ['addition error-frame-added (clients that read): invalid_request: in error events too'],
      ['breaking error-frame-removed (clients that read): invalid_request: not in error events any more'],
    ],
    [
      'an error that passes by itself',
      [['thing_not_found, x-status: 404,', 'thing_not_found, x-status: 404, x-passes: true,']],
      ['addition error-passes-added (clients that read): thing_not_found: passes by itself'],
      ['breaking error-passes-removed (clients that read): thing_not_found: does not pass by itself any more'],
    ],
    [
      'where an error is written',
      [
        [
          "{ $ref: '#/components/responses/Invalid' }",
          '{ description: Bad., x-error-codes: [invalid_request], content: *problem }',
        ],
      ],
      ['breaking response-header-removed (clients that read): GET /things 400: X-Error-Code removed'],
      [],
    ],
    [
      'a code of an error that is written in place',
      [
        ['x-error-codes: [no_parts]', 'x-error-codes: [no_parts, gone]'],
        [
          '        - { const: bad_frame',
          '        - { const: gone, x-status: 409, description: gone }\n        - { const: bad_frame',
        ],
      ],
      [
        'addition operation-error-added (clients that read): GET /parts: may answer gone',
        'addition error-code-added (clients that read): gone: added',
      ],
      ['breaking error-code-removed (clients that read): gone: removed'],
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

  test('an error code that goes is told of once, whoever answered it', () => {
    const gone: Edits = [
      [
        '        - { const: bad_frame',
        '        - { const: gone, x-status: 404, x-frame: true, description: gone }\n        - { const: bad_frame',
      ],
      ['x-error-codes: [thing_not_found]', 'x-error-codes: [thing_not_found, gone]'],
      ['x-error-codes: [bad_frame, thing_not_found]', 'x-error-codes: [bad_frame, thing_not_found, gone]'],
      ['since: { type', "code: { $ref: '#/components/schemas/ErrorCode' }\n        since: { type"],
    ];
    const read = gone.slice(-1);
    expect(changesBetween(gone, read)).toEqual(['breaking error-code-removed (clients that read): gone: removed']);
  });
});
