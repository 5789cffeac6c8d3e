import { AbortedError, TimeoutError } from './errors.js';

/** The longest that a timer of JavaScript can wait, in milliseconds; a longer one would fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long one call may take: until its timeout passes or its caller aborts. Every deadline must be cleared. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #endsAt: number;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  /** `timeoutMs` is a positive number of milliseconds; `Infinity` means no limit. Throws a RangeError for anything else. */
  constructor(timeoutMs: number, callerSignal?: AbortSignal) {
    if (!(timeoutMs > 0)) throw new RangeError('timeoutMs must be a number above 0');
    this.#endsAt = Date.now() + timeoutMs;
    this.#callerSignal = callerSignal;
    if (timeoutMs <= LONGEST_TIMER_MS) {
      this.#timer = setTimeout(() => this.abort(new TimeoutError(timeoutMs)), timeoutMs);
    }
    if (callerSignal?.aborted) this.#onCallerAbort();
    else callerSignal?.addEventListener('abort', this.#onCallerAbort);
  }

  /** Aborts with a TimeoutError or an AbortedError as its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds left. */
  get remainingMs(): number {
    return this.#endsAt - Date.now();
  }

  /** Resolves after `ms` milliseconds; rejects at once if the deadline passes before that. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        clearTimeout(timer);
        reject(this.signal.reason as Error);
      };
      const timer = setTimeout(
        () => {
          this.signal.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(ms, LONGEST_TIMER_MS),
      );
      if (this.signal.aborted) onAbort();
      else this.signal.addEventListener('abort', onAbort);
    });
  }

  /** Settles as the promise does; rejects at once when the deadline passes first. */
  race<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(this.signal.reason as Error);
      if (this.signal.aborted) onAbort();
      else this.signal.addEventListener('abort', onAbort, { once: true });
      promise.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', onAbort));
    });
  }

  /** Ends the call now, with this error. */
  abort(reason: Error): void {
    this.#controller.abort(reason);
  }

  /** Releases the timer and the caller's signal. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#callerSignal?.removeEventListener('abort', this.#onCallerAbort);
  }

  readonly #onCallerAbort = (): void => {
    this.abort(new AbortedError('the call was aborted', { cause: this.#callerSignal?.reason }));
  };
}
