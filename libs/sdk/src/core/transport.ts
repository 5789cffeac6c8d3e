import { operations } from '../generated/operations.js';
import type { OperationId, PagedOperationId } from '../protocol/operation-types.js';
import type { OperationSpec } from '../protocol/specs.js';
import { ApiPromise, type WithResponse } from './api-promise.js';
import type { Credentials } from './credentials.js';
import { Deadline } from './deadline.js';
import {
  type ApiError,
  apiErrorOf,
  calledFrom,
  ConnectionError,
  isApiError,
  isConnectionError,
  refusalOf,
  unreachable,
} from './errors.js';
import { chain, type ApiRequest, type ApiResponse, type Middleware } from './middleware.js';
import { PagePromise } from './page-promise.js';
import { buildRequest, normalizeBaseUrl } from './request.js';
import { isPassing, retryAfterMs, retryDelayMs } from './retry.js';

/** Options of a single call, which override those of its client. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with an {@link AbortedError}. */
  signal?: AbortSignal | undefined;
  /** Milliseconds that the whole call may take, retries included; `Infinity` for no limit. */
  timeoutMs?: number | undefined;
  /**
   * How often the call may be sent again: a read after a connection error or a status 429, 502, 503 or 504, any other
   * call only after 429.
   */
  maxRetries?: number | undefined;
}

/** Options of the calls that the SDK itself makes. */
export interface CallOptions extends RequestOptions {
  /** Is `onUnauthorized` asked when the session is refused? Default true. */
  renewsSession?: boolean | undefined;
}

/** How a transport reaches its server. */
export interface TransportOptions {
  baseUrl: string;
  credentials: Credentials;
  fetch?: typeof globalThis.fetch | undefined;
  timeoutMs?: number | undefined;
  maxRetries?: number | undefined;
}

/** Milliseconds that a call may take unless it is told otherwise. */
export const DEFAULT_TIMEOUT_MS = 30_000;
/** How often a call is sent again unless it is told otherwise. */
export const DEFAULT_MAX_RETRIES = 2;

/** One call under way. */
interface Call {
  readonly operationId: OperationId;
  readonly operation: OperationSpec;
  readonly url: string;
  readonly body: string | undefined;
  readonly deadline: Deadline;
  readonly retries: number;
  readonly renewsSession: boolean;
  /** How often it has been sent. */
  attempts: number;
}

/** Sends the operations of the contract over HTTP. */
export class Transport {
  readonly #baseUrl: string;
  readonly #credentials: Credentials;
  readonly #fetch: typeof globalThis.fetch;
  readonly #timeoutMs: number;
  readonly #maxRetries: number;
  #middlewares: readonly { readonly middleware: Middleware }[] = [];

  /** Throws a TypeError when `baseUrl` is not an http(s) URL. */
  constructor(options: TransportOptions) {
    this.#baseUrl = normalizeBaseUrl(options.baseUrl);
    this.#credentials = options.credentials;
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#maxRetries = options.maxRetries ?? DEFAULT_MAX_RETRIES;
  }

  /** Adds a middleware inside the existing ones; returns the function that removes it again. */
  use(middleware: Middleware): () => void {
    const entry = { middleware };
    this.#middlewares = [...this.#middlewares, entry];
    return () => {
      this.#middlewares = this.#middlewares.filter((other) => other !== entry);
    };
  }

