import { parseSources } from '../load.js';
import { complaints } from '../testing/complaints.js';
import { LIMITED } from '../testing/rates.js';
import { changed } from '../testing/sample.js';
import { readModel } from './model.js';

const NOTE = "note: { type: [string, 'null'], x-max-bytes: 9 }";
const PART = "main: { $ref: '#/components/schemas/Part' }";
const LIMIT = '{ name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }';
const HEADER = "schema: { $ref: '#/components/schemas/ErrorCode' }";
const TAG = '  - { name: things, description: Things. }';
const limitOf = (schema: string) => `{ name: limit, in: query, schema: { ${schema} } }`;

describe('the dialect of schemas', () => {
  test.each([
    [NOTE, 'note: { type: string, nullable: true }', 'openapi.yaml@nullable nullable is not supported in a schema'],
    [NOTE, 'note: { type: string, readOnly: true }', 'openapi.yaml@readOnly readOnly is not supported in a schema'],
    [NOTE, 'note: { type: [string, integer] }', "openapi.yaml@type expected [type, 'null']"],
    [NOTE, 'note: { type: date }', 'openapi.yaml@type date is no type here'],
    [NOTE, 'note: { type: string, format: email }', 'openapi.yaml@format the only format is date-time'],
    [NOTE, "note: { type: string, pattern: '[' }", 'openapi.yaml@pattern not a regular expression'],
    [NOTE, 'note: { type: string, minLength: 3, maxLength: 2 }', 'openapi.yaml@minLength minLength is above maxLength'],
    [NOTE, 'note: { type: string, maxLength: -1 }', 'openapi.yaml@maxLength expected a whole number, 0 or more'],
    [NOTE, 'note: { type: string, minimum: 1 }', 'openapi.yaml@minimum minimum is not supported here'],
    [NOTE, 'note: { type: string, default: x }', 'openapi.yaml@default default is not supported here'],
    [NOTE, 'note: { type: integer, const: x }', 'openapi.yaml@const expected a value of type integer'],
    [NOTE, 'note: { type: string, format: date-time }', 'openapi.yaml@note format judges nothing'],
    [
      NOTE,
      "note: { type: [string, 'null'], enum: [red, green] }",
      "openapi.yaml@enum the type has 'null', so the enum needs null too",
    ],
    [
      NOTE,
      'note: { type: string, enum: [red, null] }',
      "openapi.yaml@null] null is not of type string; write type: [string, 'null']",
    ],
    [NOTE, "note: { type: [string, 'null'], enum: [null] }", 'openapi.yaml@enum expected a value'],
    [NOTE, "note: { type: [string, 'null'], enum: [red, 1, null] }", 'openapi.yaml@1 expected a value of type string'],
    [NOTE, 'note: { type: string, enum: [red, red] }', 'openapi.yaml@enum a value is given twice'],
    [NOTE, "note: { type: [string, 'null'], const: red }", 'openapi.yaml@const a constant is never null'],
    [NOTE, "note: { type: [string, 'null'], const: null }", 'openapi.yaml@const a constant is never null'],
    [NOTE, 'note: { type: string, const: red, maxLength: 2 }', 'openapi.yaml@const "red" breaks maxLength of its own'],
    [NOTE, 'note: { type: string, const: red, enum: [green] }', 'openapi.yaml@const "red" breaks enum of its own'],
    [NOTE, 'note: { type: integer, enum: [1, 5], maximum: 4 }', 'openapi.yaml@5] 5 breaks maximum of its own schema'],
    [NOTE, 'note: { maxLength: 1 }', 'openapi.yaml@note type is missing'],
    [NOTE, 'constructor: { type: string }', 'openapi.yaml@constructor constructor cannot name a field'],
    [NOTE, 'note: { type: object, properties: {} }', 'openapi.yaml@note an inline object; give the schema a name'],
    [
      NOTE,
      'note: { type: object, additionalProperties: { type: string } }',
      'openapi.yaml@note a map in what clients send',
    ],
    [PART, 'main: { allOf: [] }', 'openapi.yaml@allOf allOf is not supported'],
    [PART, "main: { $ref: '#/components/schemas/Thing' }", 'openapi.yaml@Thing a oneOf in what clients send'],
    [PART, "main: { $ref: '#/components/schemas/Nobody' }", 'openapi.yaml@$ref openapi.yaml has no schema Nobody'],
    [PART, "main: { $ref: 'https://example.org/x.yaml#/Y' }", 'openapi.yaml@$ref expected #/components/schemas/X'],
    [PART, "main: { $ref: '#/components/schemas/CreateThing' }", 'CreateThing → CreateThing is a circle'],
    ['required: [name, parts]', 'required: [name, part]', 'openapi.yaml@part] part is not a property'],
    ['Colour: { type', 'Error: { type', 'openapi.yaml@Error Error is the name of a JavaScript global'],
    ['      ThingMoved:', '      Thing:', 'asyncapi.yaml@Thing a schema Thing is already in openapi.yaml'],
    [
      'kind: { type: string, const: ball }',
      'kind: { type: string, const: box }',
      'openapi.yaml@Thing the variants need',
    ],
    [
      '      required: [kind]\n',
      '      required: [kind]\n      additionalProperties: true\n',
      'expected additionalProperties: false, or nothing',
    ],
  ])('%s → %s', (from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });

  test.each([
    [NOTE, "note: { type: [string, 'null'], enum: [red, green, null] }"],
    [NOTE, 'note: { type: string, enum: [red, green] }'],
    [LIMIT, limitOf('type: string, minLength: 1, maxLength: 1, x-max-bytes: 4, default: 😀')],
    [LIMIT, limitOf('type: integer, minimum: 1, maximum: 1, default: 1')],
  ])('%s → %s is in order', (from, to) => {
    expect(complaints(from, to)).toBe('none');
  });

  test.each([
    [
      'a body that is open',
      'type: object\n      additionalProperties: false\n      required: [size]',
      'type: object\n      required: [size]',
      'openapi.yaml@Part Part needs additionalProperties: false',
    ],
    [
      'a response that is closed',
      'required: [kind, name, note]',
      'additionalProperties: false\n      required: [kind, name, note]',
      'openapi.yaml@Box Box needs no additionalProperties: false',
    ],
    [
      'a frame that is closed',
      'required: [type, name]',
      'additionalProperties: false\n          required: [type, name]',
      'asyncapi.yaml@payload MoveThing needs no additionalProperties: false',
    ],
  ])('%s', (_, from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });
});

