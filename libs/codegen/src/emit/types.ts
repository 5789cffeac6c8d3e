import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import {
  type Choice,
  type Model,
  named,
  type NamedSchemaBody,
  type ObjectSchema,
  type Operation,
  type Property,
  type ScalarSchema,
} from '../model.js';
import { documentation } from './documentation.js';
import { doc, file, literal, pascal, wrap } from './text.js';
import { isBareScalar } from './type-of.js';

/** A named type: its schema, and what it is for. */
interface NamedType {
  readonly name: string;
  readonly body: NamedSchemaBody;
  readonly purpose: string;
  /** Of an input. */
  readonly choices?: readonly Choice[];
}

/**
 * `types.ts`: every schema and the input of every operation, by name. openapi-typescript prints them, from schemas made
 * from the model; its output is then flattened to one exported type for each schema.
 */
export async function emitTypes(model: Model): Promise<string> {
  const types = [...schemaTypes(model), ...inputTypes(model)];
  const info = { title: 'Types', version: '1' };
  const schemas = Object.fromEntries(
    types.map(({ name, body, purpose, choices = [] }) => [
      name,
      choices.length > 0 && body.kind === 'object'
        ? withChoices(body, choices, model, purpose)
        : toOpenapi(body, model, purpose),
    ]),
  );
  const document = { openapi: '3.1.0', info, paths: {}, components: { schemas } };
  const nodes = await openapiTS(JSON.stringify(document), { silent: true, defaultNonNullable: false });
  const declarations = flatten(nodes).map((node) => astToString(node).trim());
  return file(
    `import type { ErrorCode } from '../protocol/error-codes.js';`,
    'export type { ErrorCode };',
    `/** What a session's user can be. */\nexport type Role = ${model.roles.map(literal).join(' | ') || 'never'};`,
    ...declarations.map(layOut),
  );
}

export function hasInput({ paramsSchema, body }: Pick<Operation, 'paramsSchema' | 'body'>): boolean {
  return paramsSchema !== null || body !== null;
}

/** Name of the type of an operation's input. */
export function inputName({ id }: Pick<Operation, 'id'>): string {
  return `${pascal(id)}Input`;
}

/** The fields of an operation's input: its parameters, and those of its body. */
export function inputFields({ paramsSchema, body }: Operation, model: Model): Property[] {
  return [paramsSchema, body].flatMap((name) =>
    name === null ? [] : (named(model, name).body as ObjectSchema).properties,
  );
}

/** May an operation's input be left out? */
export function isInputOptional(operation: Operation, model: Model): boolean {
  return (
    operation.choices.every(({ least }) => least === 0) &&
    inputFields(operation, model).every(({ required }) => !required)
  );
}

function schemaTypes(model: Model): NamedType[] {
  return [...model.schemas.values()]
    .filter(({ isParameters }) => !isParameters)
    .map(({ name, body }) => ({ name, body, purpose: purposeOf(name, model) }));
}

function purposeOf(name: string, model: Model): string {
  const uses = [
    ...model.operations.flatMap(({ method, path, id, body, output }) => [
      ...(body === name ? [`Body of \`${method} ${path}\` (\`${id}\`).`] : []),
      ...(output === name ? [`Answer of \`${method} ${path}\` (\`${id}\`).`] : []),
    ]),
    ...model.messages
      .filter(({ payload }) => payload === name)
      .map(({ direction, type, summary }) => {
        return `The ${direction === 'inbound' ? 'frame' : 'event'} \`${type}\`. ${summary.trim()}`;
      }),
  ];
  return uses.join('\n');
}

function inputTypes(model: Model): NamedType[] {
  return model.operations.filter(hasInput).map((operation) => {
    const { method, path, paramsSchema, body } = operation;
    const properties = inputFields(operation, model);
    const own: ObjectSchema = { kind: 'object', properties, closed: true, description: '' };
    return {
      name: inputName(operation),
      body: paramsSchema === null && body !== null ? { kind: 'ref', name: body, description: '' } : own,
      purpose: [`Input of \`${method} ${path}\`.`, ...operation.choices.map(choiceSentence)].join(' '),
      choices: operation.choices,
    };
  });
}

