import { setTimeout as delay } from 'node:timers/promises';
import { type OnText, RawClient } from './raw-client.js';
import type { Target } from './target.js';

/** Handshakes that are under way at once. */
const AT_ONCE = 64;

/** Opens many connections to a server; `onText` makes the listener of each. */
export async function openCrowd(
  target: Target,
  count: number,
  onText: (index: number) => OnText | undefined = () => undefined,
): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  for (let first = 0; first < count; first += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, i) => first + i);
    clients.push(...(await Promise.all(indexes.map((i) => RawClient.open(target, target.token(i), i, onText(i))))));
  }
  return clients;
}

/** Resolves once the condition is true, which is checked every so often; throws when that takes too long. */
export async function until(isTrue: () => boolean, what: string, patienceMs = 20_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`still waiting for ${what}`);
    await delay(5);
  }
}