describe('the dialect of operations', () => {
  test.each([
    [
      'required: [token, since]',
      'required: [since]',
      'openapi.yaml@x-sdk-sets-token the answer needs a required token',
    ],
    [
      'x-sdk-ends-session: true\n      tags: [things]\n      summary: Delete a thing\n      security:\n        - bearerAuth: []',
      'x-sdk-ends-session: true\n      tags: [things]\n      summary: Delete a thing\n      security: []',
      'openapi.yaml@x-sdk-ends-session only an operation with bearerAuth has a session to end',
    ],
    ['operationId: getThing', 'operationId: listThings', 'listThings is used twice'],
    ['operationId: getThing', 'operationId: thing', 'openapi.yaml@operationId expected a verb and a noun in camelCase'],
    ['x-sdk-method: get\n', 'x-sdk-method: list\n', 'openapi.yaml@x-sdk-method things already has a method list'],
    ['      x-sdk-method: get\n', '', 'openapi.yaml@get x-sdk-method is missing'],
    ['tags: [things]\n      summary: Get', 'tags: [things, more]\n      summary: Get', 'expected exactly one tag'],
    [
      'tags: [things]\n      summary: Get',
      'tags: [more]\n      summary: Get',
      'openapi.yaml@tags more is not in the list of tags',
    ],
    ['      security: []\n', '', 'security is missing'],
    ['adminToken: []', 'adminToken: [owner]', 'adminToken has no roles'],
    ['adminToken: []', 'cookie: []', 'openapi.yaml@cookie cookie is not supported here'],
    [LIMIT, limitOf('type: integer, minimum: 1, default: 0'), 'openapi.yaml@default 0 breaks minimum of its own'],
    [LIMIT, limitOf('type: integer, maximum: 5, default: 6'), 'openapi.yaml@default 6 breaks maximum of its own'],
    [LIMIT, limitOf('type: integer, default: 1.5'), 'openapi.yaml@default expected a value of type integer'],
    [LIMIT, limitOf('type: string, default: null'), 'openapi.yaml@default expected a value of type string'],
    [LIMIT, limitOf('type: string, enum: [a, b], default: c'), 'openapi.yaml@default "c" breaks enum of its own'],
    [LIMIT, limitOf('type: string, const: a, default: c'), 'openapi.yaml@default "c" breaks const of its own'],
    [LIMIT, limitOf("type: string, pattern: '^a$', default: c"), 'openapi.yaml@default "c" breaks pattern of its own'],
    [
      LIMIT,
      limitOf('type: string, minLength: 2, default: 😀'),
      'openapi.yaml@default "😀" breaks minLength of its own',
    ],
    [LIMIT, limitOf('type: string, maxLength: 1, default: cc'), 'openapi.yaml@default "cc" breaks maxLength of its'],
    [LIMIT, limitOf('type: string, x-max-bytes: 1, default: é'), 'openapi.yaml@default "é" breaks x-max-bytes of its'],
    [LIMIT, '{ name: limit, in: header, schema: { type: string } }', 'openapi.yaml@in expected query or path'],
    [LIMIT, '{ name: limit, in: query, schema: { type: number } }', 'expected a string, an integer or a boolean'],
    [LIMIT, '{ name: limit, in: query, required: true, schema: { type: integer, default: 1 } }', 'takes no default'],
    [
      LIMIT,
      '{ name: all, in: query, schema: { type: boolean } }',
      'openapi.yaml@parameters a parameter is given twice',
    ],
    ['/things/{id}:', '/things/{name}:', 'the path and its parameters differ in name, id'],
    [
      "schema: { $ref: '#/components/schemas/CreateThing' }",
      'schema: { type: object }',
      'expected a $ref to a named schema',
    ],
    [
      "schema: { $ref: '#/components/schemas/CreateThing' }",
      "schema: { $ref: '#/components/schemas/Name' }",
      'Name is not an object',
    ],
    ['        required: true\n', '', 'openapi.yaml@requestBody expected required: true'],
    [HEADER, `${HEADER}, example: x`, 'openapi.yaml@example example is not supported here'],
    [HEADER, 'schema: { type: string, examples: [x] }', 'an example of a header is not supported'],
    [HEADER, 'schema: { type: string, default: x }', 'openapi.yaml@default default is not supported here'],
    ["'201':", "'404':", 'Map keys must be unique'],
    ["        '201':", "        '200':\n          description: x\n        '201':", 'content is missing'],
    [
      "'404': { $ref: '#/components/responses/Missing' }\n  /things",
      "'409': { $ref: '#/components/responses/Missing' }\n  /things",
      "openapi.yaml@'409' thing_not_found has status 404, not 409",
    ],
    [
      'x-error-codes: [invalid_request]',
      'x-error-codes: [nonsense]',
      'openapi.yaml@nonsense] nonsense is not in ErrorCode',
    ],
  ])('%s → %s', (from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });

  test.each([
    [
      'items: handles',
      'items: nothing',
      'openapi.yaml@items the answer has no required list nothing of a named schema',
    ],
    ['items: handles', 'items: has_more', 'openapi.yaml@items the answer has no required list has_more'],
    ['more: has_more', 'more: next', 'openapi.yaml@more next is no required boolean there'],
    [
      'older: { before: token }',
      'older: { before: nothing }',
      'openapi.yaml@before nothing is no required string there',
    ],
    ['older: { before: token }', 'older: { limit: token }', 'openapi.yaml@limit limit is no optional query parameter'],
    ['older: { before: token }', 'older: { before: token, after: token }', 'openapi.yaml@older expected one parameter'],
    [
      'older: { before: token }',
      'next: { before: next }',
      'openapi.yaml@x-sdk-pages expected next, or older, newer or both',
    ],
    [', older: { before: token }, newer: { after: token }', '', 'expected next, or older, newer or both'],
    ['older: { before: token }', 'oldest: { before: token }', 'openapi.yaml@oldest oldest is not supported here'],
    ['/parts:\n    get:', '/parts:\n    post:', 'openapi.yaml@x-sdk-pages only GET answers with pages'],
  ])('of pages: %s → %s', (from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });

  test('the next page may be asked for by a field of the answer', () => {
    expect(complaints('older: { before: token }, newer: { after: token }', 'next: { before: next }')).toBe('none');
  });

  const RATE = 'x-rate: { perMinute: 6, burst: 3 }';
  /** An operation of the sample with one more keyword. */
  const rated = (summary: string, rate = RATE) =>
    [`summary: ${summary}`, `${rate}\n      summary: ${summary}`] as const;

  test.each([
    [...rated('List things'), 'openapi.yaml@x-rate only calls of a session have a user to count for'],
    [...rated('Create a thing'), 'openapi.yaml@x-rate the operation has to list rate_limited (429)'],
    [...rated('List parts'), 'openapi.yaml@x-rate the operation has to list rate_limited (429)'],
  ])('of a rate: %s → %s', (from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });

  test.each([
    [RATE, 'none'],
    ['x-rate: { perMinute: 0, burst: 3 }', 'openapi.yaml@perMinute expected a number above 0'],
    ['x-rate: { perMinute: 6, burst: 0.5 }', 'openapi.yaml@burst expected a number above 0'],
    ['x-rate: { perMinute: 6, burst: "3" }', 'openapi.yaml@burst expected a number above 0'],
    ['x-rate: { perMinute: 6 }', 'openapi.yaml@x-rate burst is missing'],
    ['x-rate: { perMinute: 6, burst: 3, per: hour }', 'openapi.yaml@per per is not supported here'],
  ])('of a rate of calls that answer 429: %s → %s', (rate, expected) => {
    expect(complaints(...rated('List parts', rate), ...LIMITED)).toContain(expected);
  });

  test('a name is a parameter or a field of the body', () => {
    const to = 'requestBody:\n        required: true\n        content:\n';
    const from = 'requestBody:\n        required: true\n        content:\n';
    const parameter = 'parameters: [{ name: note, in: query, schema: { type: string } }]\n      ';
    expect(complaints(from, parameter + to)).toContain('note is both a parameter and in the body');
  });
});

