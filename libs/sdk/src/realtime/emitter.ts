/** Calls listeners by the name of an event, in the order in which they were added. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<{ readonly listener: (event: never) => unknown }>>();
  readonly #onFailure: (type: keyof Events, error: unknown) => void;

  /** `onFailure` hears of listeners that throw, and of the rejected promises of those that return one. */
  constructor(onFailure: (type: keyof Events, error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** Adds a listener; returns the function that removes it again. */
  on<T extends keyof Events>(type: T, listener: (event: Events[T]) => unknown): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    // An entry of its own each time, so that a listener that is added twice is removed once for each.
    const entry = { listener };
    this.#listeners.set(type, listeners.add(entry));
    return () => void listeners.delete(entry);
  }

  /** Removes a listener, one that was added twice once. */
  off<T extends keyof Events>(type: T, listener: (event: Events[T]) => unknown): void {
    const listeners = this.#listeners.get(type);
    for (const entry of listeners ?? []) if (entry.listener === listener) return void listeners?.delete(entry);
  }

  /** Is anybody listening for it? */
  has(type: keyof Events): boolean {
    return (this.#listeners.get(type)?.size ?? 0) > 0;
  }

  /** Calls every listener that is registered now. One that fails does not keep the event from the others. */
  emit<T extends keyof Events>(type: T, event: Events[T]): void {
    const listeners = this.#listeners.get(type) ?? [];
    for (const { listener } of [...listeners] as { listener: (event: Events[T]) => unknown }[]) {
      try {
        const outcome = listener(event);
        if (outcome instanceof Promise) outcome.catch((error: unknown) => this.#onFailure(type, error));
      } catch (error) {
        this.#onFailure(type, error);
      }
    }
  }
}
