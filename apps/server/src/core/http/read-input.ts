import { type OperationSpec, validate } from '@app/contract';
import type { FastifyRequest } from 'fastify';
import { DialtoneError } from '../errors/dialtone-error.js';
import { JsonError, parseJson } from '../json.js';

/**
 * Reads and validates an operation's input: its parameters and the fields of its body in one object; undefined when it
 * has neither.
 *
 * @throws {DialtoneError} `invalid_request`, naming the field
 */
export function readInput(operation: OperationSpec, request: FastifyRequest): object | undefined {
  const params = readParams(operation, request);
  const body = readBody(operation, request.body);
  return params || body ? { ...params, ...body } : undefined;
}

function readParams(operation: OperationSpec, request: FastifyRequest): object | undefined {
  const query = request.query as Record<string, unknown>;
  const path = request.params as Record<string, unknown>;
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(query)) {
    if (!operation.params.some((param) => param.in === 'query' && param.name === name)) {
      throw new DialtoneError('invalid_request', `query parameter ${printable(name)} should not exist`);
    }
  }
  for (const param of operation.params) {
    const value = (param.in === 'path' ? path : query)[param.name];
    if (Array.isArray(value)) throw new DialtoneError('invalid_request', `${param.name} is given twice`);
    if (typeof value === 'string') values[param.name] = coerce(value, param.type);
  }
  return operation.paramsSchema ? checked(operation.paramsSchema, values) : undefined;
}

function readBody(operation: OperationSpec, body: unknown): object | undefined {
  const bytes = body instanceof Uint8Array && body.length > 0 ? body : undefined;
  if (!operation.body) {
    const text = bytes ? Buffer.from(bytes).toString().trim() : '';
    if (text !== '' && !/^\{\s*\}$/.test(text)) {
      throw new DialtoneError('invalid_request', 'this operation takes no body');
    }
    return undefined;
  }
  if (!bytes) throw new DialtoneError('invalid_request', 'a JSON body is required');
  try {
    return checked(operation.body, parseJson(bytes));
  } catch (error) {
    throw error instanceof JsonError ? new DialtoneError('invalid_request', `body: ${error.message}`) : error;
  }
}

function checked(schema: NonNullable<OperationSpec['body']>, value: unknown): object {
  const problem = validate(schema, value);
  if (problem !== null) throw new DialtoneError('invalid_request', problem);
  return value as object;
}

/** Parameters arrive as text; what does not read as the type stays text, for the schema to refuse. */
function coerce(value: string, type: OperationSpec['params'][number]['type']): unknown {
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (value.includes('\0') || !value.isWellFormed()) {
    throw new DialtoneError('invalid_request', 'a parameter holds U+0000 or ill-formed Unicode');
  }
  return value;
}

/** A name that a client made up, fit for an error message. */
function printable(name: string): string {
  return JSON.stringify(name.slice(0, 40));
}
