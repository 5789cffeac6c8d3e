import { sampleModel, sampleSources } from '../testing/sample.js';
import { emitSdkApi } from './sdk-api.js';
import { emitSdkFrames } from './sdk-frames.js';
import { emitResources, emitSdkOperations } from './sdk-operations.js';
import { emitAsyncapiTypes, emitOpenapiTypes, emitSdkTypes } from './sdk-types.js';

const model = sampleModel();

describe('SDK', () => {
  test.each([
    [
      `  listThings: { method: 'GET', path: '/things', query: ['limit', 'all'], pathParams: [], hasBody: false, status: 200, responseType: 'json', setsToken: false, retryable: true, auth: [] },`,
    ],
    [
      `  createThing: { method: 'POST', path: '/things', query: [], pathParams: [], hasBody: true, status: 201, responseType: 'json', setsToken: false, retryable: false, auth: ['admin', 'bearer'] },`,
    ],
    [
      `  getThing: { method: 'GET', path: '/things/{id}', query: [], pathParams: ['id'], hasBody: false, status: 200, responseType: 'text', setsToken: false, retryable: true, auth: ['bearer'] },`,
    ],
    [
      `export interface OperationErrors {\n  listThings: 'invalid_request';\n  createThing: 'invalid_request' | 'thing_not_found';`,
    ],
  ])('operations: %s', (want) => {
    expect(emitSdkOperations(model)).toContain(want);
  });

  test('an operation with parameters and a body', () => {
    expect(emitSdkOperations(model)).toContain(
      `  renameThing: { method: 'PATCH', path: '/things/{id}', query: [], pathParams: ['id'], hasBody: true, status: 200, responseType: 'json', setsToken: true, retryable: true, auth: ['bearer'] },`,
    );
    expect(emitSdkTypes(model)).toContain(
      `export type RenameThingInput = NonNullable<operations['renameThing']['parameters']['path']> & RenameThing;`,
    );
  });

  test('an operation without content, which ends the session', () => {
    expect(emitSdkOperations(model)).toContain(
      `status: 204, responseType: 'none', setsToken: false, endsSession: true, retryable: false`,
    );
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
    expect(text).toContain('  get(input: GetThingInput, options?: RequestOptions): ApiPromise<Name | undefined> {');
    expect(text).toContain('    this.things = new ThingsResource(transport);');
  });

  test('a list that is answered page by page', () => {
    expect(emitSdkOperations(model)).toContain(
      `pages: { items: 'handles', more: 'has_more', steps: [{ towards: 'older', parameter: 'before', field: 'token' }, { towards: 'newer', parameter: 'after', field: 'token' }] } },`,
    );
    expect(emitResources(model))
      .toContain(`   * Awaited it is one page; \`for await\` walks the \`handles\` of all pages, towards older ones, newest first; with \`after\` in the order of the answers.
   *
   * \`GET /parts\`.
   *
   * @throws {ApiError} invalid_request (400)
   */
  listParts(input: ListPartsInput = {}, options?: RequestOptions): PagePromise<HandleList, Handle> {
    return this.transport.pages<HandleList, Handle>('listParts', input, options);
  }`);
  });

  test('types have their names in the contract', () => {
    const text = emitSdkTypes(model);
    expect(text).toContain(`/** A box or a ball. */\nexport type Thing = components['schemas']['Thing'];`);
    expect(text).toContain(`export type ThingMoved = realtime['schemas']['ThingMoved'];`);
    expect(text).toContain(`export type GetThingInput = NonNullable<operations['getThing']['parameters']['path']>;`);
    expect(text).toContain(`export type CreateThingInput = CreateThing;`);
  });

  test('openapi-typescript reads both files', async () => {
    expect(await emitOpenapiTypes(sampleSources())).toMatch(/Box: \{\s+\/\*\* @constant \*\/\s+kind: "box";/);
    const realtime = await emitAsyncapiTypes(sampleSources(), model);
    expect(realtime).toMatch(/ThingMoved: \{[^}]+name: components\["schemas"\]\["Name"\];/);
    expect(realtime).not.toContain('ThingList');
  });

  test('the page for people tells every method, event, frame, type and error', () => {
    const text = emitSdkApi(model);
    expect(text).toContain(`#### \`client.things.create(input, options?)\`

Create a thing. \`POST /things\`; needs the admin token or the session of a user who is owner.

Only one at a time.

- \`name\`: \`string\`. A name in small letters. Short.
- \`note\`: \`string | null\`, optional
- \`colour\`: \`Colour\`, optional
- \`labels\`: \`string[]\`, optional
- \`parts\`: \`Part[]\`
- \`main\`: \`Part\`, optional

Resolves with [\`Thing\`](#thing).

Rejects with \`invalid_request\`, \`thing_not_found\`.`);
    expect(text).toContain('#### `client.things.list(input?, options?)`\n\nList things. `GET /things`; for anyone.');
    expect(text).toContain('- `limit`: `number`, default 10. How many.');
    expect(text).toContain('Resolves with `string`, or undefined.');
    expect(text).toContain('Awaited it is one page; `for await` walks the `handles`');
    expect(text).toContain(
      '### `thing.moved`\n\nA thing moved. It moved.\n\nType `ThingMoved`:\n\n- `name`: `string`.',
    );
    expect(text).toContain('Answered with `error` events: `bad_frame`, `thing_not_found`.');
    expect(text).toContain('### Thing\n\nA box or a ball.\n\n`Box | Ball`');
    expect(text).toContain('| `bad_frame` | event | bad frame |');
    expect(text).toContain('| 1001 | `going_away` | yes | The server stops. |');
  });

  test('frames', () => {
    expect(emitSdkFrames(model)).toContain(
      `export interface ServerFrames {\n  /** It moved. */\n  'thing.moved': ThingMoved;\n}`,
    );
    expect(emitSdkFrames(model)).toContain(`export const serverFrameTypes = [\n  'thing.moved',\n]`);
  });
});
