import { isApiError } from '../core/errors.js';
import { wait } from '../core/wait.js';
import { errorStatuses } from '../generated/errors.js';
import type { Sync } from './catch-up.js';
import type { History } from './history.js';

const CHECK_TIMEOUT_MS = 10_000;
/** Milliseconds that a message may take to arrive on a connection that is alive. */
const LATE_MS = 5_000;

/** What a check needs. */
export interface Probe {
  readonly history: History;
  readonly sync: Sync;
  readonly quietMs: number;
}

/**
 * Is the connection alive? Asks over HTTP for the next message: the server must answer, and what it knows must arrive on
 * the connection as well. `over` is aborted when the connection ends.
 */
export async function isAlive(probe: Probe, over: AbortSignal): Promise<boolean> {
  const { history, sync, quietMs } = probe;
  const { place } = history;
  if (place === undefined) return true;
  try {
    const options = { signal: over, timeoutMs: CHECK_TIMEOUT_MS, restarts: true, maxRetries: 0 };
    const { messages, next } = await sync({ since: place, limit: 1 }, options);
    const [missing] = messages;
    if (missing === undefined) {
      if (history.place === place) history.advance(next);
      return true;
    }
    if (!history.has(missing.id)) await wait(Math.min(LATE_MS, quietMs), over);
    return history.has(missing.id);
  } catch (error) {
    // Without a place, nothing can be said about the connection; the next one finds another place.
    if (isApiError(error, 'cursor_not_found')) return history.retreat(place) && (await isAlive(probe, over));
    // A server in trouble is still there; one that refuses the session will say so on the next connection.
    return isApiError(error) && error.status !== errorStatuses.unauthorized;
  }
}
