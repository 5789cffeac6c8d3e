import { changesBetween } from '../testing/changes.js';
import type { Edits } from '../testing/sample.js';

describe('changes of error codes', () => {
  test.each<[string, Edits, there: string[], back: string[]]>([
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
