import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSources } from '../load.js';
import { changed } from '../testing/sample.js';
import { lintContract } from './lint.js';

describe('contract:lint', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lint-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** What the linter says about the sample with one text changed. */
  async function complaints(from: string, to: string): Promise<string> {
    const { openapi, asyncapi } = changed(from, to);
    writeFileSync(join(root, 'openapi.yaml'), openapi);
    writeFileSync(join(root, 'asyncapi.yaml'), asyncapi);
    return lintContract(root, loadSources(root)).then(
      () => 'none',
      (error: unknown) => (error as Error).message,
    );
  }

  test('the sample is in order', async () => {
    expect(await complaints('RT1', 'RT1')).toBe('none');
  });

  test.each([
    [
      'nullable',
      "note: { type: [string, 'null'], x-max-bytes: 9 }",
      'note: { type: string, nullable: true }',
      /^openapi\.yaml:\d+:\d+ nullable is not supported in a schema$/,
    ],
    [
      'an example of the wrong type',
      'value: { name: box, parts',
      'value: { name: 1, parts',
      /^openapi\.yaml:46:\d+ the example does not keep CreateThing: \/name must be string$/,
    ],
    [
      'an example with too many bytes',
      'value: { name: box, parts',
      "value: { note: '0123456789', name: box, parts",
      /CreateThing: \/note/,
    ],
    [
      'an example of a parameter',
      'example: box',
      'example: BOX',
      /^openapi\.yaml:\d+:\d+ the example does not keep GetThingParams\/properties\/id: must match pattern/,
    ],
    [
      'an example of an answer',
      'value: { kind: box, name',
      'value: { kind: cube, name',
      /the example does not keep Thing/,
    ],
    [
      'an example of an error',
      'value: { error: bad }',
      'value: { errors: bad }',
      /the example does not keep Problem: must have required property 'error'/,
    ],
    [
      'an example of an error that is written in place',
      'value: { error: wrong }',
      'value: { errors: wrong }',
      /the example does not keep Problem: must have required property 'error'/,
    ],
    [
      'an example of a frame',
      '{ type: thing.moved, name: box }',
      '{ type: thing.moved }',
      /^asyncapi\.yaml:\d+:\d+ the example does not keep ThingMoved: must have required property 'name'$/,
    ],
    [
      'an example of a schema',
      'description: A name in small letters. Short. }',
      'description: A name in small letters. Short., examples: [box, BOX] }',
      /^openapi\.yaml:\d+:\d+ the example does not keep Name: must match pattern "\^\[a-z\/\]\+\$"$/,
    ],
    [
      'an example of a field',
      'size: { type: number, minimum: 0.5, maximum: 9 }',
      'size: { type: number, minimum: 0.5, maximum: 9, examples: [10] }',
      /^openapi\.yaml:\d+:\d+ the example does not keep Part\/properties\/size: must be <= 9$/,
    ],
    [
      'an example of a list’s items',
      'items: { type: string, minLength: 2 }',
      'items: { type: string, minLength: 2, examples: [a] }',
      /^openapi\.yaml:\d+:\d+ the example does not keep CreateThing\/properties\/labels\/items: must NOT have fewer/,
    ],
    [
      'an example of a map’s values',
      'additionalProperties: { type: integer }',
      'additionalProperties: { type: integer, examples: [1.5] }',
      /^openapi\.yaml:\d+:\d+ the example does not keep ThingList\/properties\/counts\/additionalProperties: must be/,
    ],
    [
      'an example of a parameter’s schema',
      'minimum: 1, default: 10 }',
      'minimum: 1, default: 10, examples: [0] }',
      /^openapi\.yaml:\d+:\d+ the example does not keep ListThingsParams\/properties\/limit: must be >= 1$/,
    ],
    [
      'examples of parameters that exclude each other',
      'parameters:\n        - { name: before, in: query,',
      'x-at-most-one-of: [before, after]\n      parameters:\n        - { name: before, in: query, example: x,',
      /^openapi\.yaml:\d+:7 none of them takes an example$/,
    ],
    [
      'a rate without its answer',
      'summary: List parts',
      'x-rate: { perMinute: 6, burst: 3 }\n      summary: List parts',
      /^openapi\.yaml:\d+:7 the operation has to list rate_limited \(429\)$/,
    ],
    [
      'an example that is not a time',
      "since: '2026-03-01T09:30:00.000Z'",
      'since: yesterday',
      /^openapi\.yaml:\d+:\d+ the example does not keep Handle: \/since must match format "date-time"$/,
    ],
    [
      'no example',
      'examples: { box: { value: box } }',
      'examples: {}',
      /^openapi\.yaml:\d+:\d+ an example is missing$/,
    ],
    [
      'an unused component',
      'Colour: {',
      'Unused: { type: string }\n    Colour: {',
      /^openapi\.yaml:\d+:5 nothing uses Unused$/,
    ],
    [
      'a reference to elsewhere',
      'bearerAuth: { type: http, scheme: bearer }',
      "bearerAuth: { $ref: 'https://example.org/x.yaml#/y' }",
      /^openapi\.yaml:\d+:\d+ https:\/\/example\.org\/x\.yaml#\/y: only #/,
    ],
    ['an unknown rule', '(RT1)', '(RT9)', /^asyncapi\.yaml:\d+:\d+ there is no rule RT9$/],
    [
      'OpenAPI: a wrong field of info',
      'info: { title: Sample, version: 1.0.0, license: { name: MIT, identifier: MIT } }',
      'info: { title: Sample, version: 1.0.0, licence: MIT }',
      /^openapi\.yaml:2:\d+ .*licence.*\(struct\)$/m,
    ],
    [
      'OpenAPI: an unknown security scheme',
      'adminToken: { type: apiKey',
      'token: { type: apiKey',
      /^openapi\.yaml:\d+:\d+ .*adminToken.*\(security-defined\)$/m,
    ],
    [
      'AsyncAPI: a wrong field of a channel',
      'address: /ws',
      'address: /ws\n    title: [/ws]',
      /^asyncapi\.yaml:15:\d+ .*\(struct\)$/m,
    ],
  ])('%s', async (_, from, to, expected) => {
    expect(await complaints(from, to)).toMatch(expected);
  });
});
