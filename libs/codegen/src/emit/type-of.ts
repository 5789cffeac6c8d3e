import { type Model, type NamedSchemaBody, named, type ScalarSchema } from '../model.js';
import { literal } from './text.js';

type Known = Pick<Model, 'schemas'>;

/** The TypeScript type of a schema. A name that stands for a bare string, number or boolean is written out. */
export function typeOf(schema: NamedSchemaBody, known: Known): string {
  switch (schema.kind) {
    case 'scalar':
      return scalarType(schema);
    case 'ref':
      return isBareScalar(named(known, schema.name).body) ? typeOf(named(known, schema.name).body, known) : schema.name;
    case 'array': {
      const items = typeOf(schema.items, known);
      return orNull(`${items.includes(' ') ? `(${items})` : items}[]`, schema.nullable);
    }
    case 'map':
      return orNull(`Record<string, ${typeOf(schema.values, known)}>`, schema.nullable);
    case 'union':
      return schema.variants.join(' | ');
    case 'object':
      throw new Error('an object has a name');
  }
}

/** Names of the types that `typeOf` mentions. */
export function typeNames(schema: NamedSchemaBody, known: Known): string[] {
  switch (schema.kind) {
    case 'scalar':
      return [];
    case 'ref':
      return isBareScalar(named(known, schema.name).body) ? [] : [schema.name];
    case 'array':
      return typeNames(schema.items, known);
    case 'map':
      return typeNames(schema.values, known);
    case 'union':
      return [...schema.variants];
    case 'object':
      return schema.properties.flatMap((property) => typeNames(property.schema, known));
  }
}

/** Is it a string, number or boolean without fixed values? */
export function isBareScalar(body: NamedSchemaBody): body is ScalarSchema {
  return body.kind === 'scalar' && body.const === undefined && body.enum === undefined;
}

function scalarType(schema: ScalarSchema): string {
  const values = schema.const !== undefined ? [schema.const] : schema.enum;
  const base = schema.type === 'integer' ? 'number' : schema.type;
  return orNull(values ? values.map(literal).join(' | ') : base, schema.nullable);
}

function orNull(type: string, nullable: boolean): string {
  return nullable ? `${type} | null` : type;
}