/** In words. */
export function choiceSentence({ names, least, most }: Choice): string {
  const amount = most === null ? 'At least' : least === 1 ? 'Exactly' : 'At most';
  return `${amount} one of ${names.map((name) => `\`${name}\``).join(' and ')} is given.`;
}

/** The other fields, and one alternative for each way to choose: what an alternative does not allow is `never`. */
function withChoices(body: ObjectSchema, choices: readonly Choice[], model: Model, purpose: string): object {
  const isChosen = ({ name }: Property) => choices.some(({ names }) => names.includes(name));
  const objectOf = (properties: readonly Property[]) => toOpenapi({ ...body, properties }, model);
  const parts = choices.map(({ names, least, most }) => {
    const fields = names.flatMap((name) => body.properties.find((property) => property.name === name) ?? []);
    const alternatives = fields.map((chosen) => {
      const given = objectOf(fields.map((field) => ({ ...field, required: field === chosen && least === 1 })));
      if (most === null) return given;
      const { properties } = given as { properties: Record<string, object> };
      const others = names.filter((name) => name !== chosen.name).map((name) => [name, NEVER] as const);
      return { ...given, properties: { ...properties, ...Object.fromEntries(others) } };
    });
    return { oneOf: alternatives };
  });
  const others = body.properties.filter((property) => !isChosen(property));
  return { allOf: [...(others.length > 0 ? [objectOf(others)] : []), ...parts], title: purpose };
}

/** What openapi-typescript prints as `never`. */
const NEVER = { enum: [] };

/** A schema as openapi-typescript takes it. The text goes into the title, which it prints as it is, without a tag. */
function toOpenapi(body: NamedSchemaBody, model: Model, purpose = ''): object {
  const description = body.description.trim() || purpose;
  const title = description === '' ? {} : { title: description };
  switch (body.kind) {
    case 'ref': {
      const target = named(model, body.name).body;
      if (isBareScalar(target)) return toOpenapi(target, model);
      return { $ref: `#/components/schemas/${body.name}`, ...title };
    }
    case 'scalar':
      return { ...scalarType(body), ...title };
    case 'array':
      return { type: orNull('array', body.nullable), items: toOpenapi(body.items, model), ...title };
    case 'map':
      return {
        type: orNull('object', body.nullable),
        additionalProperties: toOpenapi(body.values, model),
        ...title,
      };
    case 'union':
      return { oneOf: body.variants.map((name) => ({ $ref: `#/components/schemas/${name}` })), ...title };
    case 'object':
      return {
        type: 'object',
        required: body.properties.filter(({ required }) => required).map(({ name }) => name),
        properties: Object.fromEntries(body.properties.map((property) => [property.name, propertyOf(property, model)])),
        ...title,
      };
  }
}

function propertyOf(property: Property, model: Model): object {
  const text = documentation(property, model);
  const { title: _title, ...schema } = toOpenapi(property.schema, model) as { title?: string };
  return { ...schema, ...(text !== '' && { title: text }) };
}

function scalarType({ type, nullable, const: constant, enum: choices }: ScalarSchema): object {
  return {
    type: orNull(type, nullable),
    ...(constant !== undefined && { const: constant }),
    ...(choices && { enum: [...choices, ...(nullable ? [null] : [])] }),
  };
}

function orNull(type: string, nullable: boolean): string | string[] {
  return nullable ? [type, 'null'] : type;
}

/** The members of `components.schemas` as declarations that refer to one another by name. */
function flatten(nodes: readonly ts.Node[]): ts.Statement[] {
  const components = nodes.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === 'components');
  const schemas = components?.members.find((member) => nameOf(member) === 'schemas');
  if (!schemas || !ts.isPropertySignature(schemas) || !schemas.type || !ts.isTypeLiteralNode(schemas.type)) {
    throw new Error('openapi-typescript prints no components.schemas');
  }
  const { members } = schemas.type;
  const { transformed } = ts.transform([...members], [adapt]);
  // The error codes are the keys of their table.
  const own = transformed.filter((member) => nameOf(member) !== 'ErrorCode');
  return own.map((member) => {
    if (!ts.isPropertySignature(member) || !member.type) throw new Error('openapi-typescript prints no type');
    return declare(nameOf(member), member.type, ts.getSyntheticLeadingComments(member));
  });
}

function nameOf({ name }: ts.TypeElement): string {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '';
}

function declare(name: string, type: ts.TypeNode, comments: ts.SynthesizedComment[] | undefined): ts.Statement {
  const { factory } = ts;
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const declaration = ts.isTypeLiteralNode(type)
    ? factory.createInterfaceDeclaration(exported, name, undefined, undefined, type.members)
    : factory.createTypeAliasDeclaration(exported, name, undefined, type);
  return ts.setSyntheticLeadingComments(declaration, comments);
}

/**
 * `components['schemas']['X']` becomes `X`. What may be left out may be `undefined`, too, also for a compiler with
 * `exactOptionalPropertyTypes`: the SDK sends neither.
 */
const adapt: ts.TransformerFactory<ts.TypeElement> = (context) => {
  const visit = (node: ts.Node): ts.Node => {
    const name = referredName(node);
    if (name !== undefined) return ts.factory.createTypeReferenceNode(name);
    const visited = ts.visitEachChild(node, visit, context);
    return ts.isPropertySignature(visited) ? orUndefined(visited) : visited;
  };
  return (member) => ts.visitEachChild(member, visit, context);
};

function orUndefined(property: ts.PropertySignature): ts.PropertySignature {
  const { modifiers, name, questionToken, type } = property;
  if (!questionToken || !type) return property;
  const types = ts.isUnionTypeNode(type) ? type.types : [type];
  const undef = ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
  const union = ts.factory.createUnionTypeNode([...types, undef]);
  return ts.factory.updatePropertySignature(property, modifiers, name, questionToken, union);
}

function referredName(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isLiteralTypeNode(node.indexType)) return undefined;
  const { literal } = node.indexType;
  return ts.isStringLiteral(literal) ? literal.text : undefined;
}

/** Comments wrapped to fit, without the tags that only repeat the type; indented by two spaces. */
function layOut(declaration: string): string {
  return declaration
    .replace(/^(?: {4})+/gm, (spaces) => ' '.repeat(spaces.length / 2))
    .replace(/^( *)\/\*\*([\s\S]*?)\*\/\n/gm, (_, indent: string, text: string) => {
      const lines = text.split('\n').map((line) => line.replace(/^ *\*/, '').trim());
      return doc([wrap(lines.filter((line) => !/^@(constant|enum)\b/.test(line)).join('\n'))], indent);
    });
}
