import { nextTurn } from '../core/next-turn.js';

/**
 * Everything that happens at the server, one after the other, each in a turn of the event loop of its own: what a
 * client does in answer to one thing is done before the next one happens, and every run has the same order. It waits
 * with no timer, so it works under a test's fake timers too.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isPaused = false;
  #isRunning = false;
  #whenIdle: (() => void)[] = [];

  /** Appends something to be done. */
  add(work: () => void): void {
    this.#waiting.push(work);
    this.#run();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#run();
  }

  /** Resolves when nothing is left to be done, or can be while it is paused. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      // At least one turn later, so that what the caller has just set going is on its way.
      this.#whenIdle.push(resolve);
      if (!this.#isRunning) this.#next();
    });
  }

  #run(): void {
    if (!this.#isRunning && !this.#isPaused) this.#next();
  }

  #next(): void {
    this.#isRunning = true;
    nextTurn(() => {
      this.#isRunning = false;
      const work = this.#isPaused ? undefined : this.#waiting.shift();
      work?.();
      if (!this.#isPaused && this.#waiting.length > 0) this.#run();
      else this.#settle();
    });
  }

  #settle(): void {
    const resolves = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of resolves) resolve();
  }
}
