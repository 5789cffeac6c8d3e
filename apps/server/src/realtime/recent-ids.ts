/** Longer than any handshake or frame takes from its first check to its effect. */
const KEPT_MS = 60_000;

/** Ids of what ended a moment ago, so that nothing that was checked just before slips through. */
export class RecentIds {
  private readonly addedAt = new Map<string, number>();

  add(id: string): void {
    const time = performance.now();
    for (const [old, addedAt] of this.addedAt) {
      if (addedAt > time - KEPT_MS) break;
      this.addedAt.delete(old);
    }
    this.addedAt.set(id, time);
  }

  has(id: string): boolean {
    return this.addedAt.has(id);
  }
}
