import type { Model, Operation, Pages } from '../model.js';
import { doc, file, importLine, literal, pascal } from './text.js';
import { hasInput, isInputOptional } from './sdk-types.js';

/** `operations.ts` of the SDK: how each operation travels. */
export function emitSdkOperations(model: Model): string {
  return file(
    `/** How the pages of a list follow one another. */
export interface PageRoute {
  /** The answer's field with the items. */
  readonly items: string;
  /** The answer's field that says whether there is another page. */
  readonly more: string;
  /**
   * The ways on: the query parameter that asks for the other page, and where its value stands: for \`next\` a field of
   * the answer, else one of its first (\`older\`) or last (\`newer\`) item. The first way is taken unless the caller gives
   * the parameter of another one.
   */
  readonly steps: readonly [PageStep, ...PageStep[]];
}

interface PageStep {
  readonly towards: 'next' | 'older' | 'newer';
  readonly parameter: string;
  readonly field: string;
}`,
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
  /** After a success the client's token is not valid any more. */
  readonly endsSession?: boolean;
  /** Safe to send again. */
  readonly retryable: boolean;
  /** The credentials that it accepts; none for a public operation. */
  readonly auth: readonly ('bearer' | 'admin')[];
  /** Of a list that is answered page by page. */
  readonly pages?: PageRoute;
}`,
    `/** Every operation of the HTTP API. */\nexport const operations = {\n${model.operations.map(emitRoute).join('')}} as const satisfies Record<string, OperationRoute>;`,
    '/** Name of an operation in the contract. */\nexport type OperationId = keyof typeof operations;',
    `/** An operation whose answers are pages of a list. */
export type PagedOperationId = {
  [Id in OperationId]: (typeof operations)[Id] extends { readonly pages: PageRoute } ? Id : never;
}[OperationId];`,
    `/** Codes of the errors that each operation answers with. */\nexport interface OperationErrors {\n${model.operations.map(({ id, errors }) => `  ${id}: ${errors.map(literal).join(' | ') || 'never'};\n`).join('')}}`,
  );
}

function emitRoute(operation: Operation): string {
  const { id, method, path, parameters, body, status, contentType, security, pages } = operation;
  const { setsToken, endsSession, retryable } = operation;
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
    ...(endsSession && { endsSession }),
    retryable,
    auth: security.map(({ scheme }) => (scheme === 'bearerAuth' ? 'bearer' : 'admin')),
    ...(pages && { pages: { items: pages.items, more: pages.more, steps: pages.steps } }),
  };
  return `  ${id}: ${literal(route)},\n`;
}

/** `resources.ts` of the SDK: one class for each tag, one method for each operation. */
export function emitResources(model: Model): string {
  const tags = model.tags.filter(({ name }) => model.operations.some(({ tag }) => tag === name));
  const inputs = model.operations.filter(hasInput).map(({ id }) => `${pascal(id)}Input`);
  const outputs = model.operations.flatMap(({ output }) => output ?? []);
  const items = model.operations.flatMap(({ pages }) => pages?.itemSchema ?? []);
  const fields = tags.map(
    ({ name, description }) => `${doc([description], '  ')}  readonly ${name}: ${pascal(name)}Resource;\n`,
  );
  const setUp = tags.map(({ name }) => `    this.${name} = new ${pascal(name)}Resource(transport);\n`);
  return file(
    [
      `import { Resource } from '../core/resource.js';`,
      importLine(['ApiPromise'], '../core/api-promise.js'),
      importLine(items.length > 0 ? ['PagePromise'] : [], '../core/page-promise.js'),
      importLine(['RequestOptions', 'Transport'], '../core/transport.js'),
      importLine([...inputs, ...outputs, ...items], './types.js'),
    ]
      .filter((line) => line !== '')
      .join('\n'),
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
  const { id, sdkMethod, output, noContent, pages } = operation;
  const result = output === null ? 'void' : `${output}${noContent ? ' | undefined' : ''}`;
  const fallback = isInputOptional(operation, model) ? ' = {}' : '';
  const input = hasInput(operation) ? `input: ${pascal(id)}Input${fallback}, ` : '';
  const passed = hasInput(operation) ? 'input' : 'undefined';
  const comment = doc([...methodDoc(operation), throwsLines(operation, model)], '  ');
  const types = pages ? `<${result}, ${pages.itemSchema}>` : `<${result}>`;
  const [promise, call] = pages ? ['PagePromise', 'pages'] : ['ApiPromise', 'request'];
  return `${comment}  ${sdkMethod}(${input}options?: RequestOptions): ${promise}${types} {\n    return this.transport.${call}${types}(${literal(id)}, ${passed}, options);\n  }\n`;
}

function methodDoc({ summary, description, method, path, noContent, pages }: Operation): string[] {
  const empty = noContent ? ' Undefined when the answer is 204.' : '';
  return [
    summary.endsWith('.') ? summary : `${summary}.`,
    description,
    pages ? pagesDoc(pages) : '',
    `\`${method} ${path}\`.${empty}`,
  ];
}

/** How the list of an operation can be walked. */
export function pagesDoc({ items, steps }: Pages): string {
  const ways = steps.map(({ towards, parameter }, index) => {
    const way = towards === 'older' ? 'towards older ones, newest first' : 'in the order of the answers';
    return index === 0 ? way : `with \`${parameter}\` ${way}`;
  });
  return `Awaited it is one page; \`for await\` walks the \`${items}\` of all pages, ${ways.join('; ')}.`;
}

function throwsLines({ errors }: Operation, model: Model): string {
  return errors
    .map((code) => `@throws {ApiError} ${code} (${model.errors.find((spec) => spec.code === code)?.status ?? ''})`)
    .join('\n');
}
