// eslint-disable-next-line no-restricted-imports -- a rate is a matter of time, and nothing tells that it has recovered
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '@app/contract';

/**
 * Resolves when a connection that has used up its rate may send one more frame. Whoever tries again at once is refused
 * again, as often as the machine is fast, and in the end the server closes the connection.
 */
export function untilNextFrame(): Promise<void> {
  return delay(1000 / limits.framesPerSecond);
}
