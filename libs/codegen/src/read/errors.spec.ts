import { complaints } from '../testing/complaints.js';

const BAD_FRAME = '{ const: bad_frame, x-frame: true, x-passes: true, description: bad frame }';

describe('the dialect of error codes', () => {
  test.each([
    [
      BAD_FRAME,
      '{ const: bad_frame, description: bad frame }',
      'openapi.yaml@{ bad_frame needs an x-status, x-frame: true, or both',
    ],
    [BAD_FRAME, '{ const: no_parts, x-frame: true, description: . }', 'openapi.yaml@const no_parts is given twice'],
    [
      BAD_FRAME,
      '{ const: badFrame, x-frame: true, description: . }',
      'openapi.yaml@const expected a code in snake_case',
    ],
    [BAD_FRAME, '{ const: bad_frame, x-status: 200, description: . }', 'openapi.yaml@x-status expected 400 to 599'],
    [BAD_FRAME, '{ const: bad_frame, x-frame: true }', 'openapi.yaml@{ description is missing'],
    [
      BAD_FRAME,
      '{ const: bad_frame, x-frame: true, message: . }',
      'openapi.yaml@message message is not supported here',
    ],
    [BAD_FRAME, "{ $ref: '#/components/schemas/Name' }", 'openapi.yaml@$ref $ref is not supported here'],
    ['type: string\n      oneOf:', 'type: integer\n      oneOf:', 'openapi.yaml@type expected string'],
    [
      'type: string\n      oneOf:',
      'type: string\n      enum: [bad_frame]\n      oneOf:',
      'openapi.yaml@enum enum is not supported here',
    ],
    [
      'Colour: { type: string, enum: [red, green] }',
      'Colour: { type: string, oneOf: [{ const: red }, { const: green }] }',
      'openapi.yaml@type type is not supported here',
    ],
  ])('%s → %s', (from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });
});

describe('an error that is written at its operation', () => {
  test.each([
    [
      "'404': { $ref: '#/components/responses/Missing' }\n  /things",
      "'404': { description: None., x-error-codes: [no_parts], content: *problem }\n  /things",
      "openapi.yaml@'404' no_parts has status 409, not 404",
    ],
    ['          description: There is nothing to list.\n', '', "openapi.yaml@'409' description is missing"],
    ['          x-error-codes: [no_parts]\n', '', "openapi.yaml@'409' x-error-codes is missing"],
    ['x-error-codes: [no_parts]', 'x-error-codes: []', 'openapi.yaml@x-error-codes expected a code'],
    ['          content: *problem\n', '', "openapi.yaml@'409' content is missing"],
    [
      'content: *problem',
      "content: { application/json: { schema: { $ref: '#/components/schemas/Handle' } } }",
      'openapi.yaml@schema the body of an error is Problem',
    ],
    [
      'content: *problem',
      'content: *problem\n          x-standard-for: calls',
      'openapi.yaml@x-standard-for x-standard-for is not supported here',
    ],
    [
      "schema: { $ref: '#/components/schemas/Name' }\n              examples: { box: { value: box } }\n        '404'",
      "schema: { $ref: '#/components/schemas/Handle' }\n              examples: { box: { value: box } }\n        '404'",
      "openapi.yaml@'503' an answer that is no error has the body of the success",
    ],
    [
      "        '503':\n",
      "        '502': { description: ., content: { text/plain: { schema: { $ref: '#/components/schemas/Name' }, examples: { box: { value: box } } } } }\n        '503':\n",
      "openapi.yaml@'503' expected one other status with the body of the success",
    ],
  ])('%s → %s', (from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });
});
