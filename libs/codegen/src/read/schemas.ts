import type { NamedSchemaBody, Property, ScalarSchema, Schema } from '../model.js';
import { Complaints, type Place } from '../place.js';
import { checkValues, readEnum, readValue } from './values.js';

const PROSE = ['title', 'description', 'examples'];
const SCALAR_TYPES = ['string', 'integer', 'number', 'boolean'] as const;
const SCALAR_KEYS: Record<ScalarSchema['type'], readonly string[]> = {
  string: ['pattern', 'minLength', 'maxLength', 'x-max-bytes', 'format'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  boolean: [],
};
const KNOWN = [
  ...['type', 'const', 'enum', 'default', ...PROSE, ...SCALAR_KEYS.string, ...SCALAR_KEYS.number],
  ...['items', 'minItems', 'maxItems', 'uniqueItems', 'additionalProperties', 'maxProperties'],
  ...['properties', 'required'],
];

/** The schema that a `{ $ref }` at this place names; inline schemas are refused. */
export function readSchemaRef(place: Place): string {
  if (!place.find('$ref')) place.fail('expected a $ref to a named schema');
  return place.follow('components/schemas').key;
}

/** Reads what a name stands for. */
export function readNamedSchema(place: Place): NamedSchemaBody {
  const type = place.find('type')?.value;
  if (place.find('oneOf')) return readUnion(place);
  if (type === 'object' && !isMapSchema(place)) return readObject(place);
  return readSchema(place, { named: true });
}

function readUnion(place: Place): NamedSchemaBody {
  place.only('oneOf', ...PROSE);
  const variants = place.get('oneOf').items().map(readSchemaRef);
  if (variants.length < 2) place.get('oneOf').fail('expected two variants or more');
  return { kind: 'union', variants, description: place.note('description') };
}

function readObject(place: Place): NamedSchemaBody {
  place.only('type', 'required', 'properties', 'additionalProperties', ...PROSE);
  const closed = place.find('additionalProperties');
  if (closed && closed.value !== false) closed.fail('expected additionalProperties: false, or nothing');
  const fields = place.find('properties')?.entries() ?? [];
  const required = (place.find('required')?.items() ?? []).map((item) => {
    if (!fields.some(({ key }) => key === item.value)) item.fail(`${String(item.value)} is not a property`);
    return item.text();
  });
  if (new Set(required).size < required.length) place.get('required').fail('a name is given twice');
  const complaints = new Complaints();
  const properties = fields.flatMap((field) => complaints.attempt(() => readProperty(field, required)) ?? []);
  complaints.throwIfAny();
  return { kind: 'object', properties, closed: closed !== undefined, description: place.note('description') };
}

function readProperty(field: Place, required: readonly string[]): Property {
  const name = propertyName(field);
  if (field.find('properties')) field.fail('an inline object; give the schema a name');
  return { name, required: required.includes(name), schema: readSchema(field) };
}

/** A field name fit for a class: an identifier that no object has by nature. */
export function propertyName(place: Place, name = place.key): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || name in {}) place.fail(`${name} cannot name a field`);
  return name;
}

/** Reads the schema of a value: a scalar, a `$ref`, an array or a map. */
export function readSchema(place: Place, options: { named?: boolean; default?: boolean } = {}): Schema {
  if (!place.isMap) place.fail('expected a schema');
  if (place.find('$ref')) return readRef(place, options.named ?? false);
  const foreign = place.entries().find(({ key }) => !KNOWN.includes(key));
  if (foreign) foreign.fail(`${foreign.key} is not supported in a schema`);
  const type = place.get('type');
  const [base, nullable] = readType(type);
  if (base === 'array') return readArray(place, nullable);
  if (base === 'object') return readMap(place, nullable);
  const scalar = SCALAR_TYPES.find((name) => name === base);
  return scalar ? readScalar(place, scalar, nullable, options.default ?? false) : type.fail(`${base} is no type here`);
}

function readType(type: Place): [string, boolean] {
  if (!Array.isArray(type.value)) return [type.text(), false];
  const [base, second, ...more] = type.items().map((item) => item.text());
  if (!base || base === 'null' || second !== 'null' || more.length > 0) type.fail("expected [type, 'null']");
  return [base, true];
}

