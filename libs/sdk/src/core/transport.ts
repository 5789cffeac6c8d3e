import { calls } from '../generated/calls.js';
import type { OperationId, PagedOperationId } from '../protocol/operation-types.js';
import { ApiPromise, type WithResponse } from './api-promise.js';
import { accepts, type CallSpec } from './call-spec.js';
import type { Credentials } from './credentials.js';
import { textOf } from './body.js';
import { Deadline } from './deadline.js';
import {
  type ApiError,
  apiErrorOf,
  calledFrom,
  ConnectionError,
  InvalidResponseError,
  isApiError,
  isConnectionError,
  unreachable,
} from './errors.js';
import { chain, type ApiRequest, type ApiResponse, type Middleware } from './middleware.js';
import { PagePromise } from './page-promise.js';
import { buildRequest, normalizeBaseUrl } from './request.js';
import { isPassing, retryDelayMs } from './retry.js';
import { typeProblem } from './shape.js';

/** Options of a single call, which override those of its client. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with an {@link AbortedError}. */
  signal?: AbortSignal | undefined;
  /**
   * Milliseconds that the whole call may take, retries included; `Infinity` for no limit. Without it, here and in the
   * client's options, only silence is limited: 30 s in which nothing of an answer arrives.
   */
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
  /** Does `timeoutMs` limit the silence, and not the whole? Default: where no `timeoutMs` is given. */
  restarts?: boolean | undefined;
  /** Called whenever a piece of an answer arrives. */
  onBytes?: (() => void) | undefined;
}

/** How a transport reaches its server. */
export interface TransportOptions {
  baseUrl: string;
  credentials: Credentials;
  fetch?: typeof globalThis.fetch | undefined;
  timeoutMs?: number | undefined;
  maxRetries?: number | undefined;
}

/** Milliseconds of silence after which a call is given up unless it is told otherwise. */
export const SILENCE_MS = 30_000;
/** The slowest line on which a large request body still leaves in time. */
const UPLOAD_BYTES_PER_MS = 8;
/** How often a call is sent again unless it is told otherwise. */
export const DEFAULT_MAX_RETRIES = 2;

/** One call under way. */
interface Call {
  readonly operationId: OperationId;
  readonly operation: CallSpec;
  readonly url: string;
  readonly body: string | undefined;
  readonly deadline: Deadline;
  readonly onBytes: () => void;
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
  readonly #timeoutMs: number | undefined;
  readonly #maxRetries: number;
  #middlewares: readonly { readonly middleware: Middleware }[] = [];

