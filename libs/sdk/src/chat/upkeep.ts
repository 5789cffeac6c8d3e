import { type Backoff, backoffMs } from '../core/backoff.js';

/** The parts of the server's data that a session keeps a copy of, and refreshes now and then. */
export type Part = 'devices' | 'channels' | 'names' | 'presence' | 'backup';

/** All of these parts. */
export const EVERYTHING: readonly Part[] = ['devices', 'channels', 'names', 'presence', 'backup'];

const RETRY_BACKOFF: Backoff = { firstMs: 500, longestMs: 30_000, growth: 2 };
/**
 * The server announces the first envelope of a key, but not a better one that comes after it: what is missing is asked
 * for after a second, then after ever longer, up to a minute. Sessions spread over half of it.
 */
const MISSING_BACKOFF: Backoff = { firstMs: 1_000, longestMs: 60_000, growth: 2 };

/** How an {@link Upkeep} works. */
export interface UpkeepOptions {
  /** Brings the parts up to date, and resolves with those that still lack something. */
  readonly run: (parts: ReadonlySet<Part>) => Promise<Iterable<Part>>;
  readonly onError: (error: unknown) => void;
}

/** Does the work in the background: one run at a time, and again after a failure, at growing intervals. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #wanted = new Set<Part>();
  readonly #missing = new Set<Part>();
  /** What `retry` has asked for. */
  readonly #failed = new Set<Part>();
  #running: Promise<void> | undefined;
  #due = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retries = 0;
  /** How many runs in a row have left something missing. */
  #misses = 0;
  #isStopped = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Runs within this many milliseconds. */
  want(parts: Iterable<Part>, delayMs = 0): void {
    for (const part of parts) this.#wanted.add(part);
    this.#retries = 0;
    this.#misses = 0;
    this.#schedule(delayMs);
  }

  /** Runs now. Resolves when it has been tried, with or without success. */
  async now(parts: Iterable<Part>): Promise<void> {
    for (const part of parts) this.#wanted.add(part);
    await this.#run();
  }

  /** Runs again after something that a run had started failed: after a growing wait, as after a failed run. */
  retry(parts: Iterable<Part>): void {
    for (const part of parts) this.#failed.add(part);
    if (this.#running === undefined) this.#schedule(this.#nextRetryMs());
  }

  /** Goes on after `stop`. */
  start(): void {
    this.#isStopped = false;
  }

  /** Stops it; a run that is under way is the last one. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#due = Infinity;
    await this.#running;
  }

  #schedule(delayMs: number): void {
    const due = performance.now() + delayMs;
    if (this.#isStopped || due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.#run(), delayMs);
  }

  #run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    return (this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
      // Only here, since `retry` relies on it for as long as the run counts as running.
      if (this.#failed.size > 0) this.#schedule(this.#nextRetryMs());
    }));
  }

  async #work(): Promise<void> {
    for (const part of [...this.#missing, ...this.#failed]) this.#wanted.add(part);
    this.#failed.clear();
    let hasFailed = false;
    while (this.#wanted.size > 0 && !this.#isStopped) {
      const parts = this.#wanted;
      this.#wanted = new Set();
      let missing: Iterable<Part> = parts;
      try {
        missing = await this.#options.run(parts);
      } catch (error) {
        hasFailed = true;
        if (!this.#isStopped) this.#options.onError(error);
      }
      for (const part of parts) this.#missing.delete(part);
      for (const part of missing) this.#missing.add(part);
    }
    if (hasFailed && this.#failed.size === 0) this.#schedule(this.#nextRetryMs());
    else if (this.#missing.size > 0) this.#schedule(backoffMs(MISSING_BACKOFF, this.#misses++, halfRandom));
  }

  #nextRetryMs(): number {
    return backoffMs(RETRY_BACKOFF, this.#retries++);
  }
}

function halfRandom(): number {
  return 0.5 + Math.random() / 2;
}