describe('the dialect of tables', () => {
  test.each([
    ['maxThings: { value: 3,', 'maxThings: { value: three,', 'openapi.yaml@value expected a whole number, 0 or more'],
    ['RT1: Everyone', 'Rule1: Everyone', 'asyncapi.yaml@Rule1 a rule is named RT1, RT2 and so on'],
    [TAG, `${TAG}\n${TAG}`, 'openapi.yaml@name things is used twice'],
    [
      'x-close-codes:\n',
      "x-close-codes:\n  '1012': { name: going_away, reconnect: true, description: . }\n",
      "asyncapi.yaml@'1012' going_away is used twice",
    ],
    ["'1001': {", "'999': {", "asyncapi.yaml@'999' a close code is 1000 to 4999"],
    ['x-limits:', 'x-limit:', 'openapi.yaml@x-limit x-limit is not supported here'],
  ])('%s → %s', (from, to, expected) => {
    expect(complaints(from, to)).toContain(expected);
  });

  test('one run shows every mistake', () => {
    const { openapi, asyncapi } = changed('operationId: getThing', 'operationId: thing');
    const worse = openapi.replace('operationId: createThing', 'operationId: thing');
    expect(() => readModel(parseSources(worse, asyncapi))).toThrow(/^openapi\.yaml:33:7 .*\nopenapi\.yaml:58:7 .*$/);
  });

  test('the sample itself is in order', () => {
    expect(complaints('RT1', 'RT1')).toBe('none');
  });
});
