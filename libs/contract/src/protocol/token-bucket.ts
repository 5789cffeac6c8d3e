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
    this.tokens = Math.min(this.burst, this.tokens + ((time - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = time;
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }

  /** Whole seconds, at least one, after which there is a token; counted from the last time that one was asked for. */
  get secondsToWait(): number {
    return Math.max(1, Math.ceil((1 - this.tokens) / this.perSecond));
  }
}
