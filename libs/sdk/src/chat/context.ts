import type { DialtoneClient } from '../client.js';
import { isAbortedError, isApiError, isInvalidResponseError } from '../core/errors.js';
import { Emitter } from '../realtime/emitter.js';
import { ChatError } from './errors.js';
import type { ChatEvents } from './events.js';
import type { SessionDocument } from './store.js';
import type { Vault } from './vault.js';

/** What the parts of a session share. */
export interface ChatContext {
  readonly client: DialtoneClient;
  readonly vault: Vault;
  readonly emitter: Emitter<ChatEvents>;
  /** Aborted when the session is closed; every call that it makes by itself uses it. */
  readonly signal: AbortSignal;
}

/** Whose session it is. */
export function sessionOf({ vault }: Pick<ChatContext, 'vault'>): SessionDocument {
  const session = vault.get('session');
  if (session === undefined) throw new Error('the store has no session');
  return session;
}

/** Changes the store's document `session`. */
export async function changeSession(
  { vault }: Pick<ChatContext, 'vault'>,
  change: (session: SessionDocument) => Partial<SessionDocument>,
): Promise<void> {
  await vault.update('session', (current) => {
    if (current === undefined) {
      throw new ChatError('no_session', 'the store was emptied or deleted while the session used it: log in again');
    }
    return { ...current, ...change(current) };
  });
}

/**
 * Does the work for each item, also after one whose work the server refused; the first refusal is thrown at the end.
 * Without an answer, the next one would fare no better: that is thrown at once.
 */
export async function forEach<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const refusals: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      if (!isApiError(error) && !isInvalidResponseError(error)) throw error;
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}

/** Makes the emitter of a session. A listener that fails is reported, and does not affect the others. */
export function createEmitter(): Emitter<ChatEvents> {
  const emitter: Emitter<ChatEvents> = new Emitter((type, error) => {
    if (type === 'error') console.error(error);
    else tell(emitter, error);
  });
  return emitter;
}

/**
 * Reports an error that belongs to no call, to the listeners of `error`, or to the console where there are none. What
 * was given up because the session was closed is not an error.
 */
export function reportError({ emitter, signal }: Pick<ChatContext, 'emitter' | 'signal'>, error: unknown): void {
  if (!(signal.aborted && isAbortedError(error))) tell(emitter, error);
}

function tell(emitter: Emitter<ChatEvents>, error: unknown): void {
  if (emitter.has('error')) emitter.emit('error', error);
  else console.error(error);
}
