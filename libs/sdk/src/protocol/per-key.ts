// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
/**
 * Something for each key that fills up again while it rests, such as a user's token buckets. After `restMs` it is
 * forgotten: whoever comes back later gets what is full anyway, and nobody gets it full by coming back sooner.
 */
export class PerKey<T> {
  /** The longest unused first. */
  private readonly entries = new Map<string, { readonly value: T; usedAt: number }>();

  /**
   * @param restMs in milliseconds of the clock that the times are of
   * @param create makes it, full
   */
  constructor(
    private readonly restMs: number,
    private readonly create: (time: number) => T,
  ) {}

  /** How many it remembers. */
  get size(): number {
    return this.entries.size;
  }

  /** That of a key, which is used now. */
  of(key: string, time: number): T {
    this.forgetUnusedSince(time - this.restMs);
    const entry = this.entries.get(key) ?? { value: this.create(time), usedAt: time };
    entry.usedAt = time;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  private forgetUnusedSince(time: number): void {
    for (const [key, { usedAt }] of this.entries) {
      if (usedAt > time) return;
      this.entries.delete(key);
    }
  }
}
