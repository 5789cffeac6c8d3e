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

  /** What the linter says of the sample with one text changed. */
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
      /^openapi\.yaml:41:\d+ the example does not keep CreateThing: \/name must be string$/,
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
      'an example of a frame',
      '{ type: thing.moved, name: box }',
      '{ type: thing.moved }',
      /^asyncapi\.yaml:\d+:\d+ the example does not keep ThingMoved: must have required property 'name'$/,
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
      /^asyncapi\.yaml:12:\d+ .*\(struct\)$/m,
    ],
  ])('%s', async (_, from, to, expected) => {
    expect(await complaints(from, to)).toMatch(expected);
  });
});
