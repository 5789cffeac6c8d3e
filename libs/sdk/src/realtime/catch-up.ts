import { InvalidResponseError, isApiError } from '../core/errors.js';
import type { CallOptions } from '../core/transport.js';
import { turn, wait } from '../core/wait.js';
import type { ChannelMessageNew, Message, MessageSync } from '../generated/types.js';
import { isFinal, reconnectDelayMs } from './backoff.js';
import type { RealtimeGap } from './events.js';
import type { History } from './history.js';
import type { Inbox } from './inbox.js';

/** `GET /sync`. */
export type Sync = (input: { since?: string; limit?: number }, options: CallOptions) => PromiseLike<MessageSync>;

/** What a catch-up needs. */
export interface CatchUp {
  readonly history: History;
  /** Where live messages arrive meanwhile. */
  readonly inbox: Inbox;
  readonly sync: Sync;
  /** Delivers a message, unless it was delivered before. */
  readonly deliver: (message: ChannelMessageNew) => void;
  readonly onGap: (gap: RealtimeGap) => void;
  /** Aborted when the connection ends. */
  readonly signal: AbortSignal;
}

/** Milliseconds in which some of a page has to arrive. */
const PAGE_SILENCE_MS = 10_000;
/** After so many pages in a row that nothing came of, the connection is not trusted any more either. */
const MOST_SILENCES = 3;

/** Delivers everything from the client's place in the history on, in order, and then switches to the live messages. */
export async function catchUp(work: CatchUp): Promise<void> {
  // When more arrives live than is held back, the rest of it is in the history by now.
  do await readMissed(work);
  while (!(await work.inbox.release(work.signal)));
}

/**
 * Delivers what the history has, while live messages are held back.
 *
 * Nothing is missed: the connection is open already, so a message was stored either before the last page was requested,
 * and is in a page, or after that, and arrives live. Nothing comes twice: the history knows what was delivered. So only
 * what arrives while a page is on its way needs to be held back.
 *
 * Failures that pass are tried again, with smaller pages: what a line has no time for at once comes bit by bit. Rejects with an error that will not pass; returns early once the signal is aborted.
 */
async function readMissed(work: CatchUp): Promise<void> {
  const { history, inbox, deliver, signal } = work;
  inbox.hold();
  let isWhole = history.isAtAnchor;
  for (let isBehind = true; isBehind;) {
    const older = inbox.size;
    const { place } = history;
    const page = await readPage(work, place);
    if (signal.aborted) return;
    if (page === undefined) {
      // A deleted message is no longer a place. There may be one further back.
      if (history.retreat(place)) continue;
      if (history.isAtAnchor) await skip(work);
      else history.rewind();
      isWhole = true;
      continue;
    }
    // What arrived before the request is in its answer, or in a later one.
    const hasOverflowed = inbox.drop(older);
    for (const message of page.messages) {
      if (history.has(message.id)) continue;
      deliver(eventOf(message));
      await turn();
      if (signal.aborted) return;
    }
    history.advance(page.next);
    isBehind = page.has_more || hasOverflowed;
  }
  history.finish(isWhole);
}

/** The current end of the history. */
export async function cursorOfNow(work: Pick<CatchUp, 'history' | 'sync' | 'signal'>): Promise<string | undefined> {
  return (await readPage(work, undefined))?.next;
}

/** Goes on from the end of the history, and reports from where on messages were missed. */
async function skip(work: CatchUp): Promise<void> {
  const since = work.history.place ?? '';
  const now = await cursorOfNow(work);
  if (now === undefined) return;
  work.history.begin(now);
  work.onGap({ reason: 'cursor_not_found', since });
}

/** A page; undefined when the server does not know the place, or the signal is aborted. */
async function readPage(
  { history, sync, signal }: Pick<CatchUp, 'history' | 'sync' | 'signal'>,
  since: string | undefined,
): Promise<MessageSync | undefined> {
  const { pageSize } = history;
  let silences = 0;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const input = since === undefined ? {} : { since, limit: pageSize.messages };
    try {
      const page = await sync(input, { signal, timeoutMs: PAGE_SILENCE_MS, restarts: true, maxRetries: 0 });
      if (page.has_more && page.next === since)
        throw new InvalidResponseError('more, but not where', 'syncMessages', 200);
      pageSize.grow();
      return page;
    } catch (error) {
      if (isApiError(error, 'cursor_not_found')) return undefined;
      pageSize.shrink();
      if (signal.aborted) return undefined;
      silences = isApiError(error) ? 0 : silences + 1;
      if (isFinal(error) || silences === MOST_SILENCES) throw error;
      await wait(reconnectDelayMs(attempt, error), signal);
    }
  }
  return undefined;
}

/** A message of the history, in the form of the event that announced it. */
function eventOf({ id, sender_id, ...rest }: Message): ChannelMessageNew {
  return { type: 'channel.message.new', message_id: id, sender: sender_id, ...rest };
}
