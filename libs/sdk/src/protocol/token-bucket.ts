// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
/** Lets `perSecond` things through on average, and `burst` at once. Times are in milliseconds of any steady clock. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    time: number,
  ) {
    this.tokens = burst;
    this.filledAt = time;
  }

  /** Takes one token, or as many as given; false when there are not so many, and then takes none. */
  take(time: number, count = 1): boolean {
    this.fill(time);
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }

  /** Takes a token that may still be missing: what comes later waits for it. */
  spend(time: number): void {
    this.fill(time);
    this.tokens -= 1;
  }

  /** Milliseconds until there is a token; 0 when there is one. */
  waitMs(time: number): number {
    this.fill(time);
    return Math.max(0, ((1 - this.tokens) / this.perSecond) * 1000);
  }

  private fill(time: number): void {
    this.tokens = Math.min(this.burst, this.tokens + ((time - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = time;
  }
}
