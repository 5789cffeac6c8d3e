import { DialtoneError } from '@app/contract';

/** The maximum number of keys with failures; the one whose last failure is oldest is forgotten first. */
const MAX_KEYS = 100_000;

/** An attempt that waits: either of the two is called, once. */
interface Waiter {
  readonly begin: () => void;
  readonly refuse: (error: DialtoneError) => void;
}

/** The attempts of one key that are under way, and those that wait for them, in their order. */
interface UnderWay {
  count: number;
  readonly waiting: Waiter[];
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
    await new Promise<void>((begin, refuse) => this.add(key, { begin, refuse }));
    try {
      return await work();
    } catch (error) {
      if (isFailure(error)) this.remember(key);
      throw error;
    } finally {
      this.ended(key);
    }
  }

  private add(key: string, waiter: Waiter): void {
    const current = this.underWay.get(key) ?? { count: 0, waiting: [] };
    this.underWay.set(key, current);
    current.waiting.push(waiter);
    this.beginNext(key, current);
  }

  private ended(key: string): void {
    const current = this.underWay.get(key);
    if (!current) return;
    current.count--;
    this.beginNext(key, current);
  }

  /** Wakes those alone that have a turn: thousands may wait, and each would look in vain whenever one has ended. */
  private beginNext(key: string, current: UnderWay): void {
    const left = this.max - this.recent(key).length;
    if (left <= 0) this.refuseAll(key, current.waiting.splice(0));
    for (const { begin } of current.waiting.splice(0, left - current.count)) {
      current.count++;
      begin();
    }
    if (current.count === 0) this.underWay.delete(key);
  }

  private refuseAll(key: string, waiting: readonly Waiter[]): void {
    const seconds = this.secondsToWait(key);
    for (const { refuse } of waiting) refuse(new DialtoneError('rate_limited', undefined, seconds));
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
