import * as limits from '../generated/limit-values.js';

/** A server that is silent for longer than this is gone, or has given up this client. */
const SERVER_PATIENCE_MS = (limits.pingIntervalSeconds + limits.pongTimeoutSeconds) * 1000;
const LONGEST_TICK_MS = 5_000;

/** What is needed to watch over one connection. */
export interface LivenessOptions {
  /** Milliseconds of silence after which the connection is checked. */
  readonly quietMs: number;
  /** Is it alive? Never rejects. */
  readonly check: () => Promise<boolean>;
  readonly onDead: () => void;
}

/**
 * Notices that a connection is dead although nobody closed it: the server's pings have stopped, or a check after a long
 * silence or a sleep of this machine finds it dead.
 */
export class Liveness {
  readonly #options: LivenessOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #heardAt = Date.now();
  #checkedAt = Date.now();
  #tickedAt = Date.now();
  #hearsPings = false;
  #isChecking = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
    const tickMs = Math.min(options.quietMs / 2, LONGEST_TICK_MS);
    this.#timer = setInterval(() => this.#tick(tickMs), tickMs);
    // The connection keeps a Node process alive, not this timer.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** Something arrived. */
  heard(): void {
    this.#heardAt = Date.now();
  }

  /** The server pinged: on a connection whose pings are heard, silence means more. */
  pinged(): void {
    this.#hearsPings = true;
    this.heard();
  }

  /** Checks the connection now. */
  suspect(): void {
    if (this.#isChecking) return;
    this.#isChecking = true;
    void this.#options.check().then((isAlive) => {
      this.#isChecking = false;
      if (isAlive) this.#checkedAt = Date.now();
      else this.#options.onDead();
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(tickMs: number): void {
    const now = Date.now();
    // The machine may have been asleep, or a browser may only slow down the timers of a hidden page.
    const isLate = now - this.#tickedAt - tickMs > SERVER_PATIENCE_MS;
    const silentMs = now - this.#heardAt;
    this.#tickedAt = now;
    const { quietMs, onDead } = this.#options;
    const missesPings = this.#hearsPings && silentMs > Math.max(quietMs, SERVER_PATIENCE_MS);
    if (missesPings && !isLate) onDead();
    else if (isLate || Math.min(silentMs, now - this.#checkedAt) > quietMs) this.suspect();
  }
}
