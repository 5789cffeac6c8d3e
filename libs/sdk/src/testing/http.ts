import { errors } from '../generated/errors.js';
import { realtimePath } from '../generated/frames.js';
import { limits } from '../generated/limits.js';
import { operations } from '../generated/operations.js';
import { bearerToken, checkAccess, needsSession } from '../protocol/access.js';
import { DialtoneError } from '../protocol/dialtone-error.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import type { ErrorSpec } from '../protocol/error-spec.js';
import { readInput } from '../protocol/input.js';
import { isServedType } from '../protocol/media-type.js';
import type { OperationId } from '../protocol/operation-types.js';
import type { OperationRates } from '../protocol/operation-rates.js';
import { OtherAnswer } from '../protocol/other-answer.js';
import { operationsAt, pathParams } from '../protocol/paths.js';
import type { OperationSpec } from '../protocol/specs.js';
import type { Context } from './context.js';
import { judge } from './judge.js';
import { handlers } from './operations.js';

/** Every operation with its name. */
const routes = (Object.keys(operations) as OperationId[]).map((id) => ({ id, ...operations[id] }));

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
  return operationsAt(routes, pathOf(url, basePath)).find((route) => route.method === method)?.id;
}

/** Serves a request: who calls, what they say, what they get. */
export function serve(request: HttpRequest, id: OperationId | undefined, context: ServeContext): HttpAnswer {
  let input: unknown;
  let userId: string | undefined;
  try {
    if (id === undefined) throw new DialtoneError(codeOfUnknown(request, context.basePath));
    const session = authorize(request.headers, id, context);
    userId = session?.user_id;
    const user = userId === undefined ? undefined : context.state.users.get(userId);
    input = readRequest(request, id, context.basePath);
    if (userId !== undefined) context.rates.count(id, userId, context.state.clock.now);
    const handler = handlers[id] as (context: object, input: unknown) => unknown;
    const output = handler({ ...context, session, user }, input);
    return { ...success(id, output), input, userId, code: undefined };
  } catch (error) {
    if (error instanceof OtherAnswer && id !== undefined) {
      const { otherStatus: status }: OperationSpec = operations[id];
      return { ...success(id, error.output, status), input, userId, code: undefined };
    }
    if (!(error instanceof DialtoneError)) throw error;
    return { ...failure(error.code, error.message, error.retryAfter), input, userId, code: error.code };
  }
}

/** What serving needs beside the request. */
export interface ServeContext extends Context {
  readonly rates: OperationRates;
  readonly adminToken: string;
  /** The path of the server's base URL, without a slash at its end. */
  readonly basePath: string;
}

/** The answer that an error means. */
export function failure(
  code: ErrorCode,
  message: string,
  retryAfter: number = limits.retryAfterSeconds,
): Pick<HttpAnswer, 'status' | 'headers' | 'body'> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json; charset=utf-8', 'X-Error-Code': code };
  const { status, passes }: ErrorSpec = errors[code];
  if (passes) headers['Retry-After'] = String(retryAfter);
  return { status: status ?? errors.server_error.status, headers, body: JSON.stringify({ error: message }) };
}

function success(
  id: OperationId,
  output: unknown,
  status: number = operations[id].status,
): Pick<HttpAnswer, 'status' | 'headers' | 'body'> {
  const { responseType }: OperationSpec = operations[id];
  if (output === undefined) return { status: 204, headers: {}, body: null };
  if (responseType === 'text') {
    return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: output as string };
  }
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(output) };
}

function authorize(headers: Headers, id: OperationId, { state, adminToken }: ServeContext) {
  const { security } = operations[id];
  if (!needsSession(security, headers.get('x-admin-token') === adminToken)) return undefined;
  const session = state.sessionOf(bearerToken(headers.get('authorization')) ?? '');
  checkAccess(security, (session && state.users.get(session.user_id)) ?? null);
  return session;
}

function readRequest(request: HttpRequest, id: OperationId, basePath: string): object | undefined {
  const { headers, url } = request;
  const operation: OperationSpec = operations[id];
  const body = new TextEncoder().encode(request.body);
  const isServed = isServedType(headers.get('content-type') ?? '', headers.get('content-encoding') ?? '');
  if (body.length > 0 && !isServed && operation.errors.includes('unsupported_media_type')) {
    throw new DialtoneError('unsupported_media_type');
  }
  if (body.length > (operation.maxBodyBytes ?? limits.maxBodyBytes)) throw new DialtoneError('payload_too_large');
  const names = new Set(url.searchParams.keys());
  const query = Object.fromEntries(
    [...names].map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
  const params = Object.entries(pathParams(operation.path, pathOf(url, basePath)) ?? {});
  const path = Object.fromEntries(params.map(([name, value]) => [name, decodeURIComponent(value)]));
  return readInput(operation, { query, path, body }, judge);
}

function codeOfUnknown({ url }: HttpRequest, basePath: string): ErrorCode {
  if (pathOf(url, basePath) === realtimePath) return 'upgrade_required';
  return operationsAt(routes, pathOf(url, basePath)).length > 0 ? 'method_not_allowed' : 'not_found';
}

function pathOf({ pathname }: URL, basePath: string): string {
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
}
