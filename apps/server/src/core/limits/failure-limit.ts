import { DialtoneError } from '../errors/dialtone-error.js';

/** How many keys are remembered at the most; the oldest are forgotten first. */
const MAX_KEYS = 100_000;

/**
 * At most so many failures for each key in a sliding window. An attempt counts as a failure from its beginning until
 * it turns out not to be one, so that attempts made at once cannot slip through together.
 */
export class FailureLimit {
  private readonly failures = new Map<string, number[]>();

  constructor(
    private readonly max: number,
    private readonly windowSeconds: number,
  ) {}

  /**
   * Begins an attempt; the function that it returns takes the attempt back when it was no failure.
   *
   * @throws {DialtoneError} `rate_limited` with the seconds to wait
   */
  begin(key: string): () => void {
    const time = performance.now();
    const windowMs = this.windowSeconds * 1000;
    const recent = (this.failures.get(key) ?? []).filter((failure) => failure > time - windowMs);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= this.max) {
      const waitMs = oldest + windowMs - time;
      throw new DialtoneError('rate_limited', undefined, Math.max(1, Math.ceil(waitMs / 1000)));
    }
    recent.push(time);
    this.remember(key, recent);
    return () => this.takeBack(key, time);
  }

  private takeBack(key: string, time: number): void {
    const failures = this.failures.get(key) ?? [];
    const index = failures.indexOf(time);
    if (index >= 0) failures.splice(index, 1);
    if (failures.length === 0) this.failures.delete(key);
  }

  private remember(key: string, failures: number[]): void {
    this.failures.delete(key); // so that the map's order is that of the last failure
    this.failures.set(key, failures);
    if (this.failures.size <= MAX_KEYS) return;
    const { value } = this.failures.keys().next();
    if (value !== undefined) this.failures.delete(value);
  }
}
