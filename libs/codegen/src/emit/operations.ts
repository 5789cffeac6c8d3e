import type { Model, Operation } from '../model.js';
import { doc, file, importLine, literal } from './text.js';

const SPEC = `/** One alternative of an operation's security; no alternative at all means that anyone may call it. */
export type SecurityAlternative =
  | { readonly scheme: 'bearerAuth'; readonly roles: readonly Role[] }
  | { readonly scheme: 'adminToken' };

/** A parameter; it travels as text. */
export interface ParamSpec {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: 'string' | 'integer' | 'boolean';
}

/** What the contract says of an operation. */
export interface OperationSpec {
  readonly id: OperationId;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With its parameters as OpenAPI writes them: \`/things/{id}\`. */
  readonly path: string;
  /** Status of success. */
  readonly status: number;
  /** May also answer 204, without content. */
  readonly noContent: boolean;
  readonly security: readonly SecurityAlternative[];
  readonly params: readonly ParamSpec[];
  readonly body: SchemaName | null;
  readonly paramsSchema: SchemaName | null;
  /** Codes of the errors that it answers with. */
  readonly errors: readonly HttpErrorCode[];
}`;

const HELPERS = `export type OperationId = keyof OperationTypes;
/** Parameters and body of an operation in one object; undefined where it has neither. */
export type OperationInput<Id extends OperationId> = OperationTypes[Id]['input'];
/** What an operation answers with; undefined where it answers 204. */
export type OperationOutput<Id extends OperationId> = OperationTypes[Id]['output'];`;

/** `operations.ts`: the table of operations, and the types of their inputs and outputs. */
export function emitOperations(model: Model): string {
  const inputs = model.operations.flatMap(({ paramsSchema, body }) => [paramsSchema, body].filter((n) => n !== null));
  const outputs = model.operations.flatMap(({ output }) => output ?? []);
  const dtos = (names: readonly string[], wanted: boolean) =>
    names.filter((name) => model.dtos.includes(name) === wanted);
  return file(
    [
      importLine(dtos([...inputs, ...outputs], true), './dtos.js'),
      importLine(['HttpErrorCode'], './errors.js'),
      importLine(dtos(outputs, false), './models.js'),
      importLine(['SchemaName'], './schemas.js'),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    `/** What a session's user can be. */\nexport type Role = ${model.roles.map(literal).join(' | ') || 'never'};`,
    SPEC,
    `/** Input and output of each operation. */\nexport interface OperationTypes {\n${model.operations.map(emitTypes).join('')}}`,
    HELPERS,
    `/** Every operation of openapi.yaml. */\nexport const operations = {\n${model.operations.map(emitSpec).join('')}} as const satisfies { readonly [Id in OperationId]: OperationSpec & { readonly id: Id } };`,
  );
}

/** The type of an operation's input as the server sees it. */
function inputType({ paramsSchema, body }: Operation): string {
  return [paramsSchema, body].filter((name) => name !== null).join(' & ') || 'undefined';
}

function emitTypes(operation: Operation): string {
  const { id, output, noContent, summary } = operation;
  const answer = output === null ? 'undefined' : `${output}${noContent ? ' | undefined' : ''}`;
  return `${doc([summary], '  ')}  ${id}: { input: ${inputType(operation)}; output: ${answer} };\n`;
}

function emitSpec(operation: Operation): string {
  const { id, method, status, noContent, security, parameters, errors } = operation;
  const fields = {
    id: literal(id),
    method: literal(method),
    path: literal(operation.path),
    status: literal(status),
    noContent: literal(noContent),
    security: literal(security),
    params: literal(parameters.map((parameter) => ({ name: parameter.name, in: parameter.in, type: parameter.type }))),
    body: literal(operation.body),
    paramsSchema: literal(operation.paramsSchema),
    errors: literal(errors),
  };
  const lines = Object.entries(fields).map(([key, text]) => `    ${key}: ${text},\n`);
  return `  ${id}: {\n${lines.join('')}  },\n`;
}
