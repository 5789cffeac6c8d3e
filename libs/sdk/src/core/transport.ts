import { operations, type OperationId, type OperationRoute } from '../generated/operations.js';
import type { Credentials } from './credentials.js';
import { Deadline } from './deadline.js';
import { ApiError, apiErrorOf, ConnectionError, isConnectionError } from './errors.js';
import { buildRequest, normalizeBaseUrl, type OperationInput } from './request.js';
import { isPassing, retryDelayMs } from './retry.js';

/** What a single call may set differently from its client. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with an {@link AbortedError}. */
  signal?: AbortSignal;
  /** Milliseconds that the whole call may take, retries included; `Infinity` for no limit. */
  timeoutMs?: number;
  /** How often a read may be sent again after a connection error or a status 429, 502, 503 or 504. */
  maxRetries?: number;
}

/** How a transport reaches its server. */
export interface TransportOptions {
  baseUrl: string;
  credentials: Credentials;
  fetch?: typeof globalThis.fetch;
  timeoutMs?: number;
  maxRetries?: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Milliseconds that a call may take unless it is told otherwise. */
export const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_RETRIES = 2;

/** Sends the operations of the contract over HTTP. */
export class Transport {
  readonly #baseUrl: string;
  readonly #credentials: Credentials;
  readonly #fetch: typeof globalThis.fetch;
  readonly #timeoutMs: number;
  readonly #maxRetries: number;

  /** Throws a TypeError when `baseUrl` is no http(s) URL. */
  constructor(options: TransportOptions) {
    this.#baseUrl = normalizeBaseUrl(options.baseUrl);
    this.#credentials = options.credentials;
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#maxRetries = options.maxRetries ?? DEFAULT_MAX_RETRIES;
  }

  /**
   * Calls an operation and resolves with its result: the parsed JSON, the text, or undefined for 204.
   * Rejects with ApiError, ConnectionError, TimeoutError or AbortedError.
   */
  async request<T>(operationId: OperationId, input?: OperationInput, options: RequestOptions = {}): Promise<T> {
    const operation: OperationRoute = operations[operationId];
    const deadline = new Deadline(options.timeoutMs ?? this.#timeoutMs, options.signal);
    try {
      const answer = await this.#exchange(operation, input, deadline, options.maxRetries ?? this.#maxRetries);
      if (answer.status < 200 || answer.status > 299) {
        throw apiErrorOf(answer.status, (name) => answer.headers.get(name) ?? undefined, answer.text);
      }
      const result = resultOf(operation, answer);
      if (operation.setsToken) await this.#credentials.accept((result as { token: string }).token);
      return result as T;
    } finally {
      deadline.clear();
    }
  }

  /** Sends the request, again where that is safe and helps, and resolves with the last answer. */
  async #exchange(
    operation: OperationRoute,
    input: OperationInput | undefined,
    deadline: Deadline,
    maxRetries: number,
  ) {
    const request = buildRequest(this.#baseUrl, operation, input);
    const retries = operation.retryable ? maxRetries : 0;
    for (let retry = 0; ; retry += 1) {
      const outcome = await this.#attempt(operation, request, deadline);
      if (retry < retries && (outcome instanceof Error ? isConnectionError(outcome) : isPassing(outcome.status))) {
        const retryAfter = outcome instanceof Error ? undefined : outcome.headers.get('retry-after');
        const delay = retryDelayMs(retry, retryAfter);
        if (delay < deadline.remainingMs) {
          await deadline.wait(delay);
          continue;
        }
      }
      if (outcome instanceof Error) throw outcome;
      return outcome;
    }
  }

  async #attempt(
    operation: OperationRoute,
    { url, body }: { url: string; body: string | undefined },
    { signal }: Deadline,
  ): Promise<Answer | Error> {
    const headers = this.#credentials.headers(operation.auth);
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    try {
      // A followed redirect could carry the secrets in headers and body to another host.
      const init: RequestInit = { method: operation.method, headers, body, signal, redirect: 'error' };
      const fetch = this.#fetch;
      const response = await fetch(url, init);
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (cause) {
      if (signal.aborted) return signal.reason as Error;
      return new ConnectionError(`no answer from ${this.#baseUrl}`, { cause });
    }
  }
}

function resultOf(operation: OperationRoute, { status, headers, text }: Answer): unknown {
  if (status === 204 || operation.responseType === 'none') return undefined;
  if (operation.responseType === 'text') return text;
  try {
    return JSON.parse(text);
  } catch {
    // Without the parser's error as its cause: that quotes the text, and the text may hold a token.
    throw new ApiError('the server answered with something that is not JSON', {
      status,
      requestId: headers.get('x-request-id') ?? undefined,
    });
  }
}
