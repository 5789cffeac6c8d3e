/** Waits for users to do something, and calls when one has not. */
export class Patience {
  readonly #ms: number;
  readonly #onOver: (user: string) => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(ms: number, onOver: (user: string) => void) {
    this.#ms = ms;
    this.#onOver = onOver;
  }

  /** Waits for the user, from now on. */
  begin(user: string): void {
    this.end(user);
    this.#timers.set(
      user,
      setTimeout(() => this.#onOver(user), this.#ms),
    );
  }

  /** The user has done it, or has gone. */
  end(user: string): void {
    clearTimeout(this.#timers.get(user));
    this.#timers.delete(user);
  }

  endAll(): void {
    for (const user of [...this.#timers.keys()]) this.end(user);
  }
}
