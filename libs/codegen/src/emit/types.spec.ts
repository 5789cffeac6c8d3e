import { sampleModel } from '../testing/sample.js';
import { emitTypes } from './types.js';

const text = emitTypes(sampleModel());

describe('types are flat and named, with documentation', () => {
  test.each([
    `export interface Box {
  /** Always \`box\`. */
  kind: "box";
  /** A name in small letters. Short. 1 to 8 characters. */
  name: string;
  note: string | null;
}
`,
    `export interface Ball {
  /** Always \`ball\`. */
  kind: "ball";
  colour?: Colour | undefined;
}
`,
    `/** Answer of \`GET /things\` (\`listThings\`). */
export interface ThingList {
  things: Thing[];
  counts: {
    [key: string]: number;
  };
}
`,
    `export type Role = 'owner';\n`,
    `/** A box or a ball. */\nexport type Thing = Box | Ball;\n`,
    `export type Colour = "red" | "green";\n`,
    `/** A name in small letters. Short. */\nexport type Name = string;\n`,
    `  open?: boolean | undefined;\n  tone?: "red" | "green" | null | undefined;\n`,
    `/** Body of \`POST /things\` (\`createThing\`). */\nexport interface CreateThing {\n`,
    `  /** At most 9 bytes. */\n  note?: string | null | undefined;\n`,
    `  /** At most 2 items. No item twice. Each: At least 2 characters. */\n  labels?: string[] | undefined;\n`,
    `/** The frame \`thing.move\`. Moves it (RT1). */\nexport interface MoveThing {\n`,
    `/** The event \`thing.moved\`. It moved. */\nexport interface ThingMoved {\n`,
  ])('%s', async (want) => {
    expect(await text).toContain(want);
  });

  test.each([
    ['a body', 'export type CreateThingInput = CreateThing;\n'],
    [
      'parameters',
      `/** Input of \`GET /things\`. */
export interface ListThingsInput {
  /** How many. At least 1. Default 10. */
  limit?: number | undefined;
  all?: boolean | undefined;
}
`,
    ],
    [
      'both',
      `/** Input of \`PATCH /things/{id}\`. */
export interface RenameThingInput {
  /** The thing's name. 1 to 8 characters. */
  id: string;
  /** A name in small letters. Short. 1 to 8 characters. */
  name?: string | undefined;
}
`,
    ],
  ])('the input of an operation with %s', async (_, want) => {
    expect(await text).toContain(want);
  });

  test('the error codes come from their table', async () => {
    expect(await text).toContain('export type { ErrorCode };');
    expect(await text).not.toMatch(/type ErrorCode =|components|paths/);
  });
});
