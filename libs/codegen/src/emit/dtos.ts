import {
  type ArraySchema,
  handlerOf,
  type Model,
  named,
  type ObjectSchema,
  type Property,
  resolve,
  type ScalarSchema,
} from '../model.js';
import { documentation } from './documentation.js';
import { block, doc, file, importLine, literal, regex, wrap } from './text.js';
import { typeNames, typeOf } from './type-of.js';

const STOCK = ['ArrayMaxSize', 'ArrayMinSize', 'Equals', 'IsArray', 'IsBoolean', 'IsIn', 'IsInt', 'IsNumber'];
const STOCK_TOO = ['IsString', 'Matches', 'Max', 'Min', 'ValidateNested'];
const OWN = ['IsPlainObject', 'MaxBytes', 'MaxCharacters', 'MinCharacters', 'Nullable', 'Optional', 'Required'];
const OWN_TOO = ['UniqueItems'];

/** `dtos.ts`: a class with validation decorators for everything that clients send. */
export function emitDtos(model: Model): string {
  const classes = model.dtos.map((name) => emitDto(name, model));
  const used = (names: readonly string[]) => names.filter((name) => classes.some((text) => text.includes(`@${name}(`)));
  const aliases = model.dtos
    .flatMap((name) => typeNames(named(model, name).body, model))
    .filter((name) => !model.dtos.includes(name));
  return file(
    [
      `import 'reflect-metadata';`,
      importLine(used(['Type']), 'class-transformer', 'import'),
      importLine(used([...STOCK, ...STOCK_TOO]), 'class-validator', 'import'),
      importLine(used([...OWN, ...OWN_TOO]), '../decorators.js', 'import'),
      importLine(aliases, './types.js'),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    '// Decorators are checked from the property upwards; the first one that fails gives the message.',
    ...classes,
    block(
      "/** Every DTO class by its schema's name. */",
      'export const dtos = {',
      model.dtos.map((name) => `  ${name},\n`),
      '} as const;',
    ),
  );
}

function emitDto(name: string, model: Model): string {
  const body = named(model, name).body as ObjectSchema;
  const fields = body.properties.map((property) => emitField(property, model));
  return `${doc([body.description || purpose(name, model)])}export class ${name} {\n${fields.join('\n')}}`;
}

function purpose(name: string, model: Model): string {
  const uses = [
    ...model.operations
      .filter(({ body }) => body === name)
      .map((o) => `Body of \`${o.method} ${o.path}\` (\`${o.id}\`).`),
    ...model.messages
      .filter(({ payload, direction }) => payload === name && direction === 'inbound')
      .map((message) => `The frame \`${message.type}\` (\`${handlerOf(message)}\`).`),
  ];
  return uses.join('\n');
}

function emitField(property: Property, model: Model): string {
  const hasDefault = property.schema.kind === 'scalar' && property.schema.default !== undefined;
  const mark = property.required || hasDefault ? '' : '?';
  const decorators = decoratorsOf(property, model).map((decorator) => `  @${decorator}\n`);
  const type = typeOf(property.schema, model);
  const comment = doc([wrap(documentation(property, model))], '  ');
  return `${comment}${decorators.join('')}  ${property.name}${mark}: ${type};\n`;
}

/** The decorators of a property, the most general last, next to the property. */
function decoratorsOf(property: Property, model: Model): string[] {
  const schema = resolve(model, property.schema);
  const nullable = 'nullable' in schema && schema.nullable;
  const form = formOf(schema.description || property.schema.description);
  return [
    ...(property.required ? [] : ['Optional()']),
    ...(nullable ? ['Nullable()'] : []),
    ...(schema.kind === 'array' ? arrayDecorators(schema, model) : []),
    ...(schema.kind === 'scalar' ? scalarDecorators(schema, form, false) : []),
    ...(schema.kind === 'object' ? nestedDecorators(typeOf(property.schema, model), false) : []),
    ...(property.required ? ['Required()'] : []),
  ];
}

function arrayDecorators(schema: ArraySchema, model: Model): string[] {
  const items = resolve(model, schema.items);
  return [
    ...(items.kind === 'scalar' ? scalarDecorators(items, formOf(items.description), true) : []),
    ...(items.kind === 'object' ? nestedDecorators(typeOf(schema.items, model), true) : []),
    ...(schema.uniqueItems ? ['UniqueItems()'] : []),
    ...(schema.maxItems !== undefined ? [`ArrayMaxSize(${schema.maxItems})`] : []),
    ...(schema.minItems !== undefined ? [`ArrayMinSize(${schema.minItems})`] : []),
    'IsArray()',
  ];
}

function nestedDecorators(className: string, each: boolean): string[] {
  const options = each ? '{ each: true }' : '';
  return [`Type(() => ${className})`, `ValidateNested(${options})`, `IsPlainObject(${options})`];
}

function scalarDecorators(schema: ScalarSchema, form: string, each: boolean): string[] {
  const call = (name: string, ...values: readonly (string | number | undefined)[]) =>
    values.includes(undefined) ? [] : [`${name}(${[...values, ...(each ? ['{ each: true }'] : [])].join(', ')})`];
  const pattern = schema.pattern === undefined ? undefined : regex(schema.pattern);
  const message = form ? [`message: ${literal(`${each ? 'each value in ' : ''}$property is not valid: ${form}`)}`] : [];
  const options = [...message, ...(each ? ['each: true'] : [])];
  const types = { string: 'IsString', integer: 'IsInt', number: 'IsNumber', boolean: 'IsBoolean' };
  return [
    ...(pattern
      ? [`Matches(${[pattern, ...(options.length > 0 ? [`{ ${options.join(', ')} }`] : [])].join(', ')})`]
      : []),
    ...call('MaxBytes', schema.maxBytes),
    ...call('MaxCharacters', schema.maxLength),
    ...call('MinCharacters', schema.minLength),
    ...call('Max', schema.maximum),
    ...call('Min', schema.minimum),
    ...call('Equals', schema.const === undefined ? undefined : literal(schema.const)),
    ...call('IsIn', schema.enum === undefined ? undefined : literal(schema.enum)),
    ...(schema.type === 'number' ? call('IsNumber', '{}') : call(types[schema.type])),
  ];
}

/** What a pattern asks for, in words: the first sentence of the description. */
function formOf(description: string): string {
  return (description.replace(/\s+/g, ' ').split(/\.(?: |$)/)[0] ?? '').replaceAll('$', '');
}