function readRef(place: Place, isAlias: boolean): Schema {
  if (isAlias) place.fail('a name for another name; refer to the schema itself');
  place.only('$ref', 'description');
  const ref = place.get('$ref');
  const target = place.source.neighbour(ref.text().split('#')[0] ?? '') ?? place.source;
  const match = /^(?:\.\/openapi\.yaml)?#\/components\/schemas\/(\w+)$/.exec(ref.text());
  const foreign = ref.text().startsWith('./');
  if (!match?.[1] || (foreign && target === place.source)) {
    return ref.fail('expected #/components/schemas/X, or from asyncapi.yaml ./openapi.yaml#/components/schemas/X');
  }
  const found = target.root.find('components')?.find('schemas')?.find(match[1]);
  if (!found) ref.fail(`${target.name} has no schema ${match[1]}`);
  return { kind: 'ref', name: match[1], description: place.note('description') };
}

function readArray(place: Place, nullable: boolean): Schema {
  place.only('type', 'items', 'minItems', 'maxItems', 'uniqueItems', ...PROSE);
  return {
    kind: 'array',
    nullable,
    items: readSchema(place.get('items')),
    ...ordered(place, 'minItems', 'maxItems'),
    uniqueItems: place.find('uniqueItems')?.flag() ?? false,
    description: place.note('description'),
  };
}

function isMapSchema(place: Place): boolean {
  return place.find('additionalProperties')?.isMap ?? false;
}

function readMap(place: Place, nullable: boolean): Schema {
  if (!isMapSchema(place)) place.fail('an inline object; give the schema a name');
  place.only('type', 'additionalProperties', 'maxProperties', ...PROSE);
  return {
    kind: 'map',
    nullable,
    values: readSchema(place.get('additionalProperties')),
    ...optional(place, 'maxProperties', 'maxProperties'),
    description: place.note('description'),
  };
}

function readScalar(place: Place, type: ScalarSchema['type'], nullable: boolean, takesDefault: boolean): ScalarSchema {
  place.only('type', 'const', 'enum', ...(takesDefault ? ['default'] : []), ...SCALAR_KEYS[type], ...PROSE);
  const format = place.find('format');
  if (format && format.value !== 'date-time') format.fail('the only format is date-time');
  const pattern = place.find('pattern');
  if (pattern) checkPattern(pattern);
  const constant = place.find('const');
  if (constant && nullable) constant.fail("a constant is never null; leave 'null' out of the type");
  const choices = place.find('enum');
  const fallback = place.find('default');
  const schema: ScalarSchema = {
    kind: 'scalar',
    type,
    nullable,
    ...(constant && { const: readValue(constant, type) }),
    ...(choices && { enum: readEnum(choices, type, nullable) }),
    ...(pattern && { pattern: pattern.text() }),
    ...(format && { format: 'date-time' as const }),
    ...ordered(place, 'minLength', 'maxLength'),
    ...optional(place, 'x-max-bytes', 'maxBytes'),
    ...range(place),
    ...(fallback && { default: readValue(fallback, type) }),
    description: place.note('description'),
  };
  checkValues(place, schema);
  return schema;
}

function checkPattern(pattern: Place): void {
  try {
    new RegExp(pattern.text(), 'u');
  } catch (error) {
    pattern.fail(`not a regular expression: ${(error as Error).message}`);
  }
}

function optional<K extends string>(place: Place, key: string, name: K): Partial<Record<K, number>> {
  const found = place.find(key);
  return found ? ({ [name]: found.count() } as Record<K, number>) : {};
}

function ordered<A extends string, B extends string>(place: Place, min: A, max: B): Partial<Record<A | B, number>> {
  const bounds = { ...optional(place, min, min), ...optional(place, max, max) } as Partial<Record<A | B, number>>;
  if ((bounds[min] ?? 0) > (bounds[max] ?? Infinity)) place.get(min).fail(`${min} is above ${max}`);
  return bounds;
}

function range(place: Place): { minimum?: number; maximum?: number } {
  const minimum = place.find('minimum')?.number();
  const maximum = place.find('maximum')?.number();
  if ((minimum ?? -Infinity) > (maximum ?? Infinity)) place.get('minimum').fail('minimum is above maximum');
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

/** A schema as Ajv takes it: prose dropped, references turned to `#/$defs/X`. */
export function toJson(value: unknown): object {
  const convert = (node: unknown, names: boolean): unknown => {
    if (Array.isArray(node)) return node.map((item) => convert(item, false));
    if (typeof node !== 'object' || node === null) return node;
    const kept = Object.entries(node).filter(([key]) => names || !PROSE.includes(key));
    return Object.fromEntries(
      kept.map(([key, child]) =>
        key === '$ref' && !names
          ? [key, String(child).replace(/^.*\//, '#/$defs/')]
          : [key, convert(child, key === 'properties' && !names)],
      ),
    );
  };
  return convert(value, false) as object;
}
