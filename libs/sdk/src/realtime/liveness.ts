import { limits } from '../generated/limits.js';

/** A server that is silent for longer than this has gone, or has given this client up. */
const SERVER_PATIENCE_MS = (limits.pingIntervalSeconds + limits.pongTimeoutSeconds) * 1000;
const LONGEST_TICK_MS = 5_000;

/** What watches over one connection. */
export interface LivenessOptions {
  /** Milliseconds of silence after which the connection is checked. */
  readonly quietMs: number;
  /** Is it alive? Never rejects. */
  readonly check: () => Promise<boolean>;
  readonly onDead: () => void;
}

/**
 * Notices that a connection is dead though nobody closed it: the server's pings have stopped, or it was silent for too long
 * or this machine asleep, and a check finds it dead.
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
    // It is the connection that keeps a process of Node alive.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /** Something arrived. */
  heard(): void {
    this.#heardAt = Date.now();
  }

  /** The server pinged: on this connection, silence says more. */
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
    // The machine was asleep, or is it only that a browser slows the timers of a page that nobody sees?
    const isLate = now - this.#tickedAt - tickMs > SERVER_PATIENCE_MS;
    const silentMs = now - this.#heardAt;
    this.#tickedAt = now;
    const { quietMs, onDead } = this.#options;
    const missesPings = this.#hearsPings && silentMs > Math.max(quietMs, SERVER_PATIENCE_MS);
    if (missesPings && !isLate) onDead();
    else if (isLate || Math.min(silentMs, now - this.#checkedAt) > quietMs) this.suspect();
  }
}
