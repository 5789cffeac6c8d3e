import { type Model, named, type NamedSchemaBody, type Operation, resolve } from '../model.js';
import { block, file, keyOf, literal } from './text.js';

/**
 * `shapes.ts`: of everything that servers send, which fields there are and of which types. A client refuses what is
 * shaped differently; the rest of the schemas (patterns, limits, known values) is the server's to keep, and may grow.
 */
export function emitShapes(model: Model): string {
  const answers = model.operations.flatMap((operation) => answerOf(operation, model) ?? []);
  const events = model.messages
    .filter(({ direction }) => direction === 'outbound')
    // Which event it is, is known by its type.
    .map(({ type, payload }) => ({ type, fields: fieldsOf(payload, model).filter(([name]) => name !== 'type') }));
  const parts = events.flatMap(({ fields }) => fields.map(([, type]) => type));
  return file(
    block(
      `/**
 * Objects by their names: their fields, each with its type where that is not \`string\`. A field with \`?\` may be
 * missing; \`T[]\` is a list, \`T{}\` an object that has a \`T\` under any name.
 */`,
      'export const shapes: Readonly<Record<string, string>> = {',
      [...shapesOf([...answers, ...parts], model)].map(([name, text]) => `  ${name}: ${literal(text)},\n`),
      '};',
    ),
    block(
      '/** The fields of every event that this version knows, in the same terms, by wire type. */',
      'export const eventShapes: Readonly<Record<string, string>> = {',
      events.map(({ type, fields }) => `  ${keyOf(type)}: ${literal(textOf(fields))},\n`),
      '};',
    ),
  );
}

/** The type of an operation's answer; undefined where it has no content. */
export function answerOf({ output }: Operation, model: Model): string | undefined {
  return output === null ? undefined : typeOf({ kind: 'ref', name: output, description: '' }, model);
}

/** The shapes of these types, and of all that they consist of. */
function shapesOf(types: readonly string[], model: Model): Map<string, string> {
  const shapes = new Map<string, string>();
  const add = (type: string): void => {
    const name = type.replace(/\W.*/, '');
    if (shapes.has(name) || model.schemas.get(name)?.body.kind !== 'object') return;
    const fields = fieldsOf(name, model);
    shapes.set(name, textOf(fields));
    for (const [, fieldType] of fields) add(fieldType);
  };
  for (const type of types) add(type);
  return shapes;
}

type Field = readonly [name: string, type: string];

/** The fields of an object, with `?` behind the names of those that may be missing. */
function fieldsOf(name: string, model: Model): Field[] {
  const { body } = named(model, name);
  if (body.kind !== 'object') return [];
  return body.properties.map(({ name, required, schema }) => [required ? name : `${name}?`, typeOf(schema, model)]);
}

function textOf(fields: readonly Field[]): string {
  return fields.map(([name, type]) => (type === 'string' ? name : `${name}:${type}`)).join(' ');
}

function typeOf(schema: NamedSchemaBody, model: Model): string {
  if (schema.kind === 'ref' && named(model, schema.name).body.kind === 'object') return schema.name;
  const body = resolve(model, schema);
  const orNull = 'nullable' in body && body.nullable ? '|null' : '';
  switch (body.kind) {
    case 'scalar':
      return (body.type === 'integer' ? 'number' : body.type) + orNull;
    case 'array':
      return `${typeOf(body.items, model)}[]${orNull}`;
    case 'map':
      return `${typeOf(body.values, model)}{}${orNull}`;
    case 'object':
    case 'union':
      return 'object'; // a union's variants are told apart by whoever uses them
  }
}
