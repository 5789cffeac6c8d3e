/**
 * Makes of some work a function that never runs it twice at once, so that an older answer never replaces a newer one:
 * those who call while it runs share the next run, which begins after their call.
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
