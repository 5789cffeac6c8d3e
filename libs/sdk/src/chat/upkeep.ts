/** What a session keeps of the server's, and has to ask for again now and then. */
export type Part = 'devices' | 'channels' | 'names' | 'presence';

/** Everything of that. */
export const EVERYTHING: readonly Part[] = ['devices', 'channels', 'names', 'presence'];

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;
/** What is missing is told when it comes: this is for what has been missed of that. */
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
    else if (this.#missing.size > 0) this.#schedule(spread(MISSING_MS));
  }

  #nextRetryMs(): number {
    const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#retries);
    this.#retries += 1;
    return spread(delay);
  }
}

/** Many sessions do the same thing at the same time; they come back at different ones. */
function spread(ms: number): number {
  return ms * (0.5 + Math.random() / 2);
}
