import { AbortedError, TimeoutError } from './errors.js';

/** The longest that a timer of JavaScript can wait, in milliseconds; a longer one would fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long one call may take: until its timeout passes or its caller aborts. Every deadline must be cleared. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timeoutMs: number;
  readonly #callerSignal: AbortSignal | undefined;
  #restarts: boolean;
  #endsAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * `timeoutMs` is a positive number of milliseconds; `Infinity` means no limit. Throws a RangeError for anything else.
   * With `restarts` it limits the silence, not the whole: it counts anew from each `progress()`.
   */
  constructor(timeoutMs: number, callerSignal?: AbortSignal, restarts = false) {
    if (!(timeoutMs > 0)) throw new RangeError('timeoutMs must be a number above 0');
    this.#timeoutMs = timeoutMs;
    this.#callerSignal = callerSignal;
    this.#restarts = restarts;
    this.#start(0);
    if (callerSignal?.aborted) this.#onCallerAbort();
    else callerSignal?.addEventListener('abort', this.#onCallerAbort);
  }

  /** Aborts with a TimeoutError or an AbortedError as its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something has arrived, or will take `moreMs` longer than usual to arrive. */
  progress(moreMs = 0): void {
    if (!this.#restarts) return;
    clearTimeout(this.#timer);
    this.#start(moreMs);
  }

  /** Milliseconds left, at least 1: whether it has passed, the signal says. */
  get remainingMs(): number {
    return Math.max(1, this.#endsAt - performance.now());
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
    this.#restarts = false;
    clearTimeout(this.#timer);
    this.#callerSignal?.removeEventListener('abort', this.#onCallerAbort);
  }

  #start(moreMs: number): void {
    const ms = this.#timeoutMs + moreMs;
    this.#endsAt = performance.now() + ms; // the clock of the machine may be set meanwhile
    if (ms <= LONGEST_TIMER_MS) this.#timer = setTimeout(() => this.abort(new TimeoutError(this.#timeoutMs)), ms);
  }

  readonly #onCallerAbort = (): void => {
    this.abort(new AbortedError('the call was aborted', { cause: this.#callerSignal?.reason }));
  };
}
