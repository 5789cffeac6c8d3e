import { limits } from '../generated/limits.js';
import { TokenBucket } from '../protocol/token-bucket.js';

/** Below what the server allows: what left in time may arrive together. */
const PER_SECOND = 0.9 * limits.framesPerSecond;
const BURST = limits.frameBurst - 10;

/** Keeps the frames of one connection, but for signals, under the contract's rate. */
export class Pacer {
  #bucket = fullBucket();

  /** A new connection starts with a full burst. */
  reset(): void {
    this.#bucket = fullBucket();
  }

  /** Counts a frame that is sent. */
  spend(): void {
    this.#bucket.spend(performance.now());
  }

  /** Milliseconds until the next frame may be sent. */
  get waitMs(): number {
    return Math.ceil(this.#bucket.waitMs(performance.now()));
  }
}

function fullBucket(): TokenBucket {
  return new TokenBucket(PER_SECOND, BURST, performance.now());
}
