import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSources } from '../load.js';
import type { Model } from '../model.js';
import { readModel } from '../read/model.js';
import { sampleModel } from '../testing/sample.js';
import { ASYNCAPI } from '../testing/sample-asyncapi.js';
import { OPENAPI } from '../testing/sample-openapi.js';
import { featureOf } from './feature.js';
import { insertImport, insertLast } from './insert.js';
import { featureFiles, scaffold } from './scaffold.js';
import { camel, kebab, singular, snake } from './words.js';

const TIME = 1795700000000;

/** The sample with the feature `toolBoxes`, which keeps rows of every kind. */
function modelWithBoxes(): Model {
  const operation = `  /boxes:
    post:
      operationId: createBox
      x-sdk-method: create
      tags: [toolBoxes]
      summary: Create a box
      security: [{ bearerAuth: [] }]
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/CreateBox' }
            examples: { red: { value: { label: red, thing_id: one } } }
      responses:
        '201':
          description: The box.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/ToolBox' }
              examples: { red: { value: { id: one, thing_id: two, label: red, text: x, is_open: true, size: 3,
                made_at: '2026-03-01T09:30:00.000Z' } } }
        '400': { $ref: '#/components/responses/Invalid' }
        '404': { $ref: '#/components/responses/Missing' }
  /things:
`;
  const schemas = `  schemas:
    ToolBox:
      type: object
      required: [id, thing_id, label, text, is_open, size, made_at]
      properties:
        id: { type: string }
        thing_id: { type: string }
        label: { type: string, maxLength: 40 }
        text: { type: string }
        is_open: { type: boolean }
        size: { type: integer }
        made_at: { type: string, format: date-time }
        emptied_at: { type: [string, 'null'], format: date-time }
        parts: { type: array, items: { $ref: '#/components/schemas/Name' } }
    CreateBox:
      type: object
      additionalProperties: false
      required: [label, thing_id]
      properties:
        label: { type: string, maxLength: 40 }
        thing_id: { type: string }
`;
  const openapi = OPENAPI.replace('tags:\n', 'tags:\n  - { name: toolBoxes, description: Boxes. }\n')
    .replace('  /things:\n', operation)
    .replace('  schemas:\n', schemas);
  return readModel(parseSources(openapi, ASYNCAPI));
}

const boxFiles = () => {
  const model = modelWithBoxes();
  return featureFiles(featureOf(model, 'toolBoxes'), model, TIME);
};

test.each([
  ['bookmarks', 'bookmark'],
  ['entries', 'entry'],
  ['boxes', 'box'],
  ['toolBoxes', 'toolBox'],
  ['address', 'address'],
  ['presence', 'presence'],
])('%s → %s', (plural, one) => {
  expect(singular(plural)).toBe(one);
});

test('names in the ways of folders, tables and fields', () => {
  expect([kebab('toolBoxes'), snake('toolBoxes'), camel('made_at')]).toEqual(['tool-boxes', 'tool_boxes', 'madeAt']);
});

describe('what is stored', () => {
  test('is the schema named like the tag in the singular, a column for each of its scalar fields', () => {
    const { stored } = featureOf(modelWithBoxes(), 'toolBoxes');
    expect(stored).toMatchObject({ schema: 'ToolBox', file: 'tool-box', variable: 'toolBox', table: 'tool_boxes' });
    expect(stored?.columns).toEqual([
      { name: 'id', kind: 'id', isNullable: false, isPrimary: true },
      { name: 'thing_id', kind: 'id', isNullable: false, isPrimary: false, refersTo: 'things' },
      { name: 'label', kind: 'varchar', length: 40, isNullable: false, isPrimary: false },
      { name: 'text', kind: 'text', isNullable: false, isPrimary: false },
      { name: 'is_open', kind: 'flag', isNullable: false, isPrimary: false },
      { name: 'size', kind: 'integer', isNullable: false, isPrimary: false },
      { name: 'made_at', kind: 'time', isNullable: false, isPrimary: false },
      { name: 'emptied_at', kind: 'time', isNullable: true, isPrimary: false },
    ]);
  });

  test('is nothing without such a schema: then there is no table and no file about one', () => {
    const model = sampleModel();
    const feature = featureOf(model, 'things');
    expect(feature.stored).toBeNull();
    expect([...featureFiles(feature, model, TIME).keys()]).toEqual([
      'apps/server/src/things/things.module.ts',
      'apps/server/src/things/things.controller.ts',
      'apps/server/src/things/things.service.ts',
      'apps/server/src/things/things.events.ts',
      'test/plans/things.ts',
      'test/e2e/things.spec.ts',
      'libs/sdk/src/testing/features/things.ts',
    ]);
  });

  test('has an entity, a migration and a mapper that agree', () => {
    const files = boxFiles();
    const home = 'apps/server/src/tool-boxes';
    expect(files.get(`${home}/tool-box.entity.ts`)).toContain(
      `  @ForeignKey('things', { name: 'fk_tool_boxes_thing', onDelete: 'CASCADE' })
  @Index('tool_boxes_thing')
  @Column({ name: 'thing_id', type: 'varchar', length: 36 })
  thingId: string;
`,
    );
    const migration = files.get(`${home}/migrations/${TIME}-tool-boxes.ts`);
    expect(migration).toContain(`export class ToolBoxes${TIME} implements MigrationInterface`);
    expect(migration).toContain(
      `varchar('label', 40), text('text'), flag('is_open'), integer('size'), time('made_at'), `,
    );
    expect(migration).toContain(`time('emptied_at', nullable)`);
    expect(migration).toContain(`foreignKey('fk_tool_boxes_thing', 'thing_id', 'things', 'CASCADE')`);
    expect(files.get(`${home}/tool-box.mapper.ts`)).toContain(
      '    made_at: toolBox.madeAt.toISOString(),\n    emptied_at: toolBox.emptiedAt?.toISOString() ?? null,\n',
    );
  });
});

