import { DialtoneError } from '@app/contract';

/** How long a group's last turn is remembered, in milliseconds. */
const REMEMBERED_MS = 60_000;

export interface FairQueueOptions {
  /** How many may be at work at once. */
  readonly atWork: number;
  /** How many may wait, all groups together. */
  readonly waiting: number;
  /** How many may wait of one group. */
  readonly waitingOfGroup: number;
}

/** One that waits: either of the two is called, once. */
interface Waiter {
  readonly begin: () => void;
  readonly refuse: () => void;
}

/**
 * Lets a few work at once, and shares the turns between groups: the next turn goes to the group whose last one is
 * longest ago. So a group that asks for a lot waits for itself, and one that has asked for nothing lately goes first.
 * When too many wait, the group with the most of them loses its newest, not whoever happens to come last.
 */
export class FairQueue {
  /** By group, the oldest first. */
  private readonly waiting = new Map<string, Waiter[]>();
  private waitingCount = 0;
  /** When each group had its last turn, the latest last. */
  private readonly servedAt = new Map<string, number>();
  private atWork = 0;

  constructor(private readonly options: FairQueueOptions) {}

  /** How many wait for their turn. */
  get length(): number {
    return this.waitingCount;
  }

  /**
   * Does the work when it is its group's turn.
   *
   * @throws {DialtoneError} `server_unavailable` when too many wait, or what the work throws
   */
  async run<T>(group: string, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin, reject) => {
      this.add(group, { begin, refuse: () => reject(new DialtoneError('server_unavailable')) });
    });
    try {
      return await work();
    } finally {
      this.atWork--;
      this.beginNext();
    }
  }

  private add(group: string, waiter: Waiter): void {
    const waiters = this.waiting.get(group) ?? [];
    if (waiters.length >= this.options.waitingOfGroup) {
      waiter.refuse();
      return;
    }
    waiters.push(waiter);
    this.waiting.set(group, waiters);
    this.waitingCount++;
    this.beginNext();
    if (this.waitingCount > this.options.waiting) this.take(this.largest(), 'pop')?.refuse();
  }

  private beginNext(): void {
    if (this.atWork >= this.options.atWork || this.waitingCount === 0) return;
    const time = performance.now();
    this.forgetTurnsBefore(time - REMEMBERED_MS);
    const group = this.longestUnserved();
    this.servedAt.delete(group); // keeps the map in the order of last turns
    this.servedAt.set(group, time);
    this.atWork++;
    this.take(group, 'shift')?.begin();
  }

  private take(group: string, end: 'shift' | 'pop'): Waiter | undefined {
    const waiters = this.waiting.get(group) ?? [];
    const waiter = waiters[end]();
    if (waiters.length === 0) this.waiting.delete(group);
    this.waitingCount--;
    return waiter;
  }

  /** Of those that wait; of several that were never served, the one that has waited longest. */
  private longestUnserved(): string {
    const groups = [...this.waiting.keys()];
    return groups.reduce((best, group) => (this.lastTurnOf(group) < this.lastTurnOf(best) ? group : best));
  }

  /** The group with the most that wait; of several, the one that was served last, or else came last. */
  private largest(): string {
    const groups = [...this.waiting];
    const [name] = groups.reduce((most, next) => {
      const more = next[1].length - most[1].length;
      return more > 0 || (more === 0 && this.lastTurnOf(next[0]) >= this.lastTurnOf(most[0])) ? next : most;
    });
    return name;
  }

  private lastTurnOf(group: string): number {
    return this.servedAt.get(group) ?? -Infinity;
  }

  private forgetTurnsBefore(time: number): void {
    for (const [group, servedAt] of this.servedAt) {
      if (servedAt >= time) return;
      this.servedAt.delete(group);
    }
  }
}
