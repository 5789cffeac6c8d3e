import type { Model, Operation } from '../model.js';
import { emitEntry, specOf } from './operations.js';
import { answerOf } from './shapes.js';
import { block, file, importLine } from './text.js';

/** `calls.ts`: what a client has to know of each operation, and no more, since it is downloaded with every page. */
export function emitCalls(model: Model): string {
  return file(
    [importLine(['OperationTypes'], './operations.js'), importLine(['CallSpec'], '../core/call-spec.js')].join('\n'),
    block(
      '/** How every operation of openapi.yaml is called, and what it answers. */',
      'export const calls = {',
      model.operations.map((operation) => emitEntry(operation.id, callOf(operation, model))),
      '} as const satisfies { readonly [Id in keyof OperationTypes]: CallSpec };',
    ),
  );
}

function callOf(operation: Operation, model: Model): object {
  const { method, path, noContent, otherStatus, responseType, security, params, body, pages, ...flags } = specOf(
    operation,
    model,
  );
  const { retryable, setsToken, endsSession } = flags;
  const answer = answerOf(operation, model);
  const schemes = security.map(({ scheme }) => scheme);
  return {
    method,
    path,
    ...(answer && { answer }),
    ...(responseType === 'text' && { isText: true }),
    ...(noContent && { noContent }),
    ...(otherStatus && { otherStatus }),
    ...(schemes.join() !== 'bearerAuth' && { security: schemes }),
    ...(params.length > 0 && { params: params.map((param) => ({ name: param.name, in: param.in })) }),
    ...(body && { hasBody: true }),
    ...(retryable && { retryable }),
    ...(setsToken && { setsToken }),
    ...(endsSession && { endsSession }),
    ...(pages && { pages }),
  };
}
