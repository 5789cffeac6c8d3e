import { DialtoneError } from '@app/contract';

/** The maximum number of keys with failures; the one whose last failure is oldest is forgotten first. */
const MAX_KEYS = 100_000;

/** The attempts of one key that are under way, and those that wait for them. */
interface UnderWay {
  count: number;
  readonly waiting: (() => void)[];
}

/**
 * Allows a number of failures for each key in a sliding window. While as many attempts are under way as may still fail,
 * further ones wait. So concurrent attempts cannot exceed the limit, and honest ones are not refused.
 */
export class LocalFailures {
  private readonly failures = new Map<string, number[]>();
  private readonly underWay = new Map<string, UnderWay>();

  constructor(
    private readonly max: number,
    private readonly windowSeconds: number,
  ) {}

  /**
   * Makes an attempt.
   *
   * @param isFailure whether what the attempt threw counts as a failure
   * @throws {DialtoneError} `rate_limited` with the seconds to wait, or what the attempt throws
   */
  async attempt<T>(key: string, isFailure: (error: unknown) => boolean, work: () => Promise<T>): Promise<T> {
    const current = await this.begin(key);
    try {
      return await work();
    } catch (error) {
      if (isFailure(error)) this.remember(key);
      throw error;
    } finally {
      current.count--;
      if (current.count === 0) this.underWay.delete(key);
      for (const again of current.waiting.splice(0)) again();
    }
  }

  private async begin(key: string): Promise<UnderWay> {
    for (;;) {
      const left = this.max - this.recent(key).length;
      if (left <= 0) throw new DialtoneError('rate_limited', undefined, this.secondsToWait(key));
      const current = this.underWay.get(key) ?? { count: 0, waiting: [] };
      if (current.count < left) {
        current.count++;
        this.underWay.set(key, current);
        return current;
      }
      await new Promise<void>((resolve) => current.waiting.push(resolve));
    }
  }

  private recent(key: string): number[] {
    const since = performance.now() - this.windowSeconds * 1000;
    return (this.failures.get(key) ?? []).filter((failure) => failure > since);
  }

  private secondsToWait(key: string): number {
    const [oldest = 0] = this.recent(key);
    return Math.max(1, Math.ceil((oldest + this.windowSeconds * 1000 - performance.now()) / 1000));
  }

  private remember(key: string): void {
    const failures = [...this.recent(key), performance.now()];
    this.failures.delete(key); // keeps the map in the order of last failures
    this.failures.set(key, failures);
    if (this.failures.size <= MAX_KEYS) return;
    const { value } = this.failures.keys().next();
    if (value !== undefined) this.failures.delete(value);
  }
}
