import type { Message, Model, Operation } from '../model.js';
import { withReferences } from '../read/model.js';
import { hasInput } from './sdk-types.js';
import { doc, file, importLine, keyOf, literal, pascal } from './text.js';

/** `testing.ts` of the SDK: what its fake server has to know beyond what its client knows. */
export function emitSdkTesting(model: Model): string {
  const inbound = model.messages.filter(({ direction }) => direction === 'inbound');
  const inputs = model.operations.filter(hasInput).map(({ id }) => `${pascal(id)}Input`);
  const outputs = model.operations.flatMap(({ output }) => output ?? []);
  const schemas = withReferences(model.schemas, [
    ...model.operations.flatMap(({ paramsSchema, body }) => [paramsSchema, body].filter((name) => name !== null)),
    ...inbound.map(({ payload }) => payload),
  ]);
  const lines = schemas.map((name) => `  ${name}: ${literal(model.schemas.get(name)?.json)},\n`);
  return file(
    [importLine(['OperationId'], './operations.js'), importLine([...inputs, ...outputs], './types.js')].join('\n'),
    `/** Who may call an operation, and how its input is judged. */
export interface OperationRules {
  /** One of these is enough; none for a public operation. */
  readonly security: readonly (
    | { readonly scheme: 'bearerAuth'; readonly roles: readonly (${model.roles.map(literal).join(' | ') || 'never'})[] }
    | { readonly scheme: 'adminToken' }
  )[];
  readonly params: readonly {
    readonly name: string;
    readonly in: 'query' | 'path';
    readonly type: 'string' | 'integer' | 'boolean';
  }[];
  readonly paramsSchema: string | null;
  readonly body: string | null;
  readonly errors: readonly string[];
}`,
    `/** The rules of every operation. */\nexport const operationRules: Readonly<Record<OperationId, OperationRules>> = {\n${model.operations.map(emitRules).join('')}};`,
    `/** Input, with its defaults, and output of each operation. */\nexport interface OperationTypes {\n${model.operations.map(emitTypes).join('')}}`,
    `/** The schema of each frame that clients send. */\nexport const frameSchemas: Readonly<Record<string, string>> = {\n${inbound.map(({ type, payload }) => `  ${keyOf(type)}: ${literal(payload)},\n`).join('')}};`,
    `/** Codes of the \`error\` events that each frame is answered with. */\nexport interface FrameErrors {\n${inbound.map(emitErrors).join('')}}`,
    `/** Types that clients of old send, and the code that each is answered with. */\nexport const retiredFrameTypes: Readonly<Record<string, string>> = {\n${model.retiredTypes.map(({ type, code }) => `  ${keyOf(type)}: ${literal(code)},\n`).join('')}};`,
    `/** The schemas of what clients send. */\nexport const schemas: Readonly<Record<string, object>> = {\n${lines.join('')}};`,
  );
}

function emitRules({ id, security, parameters, paramsSchema, body, errors }: Operation): string {
  const params = parameters.map((parameter) => ({ name: parameter.name, in: parameter.in, type: parameter.type }));
  return `  ${id}: ${literal({ security, params, paramsSchema, body, errors })},\n`;
}

function emitTypes(operation: Operation): string {
  const { id, output, noContent, summary } = operation;
  const answer = output === null ? 'undefined' : `${output}${noContent ? ' | undefined' : ''}`;
  return `${doc([summary], '  ')}  ${id}: { input: ${inputType(operation)}; output: ${answer} };\n`;
}

function inputType(operation: Operation): string {
  if (!hasInput(operation)) return 'undefined';
  const input = `${pascal(operation.id)}Input`;
  const filled = operation.parameters.filter(({ schema }) => schema.kind === 'scalar' && schema.default !== undefined);
  if (filled.length === 0) return input;
  return `${input} & Required<Pick<${input}, ${filled.map(({ name }) => literal(name)).join(' | ')}>>`;
}

function emitErrors({ type, errors }: Message): string {
  return `  ${keyOf(type)}: ${errors.map(literal).join(' | ') || 'never'};\n`;
}
