import type { Deadline } from '../core/deadline.js';

interface Waiter {
  readonly deadline: Deadline;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** The callers of `connect()` who are waiting for the outcome. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Settles with `resolve()` or `reject()`; when the deadline passes first, rejects with what `giveUp` makes of its
   * reason.
   */
  add(deadline: Deadline, giveUp: (reason: Error) => Error): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { deadline, resolve, reject };
      this.#waiting.add(waiter);
      deadline.signal.addEventListener('abort', () => {
        if (this.#waiting.delete(waiter)) reject(giveUp(deadline.signal.reason as Error));
      });
    });
  }

  /** What they wait for comes nearer. */
  progress(): void {
    for (const { deadline } of this.#waiting) deadline.progress();
  }

  resolve(): void {
    for (const { resolve } of this.#waiting) resolve();
    this.#waiting.clear();
  }

  reject(error: Error): void {
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting.clear();
  }
}
