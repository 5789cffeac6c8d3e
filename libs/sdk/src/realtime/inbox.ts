import type { Arrival } from './frame.js';
import { turn } from './wait.js';

/** More than this is not held back: the history has it all, and memory has an end. */
const MOST_HELD = 1_000;

/** Passes events on as they arrive, or holds them back for a while. */
export class Inbox {
  readonly #deliver: (arrival: Arrival) => void;
  #held: Arrival[] | undefined;
  #hasOverflowed = false;

  constructor(deliver: (arrival: Arrival) => void) {
    this.#deliver = deliver;
  }

  push(arrival: Arrival): void {
    if (this.#held === undefined) this.#deliver(arrival);
    else if (this.#held.length < MOST_HELD) this.#held.push(arrival);
    else this.#hasOverflowed = true;
  }

  /** Holds back what arrives from now on. */
  hold(): void {
    this.#held ??= [];
    this.#hasOverflowed = false;
  }

  /** How many events are held back. */
  get size(): number {
    return this.#held?.length ?? 0;
  }

  /** Forgets the oldest events that it holds. Tells whether others were lost, and counts anew from here. */
  drop(count: number): boolean {
    this.#held?.splice(0, count);
    const hasOverflowed = this.#hasOverflowed;
    this.#hasOverflowed = false;
    return hasOverflowed;
  }

  /**
   * Delivers what is held, each event in a turn of its own, so that whoever awaits one is back before the next; then
   * holds no longer. Stops when the signal is aborted.
   */
  async release(signal?: AbortSignal): Promise<void> {
    await turn();
    while (this.#held !== undefined && signal?.aborted !== true) {
      const [arrival] = this.#held.splice(0, 1);
      if (arrival !== undefined) this.#deliver(arrival);
      if (this.#held.length === 0) this.#held = undefined;
      else await turn();
    }
  }
}
