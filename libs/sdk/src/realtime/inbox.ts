import type { Arrival } from './frame.js';
import { turn } from '../core/wait.js';

/** Passes events on as they arrive, or holds them back for a while. */
export class Inbox {
  readonly #deliver: (arrival: Arrival) => void;
  readonly #mostHeld: number;
  #held: Arrival[] | undefined;
  #hasOverflowed = false;

  /** What arrives while `mostHeld` events are held back is lost, and so is everything after it. */
  constructor(deliver: (arrival: Arrival) => void, mostHeld: number) {
    this.#deliver = deliver;
    this.#mostHeld = mostHeld;
  }

  push(arrival: Arrival): void {
    if (this.#held === undefined) this.#deliver(arrival);
    else if (!this.#hasOverflowed && this.#held.length < this.#mostHeld) this.#held.push(arrival);
    else this.#hasOverflowed = true;
  }

  /** Holds back what arrives from now on, whatever was lost before. */
  hold(): void {
    this.#held ??= [];
    this.#hasOverflowed = false;
  }

  /** How many events are held back. */
  get size(): number {
    return this.#held?.length ?? 0;
  }

  /** Forgets the oldest events that it holds. Returns whether others were lost, and starts over from here. */
  drop(count: number): boolean {
    this.#held?.splice(0, count);
    const hasOverflowed = this.#hasOverflowed;
    this.#hasOverflowed = false;
    return hasOverflowed;
  }

  /**
   * Delivers what is held, each event in a turn of its own, so that whoever awaits one is ready before the next; then
   * stops holding. Ends early when the signal is aborted. Resolves with false when others were lost: nothing after them
   * was delivered, and it goes on holding.
   */
  async release(signal: AbortSignal): Promise<boolean> {
    await turn();
    while (this.#held !== undefined && !signal.aborted) {
      const arrival = this.#held.shift();
      if (arrival !== undefined) this.#deliver(arrival);
      if (this.#held.length > 0) await turn();
      else if (this.#hasOverflowed) return false;
      else this.#held = undefined;
    }
    return true;
  }
}
