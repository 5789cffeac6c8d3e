/** How many messages are remembered: more than the server lets wait unread for one connection. */
const MOST_SEEN = 5_000;

/** Between the places of a cursor; no number and no id has it. */
const SEPARATOR = '.';

/**
 * Where a client stands in the history, and which messages it has had lately: no message is delivered twice.
 *
 * A place is a message's id or a number of `GET /sync`. An id is forgotten with its channel, a number never is, but only
 * `GET /sync` tells one. So behind the last message stands the last one of another channel: all that was delivered since
 * is gone where the first is. Behind that stands a number, for when both are gone and the app has started again.
 */
export class History {
  /** Everything up to the first one was delivered. The next one is for when the server does not know it any more. */
  #places: readonly string[];
  /** Of the first place, where that is a message that was delivered. */
  #channelId: string | undefined;
  /** The last place in the history that will not be forgotten. */
  #number: string | undefined;
  /** What the cursor is until everything is read again. */
  #heldCursor: string | undefined;
  /** A place before all messages that are remembered, and behind all those that are not. */
  #anchor: string | undefined;
  readonly #seen = new Set<string>();
  /** How many of the remembered messages are older than the anchor. */
  #older = 0;

  /** `cursor` is one that a history had before, or a single place. */
  constructor(cursor: string | undefined) {
    this.#places = cursor?.split(SEPARATOR) ?? [];
    this.#anchor = this.place;
    this.#number = this.#places.at(-1);
  }

  /** Where to go on reading; undefined before the first connection. */
  get place(): string | undefined {
    return this.#places[0];
  }

  /** The place in a form to be kept. It goes back for nothing but a place that the server has forgotten. */
  get cursor(): string | undefined {
    if (this.#heldCursor !== undefined) return this.#heldCursor;
    const places = new Set([...this.#places, ...(this.#number === undefined ? [] : [this.#number])]);
    return places.size === 0 ? undefined : [...places].join(SEPARATOR);
  }

  /** Takes a place as the one to begin at. */
  begin(number: string): void {
    this.advance(number);
    this.finish(true);
  }

  /** Everything up to this number of `GET /sync` was delivered. */
  advance(number: string): void {
    this.#places = [number];
    this.#number = number;
    this.#channelId = undefined;
  }

  /** Everything that is stored was read, `isWhole`: from the anchor on. */
  finish(isWhole: boolean): void {
    this.#heldCursor = undefined;
    if (!isWhole) return;
    this.#anchor = this.place;
    this.#older = this.#seen.size;
  }

  /** Is it as far back as it can tell new messages from old ones? */
  get isAtAnchor(): boolean {
    return this.place === this.#anchor;
  }

  /** Goes back as far as it can tell new messages from old ones. */
  rewind(): void {
    this.#heldCursor = this.cursor;
    this.#channelId = undefined;
    if (this.#anchor !== undefined) this.#places = [this.#anchor];
  }

  /** The server does not know this place any more: takes the next one; false when there is none. */
  retreat(from: string | undefined): boolean {
    if (from !== this.place) return true;
    if (this.#places.length < 2) return false;
    const { isAtAnchor } = this;
    this.#places = this.#places.slice(1);
    this.#channelId = undefined;
    if (isAtAnchor) this.#anchor = this.place;
    return true;
  }

  has(messageId: string): boolean {
    return this.#seen.has(messageId);
  }

  /** A message was delivered. */
  add(messageId: string, channelId: string): void {
    const [last, ...before] = this.#places;
    const isSameChannel = channelId === this.#channelId;
    this.#places = [messageId, ...(isSameChannel ? before : last === undefined ? [] : [last])];
    this.#channelId = channelId;
    this.#seen.add(messageId);
    if (this.#seen.size <= MOST_SEEN) return;
    const [oldest] = this.#seen;
    if (oldest === undefined) return;
    this.#seen.delete(oldest);
    if (this.#older > 0) this.#older -= 1;
    else this.#anchor = oldest;
  }
}
