/**
 * Wraps work in a function that never runs it twice at once, so that an older answer never replaces a newer one: calls
 * during a run share the next run, which begins after them.
 */
export function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    if (next !== undefined) return next;
    const turn = last.then(() => {
      next = undefined;
      return work();
    });
    next = turn;
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Runs work in the order in which it comes, for each key on its own: what hangs holds up only its own key. */
export class Turns {
  readonly #begin: Promise<unknown>;
  readonly #last = new Map<string, Promise<void>>();

  /** Nothing runs before `begin` has resolved. */
  constructor(begin: Promise<unknown> = Promise.resolve()) {
    this.#begin = begin;
  }

  /** Settles as the work does. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? this.#begin).then(work);
    const over = () => {
      if (this.#last.get(key) === last) this.#last.delete(key);
    };
    const last = turn.then(over, over);
    this.#last.set(key, last);
    return turn;
  }

  /** Resolves when everything that has come so far is done. */
  get idle(): Promise<unknown> {
    return Promise.all(this.#last.values());
  }
}
