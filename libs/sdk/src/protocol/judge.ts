// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import { printable } from './printable.js';

/** Judges a value by a schema, and fills in its defaults: null for a valid one, else a sentence fit for the client. */
export type Judge<SchemaName extends string> = (schema: SchemaName, value: unknown) => string | null;

/** The keywords of the contract's schemas for what clients send. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly 'x-max-bytes'?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

type Fields = Record<string, unknown>;
type Schemas = Readonly<Record<string, object>>;

/**
 * Judges a value by a schema of the contract, and puts in the defaults of what is missing: with less speed than a
 * compiled validator, but without one.
 *
 * @param schemas by their names, as `#/$defs/<name>` refers to them
 * @returns null, or a sentence that says what is wrong and never quotes the value
 */
export function problemOf(schemas: Schemas, name: string, value: unknown): string | null {
  return judge(schemas, { $ref: name }, value, '');
}

function judge(schemas: Schemas, schema: Schema, value: unknown, path: string): string | null {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const named = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (named === undefined) throw new Error(`there is no schema ${name}`);
    return judge(schemas, named, value, path);
  }
  const name = path || 'the value';
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOfType(type, value))) {
    return path === '' ? 'expected an object' : `${name} must be ${article(types.join(' or '))}`;
  }
  if (schema.const !== undefined && value !== schema.const) return `${name} must be ${JSON.stringify(schema.const)}`;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return `${name} must be one of the known values`;
  if (typeof value === 'string') return judgeText(schema, value, name);
  if (typeof value === 'number') return judgeNumber(schema, value, name);
  if (Array.isArray(value)) return judgeItems(schemas, schema, value, name);
  if (typeof value === 'object' && value !== null) return judgeFields(schemas, schema, value as Fields, path);
  return null;
}

function judgeText(schema: Schema, text: string, name: string): string | null {
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  const characters = Array.from(text).length; // code points, as JSON Schema counts
  const maxBytes = schema['x-max-bytes'] ?? Infinity;
  if (minLength > 0 && characters === 0) return `${name} should not be empty`;
  if (characters < minLength) return `${name} must be longer than or equal to ${minLength} characters`;
  if (characters > maxLength) return `${name} must be shorter than or equal to ${maxLength} characters`;
  if (new TextEncoder().encode(text).length > maxBytes) {
    return `${name} must be shorter than or equal to ${maxBytes} bytes`;
  }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) {
    return text.trim() === '' ? `${name} must not be blank` : `${name} has the wrong form`;
  }
  return null;
}

function judgeNumber({ minimum = -Infinity, maximum = Infinity }: Schema, value: number, name: string): string | null {
  if (value < minimum) return `${name} must not be less than ${minimum}`;
  if (value > maximum) return `${name} must not be greater than ${maximum}`;
  return null;
}

function judgeItems(schemas: Schemas, schema: Schema, items: readonly unknown[], name: string): string | null {
  const { minItems = 0, maxItems = Infinity, uniqueItems = false } = schema;
  if (items.length < minItems) return `${name} must hold at least ${minItems}`;
  if (items.length > maxItems) return `${name} must hold at most ${maxItems}`;
  if (uniqueItems && new Set(items.map((item) => JSON.stringify(item))).size < items.length) {
    return `${name} must not hold an item twice`;
  }
  if (schema.items === undefined) return null;
  for (const [index, item] of items.entries()) {
    const problem = judge(schemas, schema.items, item, `${name}.${index}`);
    if (problem !== null) return problem;
  }
  return null;
}

function judgeFields(schemas: Schemas, schema: Schema, fields: Fields, path: string): string | null {
  const { properties = {}, required = [], additionalProperties = true, maxProperties = Infinity } = schema;
  const at = (name: string) => (path === '' ? '' : `${path}.`) + printable(name);
  if (Object.keys(fields).length > maxProperties) return `${path || 'the value'} has too many fields`;
  for (const name of required) if (!Object.hasOwn(fields, name)) return `${at(name)} should not be empty`;
  for (const [name, property] of Object.entries(properties)) {
    if (property.default !== undefined && !Object.hasOwn(fields, name)) fields[name] = property.default;
  }
  for (const [name, value] of Object.entries(fields)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known === undefined && additionalProperties === false) return `property ${at(name)} should not exist`;
    const rule = known ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    const problem = rule === undefined ? null : judge(schemas, rule, value, at(name));
    if (problem !== null) return problem;
  }
  return null;
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
