import { parseSources } from '../load.js';
import { readModel } from '../read/model.js';
import { changed, edited } from '../testing/sample.js';
import { bodyBounds } from './body-bounds.js';

/** The bounds of an operation of the sample, with these changes of it. */
function boundsOf(id: string, { openapi, asyncapi }: { openapi: string; asyncapi: string }) {
  const model = readModel(parseSources(openapi, asyncapi));
  const operation = model.operations.find((one) => one.id === id);
  if (!operation) throw new Error(`the sample has no ${id}`);
  return bodyBounds(operation, model);
}

const AS_IT_IS = edited([]);
const LIMIT = 'maxThings: { value: 3, unit: things, description: How many there may be. }';
const LABELS = 'labels: { type: array, uniqueItems: true, maxItems: 2, items: { type: string, minLength: 2 } }';
const PARTS = "parts: { type: array, minItems: 1, items: { $ref: '#/components/schemas/Part' } }";
const bounded = [
  [LABELS, LABELS.replace('minLength: 2', 'maxLength: 2')],
  [PARTS, PARTS.replace('minItems: 1', 'minItems: 1, maxItems: 3')],
] as const;

describe('the bounds of a body', () => {
  test('are those of its schema, however the text is written', () => {
    const { maxBodyBytes = 0, maxBodyParts } = boundsOf('renameThing', AS_IT_IS);

    const longest = `{\r\n    "name": "${String.raw`\u00e9`.repeat(8)}"\r\n}\r\n`;
    expect(longest.length).toBeLessThanOrEqual(maxBodyBytes);
    expect(maxBodyBytes).toBeLessThan(longest.length + 16);
    expect(maxBodyParts).toBe(1 + 16);
  });

  test('count all levels', () => {
    const { maxBodyBytes = 0, maxBodyParts } = boundsOf('createThing', edited(bounded));

    const part = { size: 1.5, open: false, tone: 'green' };
    const value = { name: 'x'.repeat(8), note: 'x'.repeat(9), colour: 'green', labels: ['xx', 'xx'], main: part };
    const longest = JSON.stringify({ ...value, parts: [part, part, part] });
    const written = longest.replace(/x/g, String.raw`\u0041`);
    expect(maxBodyBytes).toBeGreaterThan(written.length);
    expect(maxBodyBytes).toBeLessThan(2 * written.length + 500);
    expect(maxBodyParts).toBe(6 + 2 + 3 * 4 + 3 + 16);
  });

  test('end at the limit of all bodies', () => {
    const limit = 'maxBodyBytes: { value: 50, unit: bytes, description: Largest. }';
    expect(boundsOf('renameThing', changed(LIMIT, `${LIMIT}\n  ${limit}`))).toEqual({
      maxBodyBytes: 50,
      maxBodyParts: 17,
    });
    expect(boundsOf('createThing', changed(LIMIT, `${LIMIT}\n  ${limit}`))).toEqual({ maxBodyBytes: 50 });
  });

  test('are missing where the schema has none', () => {
    expect(boundsOf('createThing', AS_IT_IS)).toEqual({});
  });

  test('leave an operation without a body room for an empty object', () => {
    expect(boundsOf('deleteThing', AS_IT_IS)).toEqual({ maxBodyBytes: 64 });
    expect(boundsOf('getThing', AS_IT_IS)).toEqual({});
  });
});