  /** Throws a TypeError when `baseUrl` is not an http(s) URL. */
  constructor(options: TransportOptions) {
    this.#baseUrl = normalizeBaseUrl(options.baseUrl);
    this.#credentials = options.credentials;
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.#timeoutMs = options.timeoutMs;
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
   * rejects with ApiError, ConnectionError, InvalidResponseError, TimeoutError or AbortedError.
   */
  request<T>(operationId: OperationId, input?: object, options?: CallOptions): ApiPromise<T> {
    return new ApiPromise(this.#call<T>(operationId, input, options));
  }

  /** Calls an operation whose answers are pages of a list. */
  pages<Page, Item>(operationId: PagedOperationId, input: object, options?: RequestOptions): PagePromise<Page, Item> {
    const request = (part: object) => this.#call<Page>(operationId, part, options);
    return new PagePromise(request, calls[operationId].pages, input);
  }

  async #call<T>(operationId: OperationId, input?: object, options: CallOptions = {}): Promise<WithResponse<T>> {
    const operation: CallSpec = calls[operationId];
    const caller = new Error();
    const { timeoutMs = this.#timeoutMs, restarts = timeoutMs === undefined } = options;
    const deadline = new Deadline(timeoutMs ?? SILENCE_MS, options.signal, restarts);
    const onBytes = () => {
      deadline.progress();
      options.onBytes?.();
    };
    try {
      const { maxRetries: retries = this.#maxRetries, renewsSession = true } = options;
      const request = buildRequest(this.#baseUrl, operation, input);
      const call: Call = { operationId, operation, ...request, deadline, onBytes, retries, renewsSession, attempts: 0 };
      const result = await (operation.endsSession
        ? this.#credentials.end(() => this.#success(call))
        : this.#withSession(call));
      if (operation.setsToken) await deadline.race(this.#credentials.accept((result.data as { token: string }).token));
      return result as WithResponse<T>;
    } catch (error) {
      throw calledFrom(error, caller);
    } finally {
      deadline.clear();
    }
  }

  /** Resolves with a success; when the session's token is refused, it asks for another one and tries once more. */
  async #withSession(call: Call): Promise<WithResponse<unknown>> {
    const { token } = this.#credentials;
    const response = await this.#exchange(call);
    const error = errorOf(call, response);
    if (error === undefined) return resultOf(call, response);
    const isSession = call.renewsSession && accepts(call.operation.security, 'bearerAuth');
    if (!isSession || !isApiError(error, 'unauthorized')) throw error;
    await call.deadline.race(this.#credentials.renew(token, error));
    return this.#success(call);
  }

  /** Resolves with a success. */
  async #success(call: Call): Promise<WithResponse<unknown>> {
    const response = await this.#exchange(call);
    const error = errorOf(call, response);
    if (error !== undefined) throw error;
    return resultOf(call, response);
  }

  /** Sends the request, again where that is safe and helps, and resolves with the last answer. */
  async #exchange(call: Call): Promise<ApiResponse> {
    const { deadline, operation, retries } = call;
    for (let retry = 0; ; retry += 1) {
      const outcome = await this.#attempt(call);
      const failed = outcome instanceof Error;
      if (!failed && outcome.status === operation.otherStatus) return outcome;
      if (retry < retries && (failed ? operation.retryable : isPassing(outcome.status, operation.retryable ?? false))) {
        const delay = retryDelayMs(retry, failed ? undefined : errorOf(call, outcome)?.retryAfterMs);
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
      (request) => this.#send(request, call),
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

  async #send(request: ApiRequest, { deadline, onBytes }: Call): Promise<ApiResponse> {
    const { method, url, headers, body, signal } = request;
    try {
      deadline.progress((body?.length ?? 0) / UPLOAD_BYTES_PER_MS);
      // A followed redirect could carry the secrets in headers and body to another host. Not every runtime has 'error'.
      const init: RequestInit = { method, headers: Object.fromEntries(headers), body, signal, redirect: 'manual' };
      const fetch = this.#fetch;
      const response = await fetch(url, init);
      onBytes();
      const text = await textOf(response, onBytes);
      if (isRedirect(response)) throw new Error('the server answered with a redirect, and none is followed');
      return { status: response.status, headers: response.headers, body: text };
    } catch (cause) {
      if (signal.aborted) throw signal.reason as Error;
      throw new ConnectionError(unreachable(this.#baseUrl), { cause });
    }
  }
}

/** Browsers hide what a redirect says; a `fetch` that was passed in may have followed it all the same. */
function isRedirect({ status, type, redirected }: Response): boolean {
  return type === 'opaqueredirect' || redirected || (status >= 300 && status <= 399);
}

function errorOf({ operation, operationId }: Call, response: ApiResponse): ApiError | undefined {
  const { status, headers, body } = response;
  if ((status >= 200 && status <= 299) || status === operation.otherStatus) return undefined;
  return apiErrorOf(operationId, status, (name) => headers.get(name) ?? undefined, body);
}

/** What a success resolves with. Whatever a server answers becomes a value with a type here, or an error. */
function resultOf({ operation, operationId }: Call, { status, headers, body }: ApiResponse): WithResponse<unknown> {
  const { answer, noContent, isText } = operation;
  const requestId = headers.get('x-request-id') ?? undefined;
  let data: unknown = body;
  let problem: string | undefined;
  if (status === 204 && (noContent || answer === undefined)) return { data: undefined, status, headers, requestId };
  // A login page that stands in for the server, as in a hotel, answers everything with 200.
  if (/^text\/html/i.test(headers.get('content-type') ?? '')) problem = 'a web page';
  else if (answer === undefined || status === 204) problem = `status ${status}`;
  else if (!isText) {
    try {
      data = JSON.parse(body);
    } catch {
      // Without the parser's error as its cause: that quotes the text, and the text may hold a token.
      problem = 'no JSON';
    }
  }
  problem ??= typeProblem(answer ?? '', data, 'answer');
  if (problem === undefined) return { data, status, headers, requestId };
  throw new InvalidResponseError(problem, operationId, status, requestId);
}
