import { sampleModel } from '../testing/sample.js';
import { emitDtos } from './dtos.js';
import { emitFrames } from './frames.js';
import { emitModels } from './models.js';
import { emitOperations } from './operations.js';
import { emitErrors, emitLimits, emitSchemas } from './tables.js';
import { BANNER } from './text.js';

const model = sampleModel();

/** The declaration that begins with this text, up to the next blank line at the margin. */
function part(text: string, start: string): string {
  const from = text.indexOf(start);
  if (from < 0) throw new Error(`no ${start} in\n${text}`);
  return (
    text
      .slice(from)
      .split(/\n\n(?=\S)/)[0]
      ?.trimEnd() ?? ''
  );
}

describe('DTO classes', () => {
  const text = emitDtos(model);

  test('a nested object comes before what needs it', () => {
    expect(text.indexOf('export class Part ')).toBeLessThan(text.indexOf('export class CreateThing '));
  });

  test.each([
    [
      'a referred scalar',
      `  /** A name in small letters. Short. */
  @Matches(/^[a-z/]+$/u, { message: '$property is not valid: A name in small letters' })
  @MaxCharacters(8)
  @MinCharacters(1)
  @IsString()
  @Required()
  name: string;`,
    ],
    ['optional and nullable', `  @Optional()\n  @Nullable()\n  @MaxBytes(9)\n  @IsString()\n  note?: string | null;`],
    ['an enum', `  @Optional()\n  @IsIn(['red', 'green'])\n  @IsString()\n  colour?: Colour;`],
    [
      'a list of scalars',
      `  @Optional()
  @MinCharacters(2, { each: true })
  @IsString({ each: true })
  @UniqueItems()
  @ArrayMaxSize(2)
  @IsArray()
  labels?: string[];`,
    ],
    [
      'a list of objects',
      `  @Type(() => Part)
  @ValidateNested({ each: true })
  @IsPlainObject({ each: true })
  @ArrayMinSize(1)
  @IsArray()
  @Required()
  parts: Part[];`,
    ],
    ['an object', `  @Optional()\n  @Type(() => Part)\n  @ValidateNested()\n  @IsPlainObject()\n  main?: Part;`],
    ['a number', `  @Max(9)\n  @Min(0.5)\n  @IsNumber({})\n  @Required()\n  size: number;`],
    ['a parameter with a default', `  /** How many. */\n  @Optional()\n  @Min(1)\n  @IsInt()\n  limit: number;`],
    ['a constant', `  @Equals('thing.move')\n  @IsString()\n  @Required()\n  type: 'thing.move';`],
  ])('%s', (_, want) => {
    expect(text).toContain(`${want}\n`);
  });
});

describe('models', () => {
  const text = emitModels(model);

  test.each([
    [
      'export interface Box ',
      `export interface Box {\n  kind: 'box';\n  /** A name in small letters. Short. */\n  name: string;\n  note: string | null;\n}`,
    ],
    ['export interface Ball ', `export interface Ball {\n  kind: 'ball';\n  colour?: Colour;\n}`],
    [
      'export interface ThingList ',
      `export interface ThingList {\n  things: Thing[];\n  counts: Record<string, number>;\n}`,
    ],
    ['export type Thing ', 'export type Thing = Box | Ball;'],
    ['export type Colour ', `export type Colour = 'red' | 'green';`],
  ])('%s', (start, want) => {
    expect(part(text, start)).toBe(want);
  });

  test('what is a DTO class is not declared again', () => {
    expect(text).not.toMatch(/(interface|type) (CreateThing|Part|MoveThing)\b/);
  });
});

describe('operations', () => {
  const text = emitOperations(model);

  test('inputs and outputs', () => {
    expect(text).toContain(`  listThings: { input: ListThingsParams; output: ThingList };`);
    expect(text).toContain(`  createThing: { input: CreateThing; output: Thing };`);
    expect(text).toContain(`  getThing: { input: GetThingParams; output: Name | undefined };`);
    expect(text).toContain(`  renameThing: { input: RenameThingParams & RenameThing; output: Handle };`);
    expect(text).toContain(`  deleteThing: { input: DeleteThingParams; output: undefined };`);
    expect(text).toContain(`export type Role = 'owner';`);
  });

  test('the spec of an operation', () => {
    expect(text).toContain(`  getThing: {
    id: 'getThing',
    method: 'GET',
    path: '/things/{id}',
    status: 200,
    noContent: true,
    security: [{ scheme: 'bearerAuth', roles: [] }],
    params: [{ name: 'id', in: 'path', type: 'string' }],
    body: null,
    paramsSchema: 'GetThingParams',
    errors: ['thing_not_found'],
  },\n`);
  });

  test('security is any of its alternatives', () => {
    expect(text).toContain(`security: [{ scheme: 'adminToken' }, { scheme: 'bearerAuth', roles: ['owner'] }],`);
  });
});

describe('frames', () => {
  const text = emitFrames(model);

  test.each([
    `  'thing.move': { schema: 'MoveThing' },`,
    `export interface InboundFrames {\n  /** Moves it (RT1). */\n  'thing.move': MoveThing;\n}`,
    `export interface OutboundFrames {\n  /** It moved. */\n  'thing.moved': ThingMoved;\n}`,
    `  moveThing(caller: C, frame: MoveThing): void | Promise<void>;`,
    `export const retiredFrameTypes = {\n  'thing.throw': 'bad_frame',\n}`,
    `  1001: { name: 'going_away', reconnect: true, description: 'The server stops.' },`,
  ])('%s', (want) => {
    expect(text).toContain(want);
  });
});

describe('tables', () => {
  test('errors', () => {
    const text = emitErrors(model);
    expect(text).toContain(`  thing_not_found: { status: 404, frame: true, message: 'not found' },`);
    expect(text).toContain(`  bad_frame: { status: null, frame: true, message: 'bad frame' },`);
  });

  test('limits', () => {
    expect(emitLimits(model)).toContain(`  /** How many there may be. In things. */\n  maxThings: 3,`);
  });

  test('schemas refer to one another within one document, and keep x-max-bytes', () => {
    const text = emitSchemas(model);
    expect(text).toContain(
      `GetThingParams: { type: 'object', additionalProperties: false, required: ['id'], properties: { id: { '$ref': '#/$defs/Name' } } },`,
    );
    expect(text).toContain(`note: { type: ['string', 'null'], 'x-max-bytes': 9 }`);
    expect(text).toContain(`limit: { type: 'integer', minimum: 1, default: 10 }`);
    expect(text).not.toMatch(/description|openapi\.yaml#/);
  });

  test('every file has the banner', () => {
    for (const emit of [emitDtos, emitModels, emitOperations, emitFrames, emitErrors, emitLimits, emitSchemas]) {
      expect(emit(model).startsWith(`${BANNER}\n`)).toBe(true);
    }
  });
});
