import { parseSources } from '../load.js';
import { readModel } from '../read/model.js';
import { sampleModel, sampleSources } from '../testing/sample.js';
import { emitDtos } from './dtos.js';
import { emitErrors } from './errors.js';
import { emitFrames } from './frames.js';
import { emitLimits, emitLimitValues } from './limits.js';
import { emitOperations } from './operations.js';
import { emitRules } from './rules.js';
import { emitSchemas } from './schemas.js';
import { BANNER } from './text.js';

const model = sampleModel();

describe('DTO classes', () => {
  const text = emitDtos(model);

  test('a nested object comes before what needs it', () => {
    expect(text.indexOf('export class Part ')).toBeLessThan(text.indexOf('export class CreateThing '));
  });

  test.each([
    [
      'a referred scalar',
      `  /** A name in small letters. Short. 1 to 8 characters. */
  @Matches(/^[a-z/]+$/u, { message: '$property is not valid: A name in small letters' })
  @MaxCharacters(8)
  @MinCharacters(1)
  @IsString()
  @Required()
  name: string;`,
    ],
    [
      'optional and nullable',
      `  /** At most 9 bytes. */\n  @Optional()\n  @Nullable()\n  @MaxBytes(9)\n  @IsString()\n  note?: string | null;`,
    ],
    ['an enum', `  @Optional()\n  @IsIn(['red', 'green'])\n  @IsString()\n  colour?: Colour;`],
    [
      'a list of scalars',
      `  /** At most 2 items. No item twice. Each: At least 2 characters. */
  @Optional()
  @MinCharacters(2, { each: true })
  @IsString({ each: true })
  @UniqueItems()
  @ArrayMaxSize(2)
  @IsArray()
  labels?: string[];`,
    ],
    [
      'a list of objects',
      `  /** At least 1 item. */
  @Type(() => Part)
  @ValidateNested({ each: true })
  @IsPlainObject({ each: true })
  @ArrayMinSize(1)
  @IsArray()
  @Required()
  parts: Part[];`,
    ],
    ['an object', `  @Optional()\n  @Type(() => Part)\n  @ValidateNested()\n  @IsPlainObject()\n  main?: Part;`],
    ['a number', `  /** 0.5 to 9. */\n  @Max(9)\n  @Min(0.5)\n  @IsNumber({})\n  @Required()\n  size: number;`],
    [
      'a parameter with a default',
      `  /** How many. At least 1. Default 10. */\n  @Optional()\n  @Min(1)\n  @IsInt()\n  limit: number;`,
    ],
    ['a constant', `  @Equals('thing.move')\n  @IsString()\n  @Required()\n  type: 'thing.move';`],
  ])('%s', (_, want) => {
    expect(text).toContain(`${want}\n`);
  });
});

describe('operations', () => {
  const text = emitOperations(model);

  test.each([
    `  listThings: { input: ListThingsInput & Required<Pick<ListThingsInput, 'limit'>>; output: ThingList };`,
    `  createThing: { input: CreateThingInput; output: Thing };`,
    `  getThing: { input: GetThingInput; output: Name | undefined };`,
    `  deleteThing: { input: DeleteThingInput; output: undefined };`,
  ])('input and output: %s', (want) => {
    expect(text).toContain(want);
  });

  test('the spec of an operation', () => {
    expect(text).toContain(`  getThing: {
    method: 'GET',
    path: '/things/{id}',
    status: 200,
    noContent: true,
    otherStatus: 503,
    responseType: 'text',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'id', in: 'path', type: 'string' }],
    paramsSchema: 'GetThingParams',
    errors: ['thing_not_found'],
    retryable: true,
  },\n`);
  });

  test('an operation without content, which ends the session', () => {
    expect(text).toContain(`    status: 204,
    responseType: 'none',
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'id', in: 'path', type: 'string' }],
    paramsSchema: 'DeleteThingParams',
    maxBodyBytes: 64,
    errors: ['thing_not_found'],
    endsSession: true,
  },\n`);
  });

  test.each([
    `    security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['owner'] }],\n`,
    `    body: 'RenameThing',
    maxBodyBytes: 76,
    maxBodyParts: 17,
    errors: ['thing_not_found'],
    retryable: true,
    setsToken: true,\n`,
    `    pages: { items: 'handles', more: 'has_more', steps: [{ towards: 'older', parameter: 'before', `,
  ])('%s', (want) => {
    expect(text).toContain(want);
  });
});

describe('frames', () => {
  const text = emitFrames(model);

  test.each([
    `  'thing.move': { schema: 'MoveThing', errors: ['bad_frame', 'thing_not_found'] },`,
    `export interface ClientFrames {\n  /** Moves it (RT1). */\n  'thing.move': MoveThing;\n}`,
    `export interface ServerFrames {\n  /** It moved. */\n  'thing.moved': ThingMoved;\n}`,
    `export const signalFrameTypes = [\n  'thing.move',\n]`,
    `export const serverFrameTypes = [\n  'thing.moved',\n]`,
    `  moveThing(caller: C, frame: MoveThing): void | Promise<void>;`,
    `export const retiredFrameTypes = {\n  'thing.throw': 'bad_frame',\n}`,
    `export const realtimePath = '/ws';`,
    `  /** The server stops. */\n  1001: { name: 'going_away', reconnect: true },`,
  ])('%s', (want) => {
    expect(text).toContain(want);
  });
});

describe('tables', () => {
  test('errors', () => {
    const text = emitErrors(model);
    expect(text).toContain(`  thing_not_found: { status: 404, frame: true, message: 'not found' },`);
    expect(text).toContain(`  bad_frame: { status: null, frame: true, passes: true, message: 'bad frame' },`);
  });

  test('limits', () => {
    const text = emitLimits(model);
    expect(emitLimitValues(model)).toContain(`/** How many there may be. In things. */\nexport const maxThings = 3;\n`);
    expect(text).toContain(`export * as limits from './limit-values.js';`);
    expect(text).toContain(`export const NamePattern = /^[a-z/]+$/u;`);
    expect(text).toContain(`export const maxItems = {\n  CreateThing: { labels: 2 },\n}`);
    const { openapi, asyncapi } = sampleSources();
    const larger = openapi.text.replace('maxLength: 8,', 'x-max-bytes: 8,');
    expect(emitLimits(readModel(parseSources(larger, asyncapi.text)))).toContain(
      `export const maxBytes = {\n  Name: 8,\n}`,
    );
  });

  test('schemas refer to one another within one document, and keep x-max-bytes', () => {
    const text = emitSchemas(model);
    expect(text).toContain(
      `GetThingParams: { type: 'object', additionalProperties: false, required: ['id'], properties: { id: { '$ref': `,
    );
    expect(text).toContain(`note: { type: ['string', 'null'], 'x-max-bytes': 9 }`);
    expect(text).toContain(`limit: { type: 'integer', minimum: 1, default: 10 }`);
    expect(text).not.toMatch(/description|openapi\.yaml#/);
  });

  test('rules', () => {
    expect(emitRules(model)).toContain(`  RT1: 'Everyone hears of it.',`);
  });

  test('every file has the banner', () => {
    for (const emit of [emitDtos, emitErrors, emitFrames, emitLimits, emitOperations, emitRules, emitSchemas]) {
      expect(emit(model).startsWith(`${BANNER}\n`)).toBe(true);
    }
  });
});
