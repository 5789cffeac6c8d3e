/**
 * Loads something when it is first used, and keeps it. A load that failed, such as that of a file that could not be
 * fetched, is tried again the next time.
 */
export function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () =>
    (loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
}
