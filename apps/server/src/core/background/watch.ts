export interface WatchOptions {
  /** How long to wait after a failure before the next try. */
  readonly retryMs: number;
  /** Called with each failure. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Work that runs in the background when it is triggered, one run at a time: triggers during a run lead to one more run
 * after it. A run that fails is tried again later. Nothing runs after the stop.
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

  /** Has `stop` been called? Work that takes long should check this and give up. */
  get isStopped(): boolean {
    return this.isOver;
  }

  /** Runs the work now, or once more when the current run ends. */
  trigger(): void {
    this.isDue = true;
    this.running ??= this.run();
  }

  /** Triggers the work at an interval, each time if it is needed. */
  triggerEvery(ms: number, isNeeded: () => boolean): void {
    this.interval = setInterval(() => {
      if (isNeeded()) this.trigger();
    }, ms).unref();
  }

  /** Lets nothing run any more; resolves when the current run has ended. */
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
