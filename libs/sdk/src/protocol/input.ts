// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import { DialtoneError } from './dialtone-error.js';
import { isForbidden, JsonError, parseJson } from './json.js';
import type { Judge } from './judge.js';
import { printable } from './printable.js';

/** What the contract says of an operation's input. */
export interface InputSpec<SchemaName extends string> {
  readonly params: readonly {
    readonly name: string;
    readonly in: 'query' | 'path';
    readonly type: 'string' | 'integer' | 'boolean';
  }[];
  readonly choices?: readonly {
    readonly names: readonly string[];
    readonly least: 0 | 1;
    readonly most: 1 | null;
  }[];
  readonly paramsSchema?: SchemaName;
  readonly body?: SchemaName;
  readonly maxBodyParts?: number;
  readonly errors: readonly string[];
}

/** What a request says, before it is read. */
export interface RawInput {
  /** Query parameters; a list where one is given several times. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, unknown>>;
  /** UTF-8 text; nothing and no bytes are the same. */
  readonly body: Uint8Array | undefined;
}

/**
 * Reads and validates an operation's input: its parameters and the fields of its body in one object; undefined when it
 * has neither, or documents no `invalid_request` (a health probe does not look at what comes with the request).
 *
 * @throws {DialtoneError} `invalid_request`, naming the field
 */
export function readInput<S extends string>(
  operation: InputSpec<S>,
  input: RawInput,
  judge: Judge<S>,
): object | undefined {
  if (!operation.errors.includes('invalid_request')) return undefined;
  const params = readParams(operation, input, judge);
  const body = readBody(operation, input.body, judge);
  return params || body ? { ...params, ...body } : undefined;
}

function readParams<S extends string>(
  operation: InputSpec<S>,
  { query, path }: RawInput,
  judge: Judge<S>,
): object | undefined {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(query)) {
    if (!operation.params.some((param) => param.in === 'query' && param.name === name)) {
      throw invalid(`query parameter ${printable(name)} should not exist`);
    }
  }
  for (const param of operation.params) {
    const value = (param.in === 'path' ? path : query)[param.name];
    if (Array.isArray(value)) throw invalid(`${param.name} is given twice`);
    if (typeof value === 'string') values[param.name] = coerce(value, param.type);
  }
  if (operation.paramsSchema === undefined) return undefined;
  const params = checked(operation.paramsSchema, values, judge);
  for (const choice of operation.choices ?? []) checkChoice(choice, params);
  return params;
}

function checkChoice({ names, least, most }: NonNullable<InputSpec<string>['choices']>[number], params: object): void {
  const count = names.filter((name) => Object.hasOwn(params, name)).length;
  if (count >= least && count <= (most ?? Infinity)) return;
  const amount = most === null ? 'at least' : least === 1 ? 'exactly' : 'at most';
  throw invalid(`${amount} one of ${names.join(' and ')} must be given`);
}

function readBody<S extends string>(
  operation: InputSpec<S>,
  body: Uint8Array | undefined,
  judge: Judge<S>,
): object | undefined {
  if (!operation.body) {
    const text = body ? new TextDecoder().decode(body).trim() : '';
    if (text !== '' && !/^\{\s*\}$/.test(text)) throw invalid('this operation takes no body');
    return undefined;
  }
  if (!body || body.length === 0) throw invalid('a JSON body is required');
  try {
    return checked(operation.body, parseJson(body, operation.maxBodyParts), judge);
  } catch (error) {
    throw error instanceof JsonError ? invalid(`body: ${error.message}`) : error;
  }
}

function checked<S extends string>(schema: S, value: unknown, judge: Judge<S>): object {
  const problem = judge(schema, value);
  if (problem !== null) throw invalid(problem);
  return value as object;
}

/** Parameters arrive as text; what does not read as the type stays text, for the schema to refuse. */
function coerce(value: string, type: 'string' | 'integer' | 'boolean'): unknown {
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (isForbidden(value)) throw invalid('a parameter holds U+0000 or ill-formed Unicode');
  return value;
}

function invalid(message: string): DialtoneError {
  return new DialtoneError('invalid_request', message);
}
