import type { Logger } from 'pino';

/** After a failure, what works has to go on working for so long: a disk that is almost full takes some changes. */
const QUIET_MS = 2000;
const CHECK_MS = 1000;

export interface OutageOptions {
  /** The line that tells of the end. */
  readonly over: string;
  /** Called every second during an outage, for something that nobody uses at the moment. */
  readonly probe?: () => void;
}

/**
 * Tells the operator of an outage, however much fails in it: one warning when it begins, and one line when it is over,
 * with the seconds that it took and how much was refused.
 */
export class Outage {
  private failedAt = 0;
  private workedAt = 0;
  private beganAt: number | undefined;
  private refusals = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly options: OutageOptions,
  ) {}

  /** Is there an outage? */
  get isOn(): boolean {
    return this.beganAt !== undefined;
  }

  /** Something failed: an outage begins, unless there is one already. */
  failed(what: string, reason: string): void {
    this.failedAt = performance.now();
    if (this.beganAt !== undefined) return;
    this.beganAt = this.failedAt;
    this.logger.warn({ reason }, what);
    this.timer = setInterval(() => this.check(), CHECK_MS).unref();
  }

  /** Somebody could not be served during the outage. */
  refused(count = 1): void {
    if (this.beganAt !== undefined) this.refusals += count;
  }

  /** Something worked. When nothing fails any more, the outage is over. */
  worked(): void {
    if (this.beganAt !== undefined && this.workedAt <= this.failedAt) this.workedAt = performance.now();
  }

  /** The outage is over for sure. */
  end(): void {
    if (this.beganAt === undefined) return;
    const endedAt = this.workedAt > this.failedAt ? this.workedAt : performance.now();
    const seconds = Math.round((endedAt - this.beganAt) / 100) / 10;
    this.logger.info({ seconds, refused: this.refusals }, this.options.over);
    this.stop();
    this.refusals = 0;
    this.beganAt = undefined;
  }

  /** Tells nothing any more. */
  stop(): void {
    clearInterval(this.timer);
  }

  private check(): void {
    if (this.workedAt <= this.failedAt) this.options.probe?.();
    else if (performance.now() - this.failedAt >= QUIET_MS) this.end();
  }
}
