export interface WatchOptions {
  /** How long after a failure the work is tried again. */
  readonly retryMs: number;
  /** Called with each failure. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Work in the background. It runs when it is triggered, never twice at once: a trigger during a run makes one more run
 * follow. A run that fails is repeated after a while. Nothing runs after the stop.
 */
export class Watch {
  private running: Promise<void> | undefined;
  private isDue = false;
  private isOver = false;
  private retry: NodeJS.Timeout | undefined;
  private interval: NodeJS.Timeout | undefined;

  constructor(
    private readonly work: () => Promise<unknown>,
    private readonly options: WatchOptions,
  ) {}

  /** Has the stop begun? Long work looks here now and then, and gives up. */
  get isStopped(): boolean {
    return this.isOver;
  }

  /** Runs the work now, or once more when the current run ends. */
  trigger(): void {
    if (this.isOver) return;
    this.isDue = true;
    this.running ??= this.run();
  }

  /** Triggers the work at this interval, whenever it is needed then. */
  triggerEvery(ms: number, isNeeded: () => boolean): void {
    this.interval = setInterval(() => {
      if (isNeeded()) this.trigger();
    }, ms).unref();
  }

  /** Resolves when the last run has ended. */
  async stop(): Promise<void> {
    this.isOver = true;
    clearInterval(this.interval);
    await this.running;
    clearTimeout(this.retry);
  }

  private async run(): Promise<void> {
    while (this.isDue && !this.isOver) {
      this.isDue = false;
      clearTimeout(this.retry);
      try {
        await this.work();
      } catch (error) {
        this.options.onFailure(error);
        this.retry = setTimeout(() => this.trigger(), this.options.retryMs).unref();
      }
    }
    this.running = undefined;
  }
}
