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

  /** Takes one token; false when there is none. */
  take(time: number): boolean {
    this.tokens = Math.min(this.burst, this.tokens + ((time - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = time;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
