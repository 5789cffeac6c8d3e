import { type Model, type NamedSchemaBody, type Operation, resolve, type ScalarSchema } from '../model.js';

type Known = Pick<Model, 'schemas' | 'limits'>;

/** As long as JSON may make a character: `\u` and four digits. */
const CHARACTER_BYTES = 6;
/** More digits than any number needs. */
const NUMBER_BYTES = 32;
/** White space, for each field and item. */
const BLANK_BYTES = 16;
/** Room for fields that the schema does not name: they are worth a sentence that says which. */
const MORE_PARTS = 16;
/** A body that nobody asked for may be an empty object. */
const NO_BODY_BYTES = 64;

/**
 * How long an operation's body may be, and how many fields and items it may have, by its schema and at most
 * `maxBodyBytes`. Nothing that the schema allows is refused, but for text that is written as escapes of two for each
 * character.
 */
export function bodyBounds(
  { method, body }: Pick<Operation, 'method' | 'body'>,
  known: Known,
): { maxBodyBytes?: number; maxBodyParts?: number } {
  if (method === 'GET') return {};
  if (body === null) return { maxBodyBytes: NO_BODY_BYTES };
  const schema: NamedSchemaBody = { kind: 'ref', name: body, description: '' };
  const most = known.limits.find(({ name }) => name === 'maxBodyBytes')?.value ?? Infinity;
  const parts = partsOf(schema, known);
  const bytes = Math.min(bytesOf(schema, known) + parts * BLANK_BYTES, most);
  return {
    ...(Number.isFinite(bytes) && { maxBodyBytes: bytes }),
    ...(Number.isFinite(parts) && { maxBodyParts: parts + MORE_PARTS }),
  };
}

/** The length of the longest JSON of a schema, without white space. */
function bytesOf(schema: NamedSchemaBody, known: Known): number {
  const body = resolve(known, schema);
  switch (body.kind) {
    case 'scalar':
      return scalarBytes(body);
    case 'array':
      return 2 + times(body.maxItems, bytesOf(body.items, known) + 1);
    case 'object':
      return 2 + sum(body.properties.map((field) => field.name.length + 4 + bytesOf(field.schema, known)));
    case 'map':
    case 'union':
      return Infinity;
  }
}

function scalarBytes({ type, nullable, maxLength = Infinity, maxBytes = Infinity, ...rest }: ScalarSchema): number {
  const values = rest.const === undefined ? rest.enum : [rest.const];
  const longest = values && Math.max(...values.map((value) => String(value).length));
  const bytes = {
    string: 2 + CHARACTER_BYTES * (longest ?? Math.min(maxLength, maxBytes)),
    integer: NUMBER_BYTES,
    number: NUMBER_BYTES,
    boolean: 'false'.length,
  }[type];
  return nullable ? Math.max(bytes, 'null'.length) : bytes;
}

/** The most fields and items, all levels together; an empty object or array counts as one. */
function partsOf(schema: NamedSchemaBody, known: Known): number {
  const body = resolve(known, schema);
  switch (body.kind) {
    case 'scalar':
      return 0;
    case 'array':
      return Math.max(1, times(body.maxItems, 1 + partsOf(body.items, known)));
    case 'object':
      return Math.max(1, sum(body.properties.map((field) => 1 + partsOf(field.schema, known))));
    case 'map':
    case 'union':
      return Infinity;
  }
}

function times(count: number | undefined, each: number): number {
  return (count ?? Infinity) * each;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
