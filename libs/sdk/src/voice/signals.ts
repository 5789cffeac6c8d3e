import { limits } from '../generated/limits.js';

/** Below what the server allows, because what left well spaced may arrive together. */
const PER_SECOND = 0.9 * limits.signalsPerSecond;
const BURST = limits.signalBurst - 10;

/** Sends signals in order, as fast as the contract's rate allows. */
export class SignalQueue {
  readonly #waiting: (() => void)[] = [];
  #tokens = BURST;
  #at = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  add(send: () => void): void {
    this.#waiting.push(send);
    if (this.#timer === undefined) this.#run();
  }

  /** Forgets what was not sent yet. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.length = 0;
  }

  #run(): void {
    this.#timer = undefined;
    const now = Date.now();
    this.#tokens = Math.min(BURST, this.#tokens + (Math.max(0, now - this.#at) / 1000) * PER_SECOND);
    this.#at = now;
    while (this.#tokens >= 1 && this.#waiting.length > 0) {
      this.#tokens -= 1;
      this.#waiting.shift()?.();
    }
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#run(), 1000 / PER_SECOND);
  }
}
