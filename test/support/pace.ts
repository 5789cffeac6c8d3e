// eslint-disable-next-line no-restricted-imports -- a rate is a matter of time, and nothing tells that it has recovered
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '@app/contract';

/** How long to wait for something before the test fails, in milliseconds; Jest gives up a little later. */
export const PATIENCE_MS = 60_000;

/**
 * Resolves when a connection that has used up its rate may send one more frame. Whoever tries again at once is refused
 * again, as often as the machine is fast, and in the end the server closes the connection.
 */
export function untilNextFrame(): Promise<void> {
  return delay(1000 / limits.framesPerSecond);
}

/**
 * Looks again and again until it is so, for what nothing tells of.
 *
 * @param what what is waited for, for the error when it does not come
 */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
