import type { Model, Operation } from '../model.js';
import { bodyBounds } from './body-bounds.js';
import { block, doc, file, importLine, keyOf, literal } from './text.js';
import { hasInput, inputName } from './types.js';

/** `operations.ts`: the table of operations, and the types of their inputs and outputs. */
export function emitOperations(model: Model): string {
  const inputs = model.operations.filter(hasInput).map(inputName);
  const outputs = model.operations.flatMap(({ output }) => output ?? []);
  return file(
    [importLine(['OperationSpec'], '../protocol/specs.js'), importLine([...inputs, ...outputs], './types.js')].join(
      '\n',
    ),
    block(
      '/** Input, with its defaults filled in, and output of each operation. */',
      'export interface OperationTypes {',
      model.operations.map(emitTypes),
      '}',
    ),
    block(
      '/** Every operation of openapi.yaml. */',
      'export const operations = {',
      model.operations.map((operation) => emitSpec(operation, model)),
      '} as const satisfies { readonly [Id in keyof OperationTypes]: OperationSpec };',
    ),
  );
}

function emitTypes(operation: Operation): string {
  const { id, output, noContent, summary } = operation;
  const answer = output === null ? 'undefined' : `${output}${noContent ? ' | undefined' : ''}`;
  return `${doc([summary], '  ')}  ${id}: { input: ${inputType(operation)}; output: ${answer} };\n`;
}

function inputType(operation: Operation): string {
  if (!hasInput(operation)) return 'undefined';
  const input = inputName(operation);
  const filled = operation.parameters.filter(({ schema }) => schema.kind === 'scalar' && schema.default !== undefined);
  if (filled.length === 0) return input;
  return `${input} & Required<Pick<${input}, ${filled.map(({ name }) => literal(name)).join(' | ')}>>`;
}

const RESPONSE_TYPES = { 'application/json': 'json', 'text/plain': 'text' } as const;

function emitSpec(operation: Operation, model: Model): string {
  return emitEntry(operation.id, specOf(operation, model));
}

/** An entry of a table of operations. */
export function emitEntry(id: string, spec: object): string {
  const lines = Object.entries(spec).map(([key, value]) => `    ${keyOf(key)}: ${literal(value)},\n`);
  return `  ${id}: {\n${lines.join('')}  },\n`;
}

/** What the table says of an operation. */
export function specOf(operation: Operation, model: Model) {
  const { method, path, status, contentType, security, parameters, paramsSchema, body, errors, pages } = operation;
  const { noContent, otherStatus, retryable, setsToken, endsSession, choices, rate } = operation;
  return {
    method,
    path,
    status,
    ...(noContent && { noContent }),
    ...(otherStatus !== null && { otherStatus }),
    responseType: contentType === null ? 'none' : RESPONSE_TYPES[contentType],
    security,
    params: parameters.map((parameter) => ({ name: parameter.name, in: parameter.in, type: parameter.type })),
    ...(choices.length > 0 && { choices }),
    ...(paramsSchema && { paramsSchema }),
    ...(body && { body }),
    ...bodyBounds(operation, model),
    errors,
    ...(retryable && { retryable }),
    ...(setsToken && { setsToken }),
    ...(endsSession && { endsSession }),
    ...(rate && { rate }),
    ...(pages && { pages: { items: pages.items, more: pages.more, steps: pages.steps } }),
  };
}
