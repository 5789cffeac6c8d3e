import type { Model, Operation } from '../model.js';
import { doc, file, importLine, literal, pascal } from './text.js';
import { hasInput, isInputOptional } from './sdk-types.js';

/** `operations.ts` of the SDK: how each operation travels. */
export function emitSdkOperations(model: Model): string {
  return file(
    `/** How an operation travels over HTTP. */
export interface OperationRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With \`{name}\` for a path parameter. */
  readonly path: string;
  /** Names of the input's fields that go into the query. */
  readonly query: readonly string[];
  /** Names of the input's fields that go into the path. */
  readonly pathParams: readonly string[];
  /** The rest of the input is the JSON body. */
  readonly hasBody: boolean;
  /** Status of success. */
  readonly status: number;
  readonly responseType: 'json' | 'text' | 'none';
  /** The answer's \`token\` becomes the client's. */
  readonly setsToken: boolean;
  /** Safe to send again. */
  readonly retryable: boolean;
  /** The credentials that it accepts; none for a public operation. */
  readonly auth: readonly ('bearer' | 'admin')[];
}`,
    `/** Every operation of the HTTP API. */\nexport const operations = {\n${model.operations.map(emitRoute).join('')}} as const satisfies Record<string, OperationRoute>;`,
    'export type OperationId = keyof typeof operations;',
    `/** Codes of the errors that each operation answers with. */\nexport interface OperationErrors {\n${model.operations.map(({ id, errors }) => `  ${id}: ${errors.map(literal).join(' | ') || 'never'};\n`).join('')}}`,
  );
}

function emitRoute(operation: Operation): string {
  const { id, method, path, parameters, body, status, contentType, setsToken, retryable, security } = operation;
  const names = (where: 'query' | 'path') => parameters.filter((p) => p.in === where).map(({ name }) => name);
  const responseType = { 'application/json': 'json', 'text/plain': 'text' } as const;
  const route = {
    method,
    path,
    query: names('query'),
    pathParams: names('path'),
    hasBody: body !== null,
    status,
    responseType: contentType ? responseType[contentType] : 'none',
    setsToken,
    retryable,
    auth: security.map(({ scheme }) => (scheme === 'bearerAuth' ? 'bearer' : 'admin')),
  };
  return `  ${id}: ${literal(route)},\n`;
}

/** `resources.ts` of the SDK: one class for each tag, one method for each operation. */
export function emitResources(model: Model): string {
  const tags = model.tags.filter(({ name }) => model.operations.some(({ tag }) => tag === name));
  const inputs = model.operations.filter(hasInput).map(({ id }) => `${pascal(id)}Input`);
  const outputs = model.operations.flatMap(({ output }) => output ?? []);
  const fields = tags.map(
    ({ name, description }) => `${doc([description], '  ')}  readonly ${name}: ${pascal(name)}Resource;\n`,
  );
  const setUp = tags.map(({ name }) => `    this.${name} = new ${pascal(name)}Resource(transport);\n`);
  return file(
    [
      `import { Resource } from '../core/resource.js';`,
      importLine(['RequestOptions', 'Transport'], '../core/transport.js'),
      importLine([...inputs, ...outputs], './types.js'),
    ].join('\n'),
    ...tags.map(({ name, description }) => {
      const methods = model.operations
        .filter(({ tag }) => tag === name)
        .map((operation) => emitMethod(operation, model));
      return `${doc([description])}export class ${pascal(name)}Resource extends Resource {\n${methods.join('\n')}}`;
    }),
    `/** The resources of a server, by tag. */\nexport abstract class Resources {\n${fields.join('')}\n  constructor(transport: Transport) {\n${setUp.join('')}  }\n}`,
  );
}

function emitMethod(operation: Operation, model: Model): string {
  const { id, sdkMethod, output, noContent } = operation;
  const result = output === null ? 'void' : `${output}${noContent ? ' | undefined' : ''}`;
  const fallback = isInputOptional(operation, model) ? ' = {}' : '';
  const input = hasInput(operation) ? `input: ${pascal(id)}Input${fallback}, ` : '';
  const passed = hasInput(operation) ? 'input' : 'undefined';
  const comment = doc([...methodDoc(operation), throwsLines(operation, model)], '  ');
  return `${comment}  ${sdkMethod}(${input}options?: RequestOptions): Promise<${result}> {\n    return this.transport.request<${result}>(${literal(id)}, ${passed}, options);\n  }\n`;
}

function methodDoc({ summary, description, method, path, noContent }: Operation): string[] {
  const empty = noContent ? ' Undefined when the answer is 204.' : '';
  return [summary.endsWith('.') ? summary : `${summary}.`, description, `\`${method} ${path}\`.${empty}`];
}

function throwsLines({ errors }: Operation, model: Model): string {
  return errors
    .map((code) => `@throws {ApiError} ${code} (${model.errors.find((spec) => spec.code === code)?.status ?? ''})`)
    .join('\n');
}
