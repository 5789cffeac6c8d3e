import { errorCodes, type ErrorCode } from '../generated/errors.js';
import { operations, type OperationId, type OperationRoute } from '../generated/operations.js';
import { limits } from '../generated/limits.js';
import { operationRules } from '../generated/testing.js';
import type { Context } from './context.js';
import { ContractError } from './contract-error.js';
import { handlers } from './operations.js';
import { checkText, parseStrict } from './strict-json.js';
import { isLarge } from './text-size.js';
import { problemOf } from './validate.js';

/** A request as the server sees it. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** An answer before it is a `Response`. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  /** The input as the contract names its fields; undefined where it was not looked at. */
  readonly input: unknown;
  readonly userId: string | undefined;
  readonly code: ErrorCode | undefined;
}

/** The operation that a request is for. */
export function operationOf({ method, url }: HttpRequest, basePath: string): OperationId | undefined {
  return idsAt(url, basePath).find((id) => operations[id].method === method);
}

/** Serves a request: who calls, what they say, what they get. */
export function serve(request: HttpRequest, id: OperationId | undefined, context: ServeContext): HttpAnswer {
  let input: unknown;
  let userId: string | undefined;
  try {
    if (id === undefined) throw new ContractError(codeOfUnknown(request, context.basePath));
    const session = authorize(request.headers, id, context);
    userId = session?.user_id;
    const user = userId === undefined ? undefined : context.state.users.get(userId);
    if (operationRules[id].errors.includes('invalid_request')) input = readInput(request, id, context.basePath);
    const handler = handlers[id] as (context: object, input: unknown) => unknown;
    const output = handler({ ...context, session, user }, input);
    return { ...success(id, output), input, userId, code: undefined };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { ...failure(error.code, error.message), input, userId, code: error.code };
  }
}

/** What serving needs beside the request. */
export interface ServeContext extends Context {
  readonly adminToken: string;
  /** The path of the server's base URL, without a slash at its end. */
  readonly basePath: string;
}

/** The answer that an error means. */
export function failure(code: ErrorCode, message: string): Pick<HttpAnswer, 'status' | 'headers' | 'body'> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json; charset=utf-8', 'X-Error-Code': code };
  const status = errorCodes[code].status ?? 500;
  if (status === 429 || status === 503) headers['Retry-After'] = String(limits.retryAfterSeconds);
  return { status, headers, body: JSON.stringify({ error: message }) };
}

function success(id: OperationId, output: unknown): Pick<HttpAnswer, 'status' | 'headers' | 'body'> {
  const { status, responseType }: OperationRoute = operations[id];
  if (output === undefined) return { status: 204, headers: {}, body: null };
  if (responseType === 'text') {
    return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: output as string };
  }
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(output) };
}

function authorize(headers: Headers, id: OperationId, { state, adminToken }: ServeContext) {
  const { security } = operationRules[id];
  if (security.length === 0) return undefined;
  const takesAdminToken = security.some(({ scheme }) => scheme === 'adminToken');
  if (takesAdminToken && headers.get('x-admin-token') === adminToken) return undefined;
  const session = state.sessionOf(bearerToken(headers.get('authorization')));
  const user = session && state.users.get(session.user_id);
  if (!session || !user) throw new ContractError('unauthorized');
  const roles = security.flatMap((alternative) => (alternative.scheme === 'bearerAuth' ? alternative.roles : []));
  if (!roles.every((role) => (role === 'admin' ? user.isAdmin : user.isTrusted))) throw new ContractError('forbidden');
  return session;
}

/** The token of an `Authorization` header; empty when there is none. */
export function bearerToken(header: string | null | undefined): string {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '';
}

function readInput(request: HttpRequest, id: OperationId, basePath: string): object | undefined {
  const params = readParams(request, id, basePath);
  const body = readBody(request, id);
  return params || body ? { ...params, ...body } : undefined;
}

function readParams({ url }: HttpRequest, id: OperationId, basePath: string): object | undefined {
  const { params, paramsSchema } = operationRules[id];
  const { query, path }: OperationRoute = operations[id];
  const values: Record<string, unknown> = {};
  for (const name of new Set(url.searchParams.keys())) {
    if (!query.includes(name)) invalid(`query parameter ${JSON.stringify(name)} should not exist`);
    if (url.searchParams.getAll(name).length > 1) invalid(`${name} is given twice`);
    values[name] = url.searchParams.get(name);
  }
  for (const [index, part] of path.split('/').entries()) {
    if (part.startsWith('{')) values[part.slice(1, -1)] = decodeURIComponent(partsOf(url, basePath)[index] ?? '');
  }
  for (const { name, type } of params) if (name in values) values[name] = coerce(String(values[name]), type);
  if (paramsSchema === null) return undefined;
  return checked(paramsSchema, values);
}

function readBody({ headers, body }: HttpRequest, id: OperationId): object | undefined {
  const { body: schema, errors } = operationRules[id];
  if (isLarge(body, limits.maxBodyBytes)) throw new ContractError('payload_too_large');
  const isJson = /^application\/json *(;|$)/i.test(headers.get('content-type') ?? '');
  if (body !== '' && !isJson && errors.includes('unsupported_media_type')) {
    throw new ContractError('unsupported_media_type');
  }
  if (schema === null) {
    if (body.trim() !== '' && !/^\{\s*\}$/.test(body.trim())) invalid('this operation takes no body');
    return undefined;
  }
  if (body === '') invalid('a JSON body is required');
  let value: unknown;
  try {
    value = parseStrict(body);
  } catch (error) {
    invalid(`body: ${(error as SyntaxError).message}`);
  }
  return checked(schema, value);
}

function checked(schema: string, value: unknown): object {
  const problem = problemOf(schema, value);
  if (problem !== null) invalid(problem);
  return value as object;
}

/** Parameters arrive as text; what does not read as the type stays text, for the schema to refuse. */
function coerce(text: string, type: 'string' | 'integer' | 'boolean'): unknown {
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  try {
    checkText(text);
  } catch {
    invalid('a parameter holds U+0000 or ill-formed Unicode');
  }
  return text;
}

function codeOfUnknown({ url }: HttpRequest, basePath: string): ErrorCode {
  if (partsOf(url, basePath).join('/') === '/ws') return 'upgrade_required';
  return idsAt(url, basePath).length > 0 ? 'method_not_allowed' : 'not_found';
}

/** The operations whose path this is. */
function idsAt(url: URL, basePath: string): OperationId[] {
  const given = partsOf(url, basePath);
  return (Object.keys(operations) as OperationId[]).filter((id) => {
    const wanted = operations[id].path.split('/');
    return wanted.length === given.length && wanted.every((part, i) => part.startsWith('{') || part === given[i]);
  });
}

function partsOf({ pathname }: URL, basePath: string): string[] {
  return (pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname).split('/');
}

function invalid(message: string): never {
  throw new ContractError('invalid_request', message);
}
