/** Calls listeners by the name of an event, in the order in which they were added. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<(event: never) => void>>();

  /** Adds a listener; returns the function that removes it again. */
  on<T extends keyof Events>(type: T, listener: (event: Events[T]) => void): () => void {
    // A function of its own, so that adding the same listener twice makes two that are removed one by one.
    const entry = (event: Events[T]) => listener(event);
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(entry));
    return () => void listeners.delete(entry);
  }

  /** Calls every listener that is there now. One that throws does not keep the event from the others. */
  emit<T extends keyof Events>(type: T, event: Events[T]): void {
    const listeners = this.#listeners.get(type) ?? [];
    for (const listener of [...listeners] as ((event: Events[T]) => void)[]) {
      try {
        listener(event);
      } catch (error) {
        // Reported by the runtime as an uncaught error, like that of any event listener.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
