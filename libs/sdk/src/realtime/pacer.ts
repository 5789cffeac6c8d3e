import * as limits from '../generated/limit-values.js';

/** Below what the server allows: what left in time may arrive together. */
const RATE_PER_MS = (0.9 * limits.framesPerSecond) / 1000;
const BURST = limits.frameBurst - 10;

/** Keeps the frames of one connection, but for signals, under the contract's rate. */
export class Pacer {
  #tokens = BURST;
  #at = Date.now();

  /** A new connection starts with a full burst. */
  reset(): void {
    this.#tokens = BURST;
    this.#at = Date.now();
  }

  /** Counts a frame that is sent. */
  spend(): void {
    this.#refill();
    this.#tokens -= 1;
  }

  /** Milliseconds until the next frame may be sent. */
  get waitMs(): number {
    this.#refill();
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) / RATE_PER_MS);
  }

  #refill(): void {
    const now = Date.now();
    this.#tokens = Math.min(BURST, this.#tokens + Math.max(0, now - this.#at) * RATE_PER_MS);
    this.#at = now;
  }
}
