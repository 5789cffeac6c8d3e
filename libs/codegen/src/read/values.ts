import type { Scalar, ScalarSchema } from '../model.js';
import type { Place } from '../place.js';

/** Reads a value of that type. */
export function readValue(place: Place, type: ScalarSchema['type']): Scalar {
  const { value } = place;
  if (type === 'string' && typeof value === 'string') return value;
  if (type === 'boolean' && typeof value === 'boolean') return value;
  if (type === 'number' && typeof value === 'number') return value;
  if (type === 'integer' && typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return place.fail(`expected a value of type ${type}`);
}

/** Reads the values of an `enum`, without null, which stands there exactly when the type lets it through. */
export function readEnum(place: Place, type: ScalarSchema['type'], nullable: boolean): Scalar[] {
  const isNull = (item: Place) => item.value === null;
  const items = place.items();
  const nothing = items.find(isNull);
  if (nothing && !nullable) nothing.fail(`null is not of type ${type}; write type: [${type}, 'null']`);
  if (!nothing && nullable) place.fail("the type has 'null', so the enum needs null too");
  const values = items.filter((item) => !isNull(item)).map((item) => readValue(item, type));
  if (values.length === 0) place.fail('expected a value');
  if (new Set(items.map(({ value }) => value)).size < items.length) place.fail('a value is given twice');
  return values;
}

/** Refuses a `const`, `enum` or `default` with a value that the other keywords of the same schema refuse. */
export function checkValues(place: Place, schema: ScalarSchema): void {
  const check = (at: Place | undefined) => {
    const keyword = at && at.value !== null && brokenKeyword(schema, at.value as Scalar);
    if (keyword) at.fail(`${JSON.stringify(at.value)} breaks ${keyword} of its own schema`);
  };
  check(place.find('const'));
  place.find('enum')?.items().forEach(check);
  check(place.find('default'));
}

function brokenKeyword(schema: ScalarSchema, value: Scalar): string | undefined {
  if (schema.const !== undefined && value !== schema.const) return 'const';
  if (schema.enum && !schema.enum.includes(value)) return 'enum';
  if (typeof value === 'string') {
    const characters = Array.from(value).length;
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return 'pattern';
    if (characters < (schema.minLength ?? 0)) return 'minLength';
    if (characters > (schema.maxLength ?? Infinity)) return 'maxLength';
    if (Buffer.byteLength(value) > (schema.maxBytes ?? Infinity)) return 'x-max-bytes';
  }
  if (typeof value === 'number') {
    if (value < (schema.minimum ?? -Infinity)) return 'minimum';
    if (value > (schema.maximum ?? Infinity)) return 'maximum';
  }
  return undefined;
}