  /**
   * Calls an operation. The promise resolves with its result: the parsed JSON, the text, or undefined for 204. It
   * rejects with ApiError, ConnectionError, TimeoutError or AbortedError.
   */
  request<T>(operationId: OperationId, input?: object, options?: CallOptions): ApiPromise<T> {
    return new ApiPromise(this.#call<T>(operationId, input, options));
  }

  /** Calls an operation whose answers are pages of a list. */
  pages<Page, Item>(operationId: PagedOperationId, input: object, options?: RequestOptions): PagePromise<Page, Item> {
    const request = (part: object) => this.#call<Page>(operationId, part, options);
    return new PagePromise(request, operations[operationId].pages, input);
  }

  async #call<T>(operationId: OperationId, input?: object, options: CallOptions = {}): Promise<WithResponse<T>> {
    const operation: OperationSpec = operations[operationId];
    const caller = new Error();
    const deadline = new Deadline(options.timeoutMs ?? this.#timeoutMs, options.signal);
    try {
      const { maxRetries: retries = this.#maxRetries, renewsSession = true } = options;
      const request = buildRequest(this.#baseUrl, operation, input);
      const call: Call = { operationId, operation, ...request, deadline, retries, renewsSession, attempts: 0 };
      const response = await (operation.endsSession
        ? this.#credentials.end(() => this.#success(call))
        : this.#withSession(call));
      const { status, headers } = response;
      const data = resultOf(call, response);
      if (operation.setsToken) await deadline.race(this.#credentials.accept((data as { token: string }).token));
      return { data: data as T, status, headers, requestId: headers.get('x-request-id') ?? undefined };
    } catch (error) {
      throw calledFrom(error, caller);
    } finally {
      deadline.clear();
    }
  }

  /** Resolves with a success; when the session's token is refused, it asks for another one and tries once more. */
  async #withSession(call: Call): Promise<ApiResponse> {
    const { token } = this.#credentials;
    const response = await this.#exchange(call);
    const error = errorOf(call, response);
    if (error === undefined) return response;
    const isSession = call.renewsSession && call.operation.security.some(({ scheme }) => scheme === 'bearerAuth');
    if (!isSession || !isApiError(error, 'unauthorized')) throw error;
    await call.deadline.race(this.#credentials.renew(token, error));
    return this.#success(call);
  }

  /** Resolves with a success. */
  async #success(call: Call): Promise<ApiResponse> {
    const response = await this.#exchange(call);
    const error = errorOf(call, response);
    if (error !== undefined) throw error;
    return response;
  }

  /** Sends the request, again where that is safe and helps, and resolves with the last answer. */
  async #exchange(call: Call): Promise<ApiResponse> {
    const { deadline, operation, retries } = call;
    for (let retry = 0; ; retry += 1) {
      const outcome = await this.#attempt(call);
      const failed = outcome instanceof Error;
      if (retry < retries && (failed ? operation.retryable : isPassing(outcome.status, operation.retryable ?? false))) {
        const delay = retryDelayMs(retry, failed ? undefined : retryAfterMs(outcome.headers.get('retry-after')));
        if (delay < deadline.remainingMs) {
          await deadline.wait(delay);
          continue;
        }
      }
      if (failed) throw outcome;
      return outcome;
    }
  }

  /** Sends the request once, through the middlewares. A broken connection is returned, any other failure is thrown. */
  async #attempt(call: Call): Promise<ApiResponse | ConnectionError> {
    const { operationId, operation, url, body, deadline } = call;
    const { method, security } = operation;
    call.attempts += 1;
    const headers = new Headers(this.#credentials.headers(security));
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    const send = chain(
      this.#middlewares.map(({ middleware }) => middleware),
      (request) => this.#send(request),
    );
    const { signal } = deadline;
    signal.throwIfAborted();
    try {
      return await deadline.race(send({ operationId, method, url, headers, body, attempt: call.attempts, signal }));
    } catch (error) {
      if (isConnectionError(error)) return error;
      throw error;
    }
  }

  async #send({ method, url, headers, body, signal }: ApiRequest): Promise<ApiResponse> {
    try {
      // A followed redirect could carry the secrets in headers and body to another host.
      const init: RequestInit = { method, headers: Object.fromEntries(headers), body, signal, redirect: 'error' };
      const fetch = this.#fetch;
      const response = await fetch(url, init);
      return { status: response.status, headers: response.headers, body: await response.text() };
    } catch (cause) {
      if (signal.aborted) throw signal.reason as Error;
      throw new ConnectionError(unreachable(this.#baseUrl), { cause });
    }
  }
}

function errorOf({ operationId }: Call, { status, headers, body }: ApiResponse): ApiError | undefined {
  if (status >= 200 && status <= 299) return undefined;
  return apiErrorOf(operationId, status, (name) => headers.get(name) ?? undefined, body);
}

function resultOf({ operation, operationId }: Call, { status, headers, body }: ApiResponse): unknown {
  if (status === 204 || operation.responseType === 'none') return undefined;
  if (operation.responseType === 'text') return body;
  try {
    return JSON.parse(body);
  } catch {
    // Without the parser's error as its cause: that quotes the text, and the text may hold a token.
    throw refusalOf(operationId, 'the server answered with something that is not JSON', {
      status,
      requestId: headers.get('x-request-id') ?? undefined,
    });
  }
}
