/** What a call resolved with, and the answer that it came in. */
export interface WithResponse<T> {
  /** What the call itself resolves with. */
  readonly data: T;
  /** The HTTP status. */
  readonly status: number;
  readonly headers: Headers;
  /** The server's name for the request (header `X-Request-Id`). */
  readonly requestId: string | undefined;
}

/** The promise of a call's result. */
export class ApiPromise<T> extends Promise<T> {
  readonly #answer: Promise<WithResponse<T>>;

  /** `then` returns a plain promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(answer: Promise<WithResponse<T>>) {
    super((resolve, reject) => void answer.then(({ data }) => resolve(data), reject));
    this.#answer = answer;
  }

  /** Resolves with the result together with the status and the headers of the answer; rejects as the call does. */
  withResponse(): Promise<WithResponse<T>> {
    // Whoever asks for the answer this way need not handle the call's own promise as well.
    this.catch(() => undefined);
    return this.#answer.then((answer) => answer);
  }
}