describe('the methods of controller and service', () => {
  const text = (file: string) => {
    const model = sampleModel();
    return featureFiles(featureOf(model, 'things'), model, TIME).get(`apps/server/src/things/things.${file}.ts`) ?? '';
  };

  test.each([
    [
      'a public operation knows no caller, and its defaults are filled in',
      `list(@Input() input: OperationInput<'listThings'>)`,
    ],
    ['nor does one that the admin token opens', 'create(@Input() input: CreateThingInput): Promise<Thing>'],
    [
      'an answer may be missing',
      '(@Caller() caller: Caller, @Input() input: GetThingInput): Promise<Name | undefined>',
    ],
    ['204 is undefined', 'delete(@Caller() caller: Caller, @Input() input: DeleteThingInput): Promise<undefined>'],
  ])('%s', (_, signature) => {
    expect(text('controller')).toContain(signature);
    expect(text('service')).toContain(signature.replace(/@\w+\(\) /g, ''));
  });

  test('say which errors are theirs', () => {
    expect(text('service')).toContain('@throws {DialtoneError} `thing_not_found`');
  });
});

test('test plans take from the world what it has, and name every answer', () => {
  const plans = boxFiles().get('test/plans/toolBoxes.ts') ?? '';
  expect(plans).toContain(`'createBox 201': (world) => ({ as: world.member, body: { thing_id: 'unknown' } })`);
  expect(plans).toContain(`'createBox 404 thing_not_found': `);
});

test('an event is a class with the fields of its frame', () => {
  const model = sampleModel();
  const events = featureFiles(featureOf(model, 'things'), model, TIME).get('apps/server/src/things/things.events.ts');
  expect(events).toContain('export class ThingMoved {\n  static readonly isShared = true;\n');
  expect(events).toContain('    readonly name: string,\n');
});

describe('insertion', () => {
  const file = `import { a } from 'a';\nimport { c } from './c.js';\n\nexport const LIST = [\n  c,\n];\nconst other = [];\n`;

  test('an import takes its place by its path', () => {
    expect(insertImport(file, `import { b } from './b.js';`)).toContain(
      `'a';\nimport { b } from './b.js';\nimport { c }`,
    );
    expect(insertImport(file, `import { d } from './d.js';`)).toContain(`'./c.js';\nimport { d } from './d.js';\n\n`);
  });

  test('an entry comes last in its list, and only in that', () => {
    expect(insertLast(file, 'export const LIST', '];', '  d,')).toBe(file.replace('  c,\n', '  c,\n  d,\n'));
    expect(insertLast(file, 'export const NONE', '];', '  d,')).toBeNull();
  });
});

describe('on the disk', () => {
  let root: string;
  const APP = 'apps/server/src/app.module.ts';
  const FAKE = 'libs/sdk/src/testing/operations.ts';
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'scaffold-'));
    for (const [path, text] of [
      [APP, `import { A } from './a/a.module.js';\n\nexport const FEATURES = [\n  A,\n];\n`],
      ['.prettierrc', '{ "singleQuote": true }'],
      [FAKE, `import { a } from './features/a.js';\n\nexport const handlers = {\n  ...a,\n};\n`],
    ] as const) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('the files are written, and the feature is entered in both lists', async () => {
    const written = await scaffold(root, modelWithBoxes(), 'toolBoxes', TIME);
    expect(written).toContain('apps/server/src/tool-boxes/tool-boxes.module.ts made');
    expect(written.slice(-2)).toEqual([`${APP} edited`, `${FAKE} edited`]);
    expect(read(APP)).toContain(`import { ToolBoxesModule } from './tool-boxes/tool-boxes.module.js';`);
    expect(read(APP)).toMatch(/A,\s+ToolBoxesModule/);
    expect(read(FAKE)).toMatch(/\.\.\.a,\s+\.\.\.toolBoxes/);
  });

  test('nothing is written over, nor beside what is there', async () => {
    const path = 'test/plans/toolBoxes.ts';
    mkdirSync(join(root, 'test/plans'), { recursive: true });
    writeFileSync(join(root, path), 'mine');
    await expect(scaffold(root, modelWithBoxes(), 'toolBoxes', TIME)).rejects.toThrow(`${path}: already there`);
    expect(read(path)).toBe('mine');
    expect(existsSync(join(root, 'apps/server/src/tool-boxes'))).toBe(false);
    expect(read(APP)).not.toContain('ToolBoxes');
  });

  test('a tag without operations is refused, with those that there are', async () => {
    await expect(scaffold(root, sampleModel(), 'boxes', TIME)).rejects.toThrow(
      'openapi.yaml has no operation with the tag boxes; write it first (tags: things)',
    );
  });
});
