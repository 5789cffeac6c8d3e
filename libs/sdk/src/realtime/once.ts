import { AbortedError } from '../core/errors.js';
import type { Emitter } from './emitter.js';

/** Options of `once()`. */
export interface OnceOptions<Event> {
  /** Goes on waiting until this returns true for an event. */
  where?: ((event: Event) => boolean) | undefined;
  /** Gives up waiting: the promise rejects with an {@link AbortedError}. */
  signal?: AbortSignal | undefined;
}

/**
 * The next event of that type; rejects with `endedBefore` when the client ends first, and at once if it `hasEnded` for
 * good.
 */
export function once<Events extends { close: unknown }, T extends keyof Events & string>(
  emitter: Emitter<Events>,
  type: T,
  { where = () => true, signal }: OnceOptions<Events[T]>,
  endedBefore: (type: string) => Error,
  hasEnded: boolean,
): Promise<Events[T]> {
  const event = new Promise<Events[T]>((resolve, reject) => {
    const stops: (() => void)[] = [];
    const settle = (outcome: () => void) => {
      stops.forEach((stop) => stop());
      outcome();
    };
    const onAbort = () =>
      settle(() => reject(new AbortedError(`stopped waiting for ${type}`, { cause: signal?.reason })));
    if (signal?.aborted) {
      onAbort();
      return;
    }
    if (hasEnded) {
      reject(endedBefore(type));
      return;
    }
    signal?.addEventListener('abort', onAbort);
    stops.push(() => signal?.removeEventListener('abort', onAbort));
    stops.push(
      emitter.on(type, (candidate) => {
        try {
          if (where(candidate)) settle(() => resolve(candidate));
        } catch (error) {
          settle(() => reject(error instanceof Error ? error : new Error('where() failed', { cause: error })));
        }
      }),
    );
    if (type !== 'close') stops.push(emitter.on('close', () => settle(() => reject(endedBefore(type)))));
  });
  // Whoever no longer waits for the event need not hear that it will not come.
  event.catch(() => undefined);
  return event;
}
