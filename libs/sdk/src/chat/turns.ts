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
