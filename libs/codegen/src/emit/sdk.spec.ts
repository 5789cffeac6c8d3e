import { sampleModel } from '../testing/sample.js';
import { emitApiMd } from './api-md.js';
import { emitCalls } from './calls.js';
import { emitResources } from './resources.js';
import { emitShapes } from './shapes.js';

const model = sampleModel();

describe('the resources of the SDK', () => {
  test('a method without a result', () => {
    expect(emitResources(model)).toContain(
      '  delete(input: DeleteThingInput, options?: RequestOptions): ApiPromise<void> {',
    );
  });

  test('a method has its docs, its input and its result', () => {
    expect(emitResources(model)).toContain(`  /**
   * Create a thing.
   *
   * Only one at a time.
   *
   * \`POST /things\`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} thing_not_found (404)
   */
  create(input: CreateThingInput, options?: RequestOptions): ApiPromise<Thing> {
    return this.transport.request<Thing>('createThing', input, options);
  }`);
  });

  test('an input that may be empty may be left out; 204 gives undefined', () => {
    const text = emitResources(model);
    expect(text).toContain('  list(input: ListThingsInput = {}, options?: RequestOptions): ApiPromise<ThingList> {');
    expect(text).toContain(
      '`GET /things/{id}`. Undefined when the answer is 204. Resolves when the answer is 503, too.',
    );
    expect(text).toContain('  get(input: GetThingInput, options?: RequestOptions): ApiPromise<Name | undefined> {');
    expect(text).toContain('    this.things = new ThingsResource(transport);');
  });

  test('a list that is answered page by page', () => {
    expect(emitResources(model)).toContain(
      '   * Awaited it is one page; `for await` walks the `handles` of all pages, ',
    );
    expect(emitResources(model))
      .toContain(` towards older ones, newest first; with \`after\` in the order of the answers.
   *
   * \`GET /parts\`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} no_parts (409)
   */
  listParts(input: ListPartsInput = {}, options?: RequestOptions): PagePromise<HandleList, Handle> {
    return this.transport.pages<HandleList, Handle>('listParts', input, options);
  }`);
  });
});

describe('api.md', () => {
  test('api.md lists every method, event, frame, type and error', () => {
    const text = emitApiMd(model);
    expect(text).toContain(`#### \`client.things.create(input, options?)\`

Create a thing. \`POST /things\`; needs the admin token or the session of a user who is owner.

Only one at a time.

- \`name\`: \`string\`. A name in small letters. Short. 1 to 8 characters.
- \`note\`: \`string | null\`, optional. At most 9 bytes.
- \`colour\`: \`Colour\`, optional
- \`labels\`: \`string[]\`, optional. At most 2 items. No item twice. Each: At least 2 characters.
- \`parts\`: \`Part[]\`. At least 1 item.
- \`main\`: \`Part\`, optional

Resolves with [\`Thing\`](#thing).

Rejects with \`invalid_request\`, \`thing_not_found\`.`);
    expect(text).toContain('#### `client.things.list(input?, options?)`\n\nList things. `GET /things`; for anyone.');
    expect(text).toContain('- `limit`: `number`. How many. At least 1. Default 10.');
    expect(text).toContain('Resolves with `string`, or undefined, with status 503 too.');
    expect(text).toContain('Awaited it is one page; `for await` walks the `handles`');
    expect(text).toContain(
      '### `thing.moved`\n\nA thing moved. It moved.\n\nType `ThingMoved`:\n\n- `name`: `string`.',
    );
    expect(text).toContain('Answered with `error` events: `bad_frame`, `thing_not_found`.');
    expect(text).toContain('### Thing\n\nA box or a ball.\n\n`Box | Ball`');
    expect(text).toContain('| `bad_frame` | event | bad frame |');
    expect(text).toContain('| 1001 | `going_away` | yes | The server stops. |');
  });
});

test('calls hold what a client has to know, and nothing that only a server does', () => {
  const text = emitCalls(model);
  expect(text).toContain(`  getThing: {
    method: 'GET',
    path: '/things/{id}',
    answer: 'string',
    isText: true,
    noContent: true,
    otherStatus: 503,
    params: [{ name: 'id', in: 'path' }],
    retryable: true,
  },\n`);
  expect(text).toContain(`    answer: 'ThingList',\n`);
});

test('shapes are the types of what servers send, and of nothing else', () => {
  const text = emitShapes(model);
  expect(text).toContain(`> = {
  ThingList: 'things:object[] counts:number{}',
  Handle: 'token since',
  HandleList: 'handles:Handle[] has_more:boolean next',
};`);
  expect(text).toContain(`  'thing.moved': 'name',\n`);
});
