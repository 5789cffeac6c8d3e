import type { OperationId } from '../protocol/operation-types.js';
import type { OperationSpec } from '../protocol/specs.js';

/** A request on its way to the server. */
export interface ApiRequest {
  /** The operation of the contract, such as `listMessages`. */
  readonly operationId: OperationId;
  readonly method: OperationSpec['method'];
  readonly url: string;
  /** Can be changed in place. They hold the session's token: keep it out of logs. */
  readonly headers: Headers;
  /** JSON; undefined when there is no body. */
  readonly body: string | undefined;
  /** 1 when the call is sent for the first time, 2 when it is sent again, and so on. */
  readonly attempt: number;
  /** Aborted when the call's time is over or its caller gives up. */
  readonly signal: AbortSignal;
}

/** What the server answered, whatever the status. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The whole body as text. */
  readonly body: string;
}

/**
 * Stands between the calls and the server: sees every request, retries included, and its answer. It passes the request
 * on with `next`, changed or as it is, and returns that answer or another one. `next` rejects with a `ConnectionError`,
 * a `TimeoutError` or an `AbortedError`; errors of the server are answers here. When a middleware throws, the call
 * rejects with that error.
 */
export type Middleware = (
  request: ApiRequest,
  next: (request: ApiRequest) => Promise<ApiResponse>,
) => Promise<ApiResponse>;

/** The middlewares wrapped around `send`, the first one outermost. */
export function chain(
  middlewares: readonly Middleware[],
  send: (request: ApiRequest) => Promise<ApiResponse>,
): (request: ApiRequest) => Promise<ApiResponse> {
  return middlewares.reduceRight<typeof send>((next, middleware) => async (request) => middleware(request, next), send);
}
