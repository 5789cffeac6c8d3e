import { type Backoff, backoffMs } from '../core/backoff.js';

/** What a session keeps of the server's, and has to ask for again now and then. */
export type Part = 'devices' | 'channels' | 'names' | 'presence';

/** Everything of that. */
export const EVERYTHING: readonly Part[] = ['devices', 'channels', 'names', 'presence'];

const RETRY_BACKOFF: Backoff = { firstMs: 500, longestMs: 30_000 };
/** What is missing is told when it comes: this is for what has been missed of that. Sessions spread over half of it. */
const MISSING_MS = 60_000;

/** How an {@link Upkeep} works. */
export interface UpkeepOptions {
  /** Brings the parts up to date, and resolves with those of which something is missing still. */
  readonly run: (parts: ReadonlySet<Part>) => Promise<Iterable<Part>>;
  readonly onError: (error: unknown) => void;
}

/** Runs what has to be done in the background: one run at a time, and again after a failure, ever more seldom. */
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
  #isStopped = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Runs within so many milliseconds. */
  want(parts: Iterable<Part>, delayMs = 0): void {
    for (const part of parts) this.#wanted.add(part);
    this.#retries = 0;
    this.#schedule(delayMs);
  }

  /** Runs now. Resolves when it has been tried, with or without success. */
  async now(parts: Iterable<Part>): Promise<void> {
    for (const part of parts) this.#wanted.add(part);
    await this.#run();
  }

  /** Runs again some time after something that a run had set going failed: ever later, as after a run that failed. */
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
    return (this.#running ??= this.#work().finally(() => (this.#running = undefined)));
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
    if (hasFailed || this.#failed.size > 0) this.#schedule(this.#nextRetryMs());
    else if (this.#missing.size > 0) this.#schedule(MISSING_MS * (0.5 + Math.random() / 2));
  }

  #nextRetryMs(): number {
    return backoffMs(RETRY_BACKOFF, this.#retries++);
  }
}
