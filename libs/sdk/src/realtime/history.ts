import { PageSize } from './page-size.js';

/** How many messages are remembered: more than the server lets wait unread for one connection. */
const MOST_SEEN = 5_000;

/** Separates the places of a cursor; it occurs in no number and no id. */
const SEPARATOR = '.';

/**
 * Where a client stands in the history, and which messages it has had lately: no message is delivered twice.
 *
 * A place is a message's id or a number from `GET /sync`. The server forgets an id with its channel; it never forgets a
 * number, but only `GET /sync` gives one. So the last message is followed by the last one of another channel: if the
 * first is gone, so is all that was delivered since the second. After it comes a number, for when both are gone and the
 * app has started again.
 */
export class History {
  /** Everything up to the first one was delivered. The others are for when the server no longer knows it. */
  #places: readonly string[];
  /** The channel of the first place, if that is a message that was delivered. */
  #channelId: string | undefined;
  /** The last place in the history that will not be forgotten. */
  #number: string | undefined;
  /** The cursor that is reported until everything has been read again. */
  #heldCursor: string | undefined;
  /** A place before all messages that are remembered, and after all those that are not. */
  #anchor: string | undefined;
  /** How much of what follows is asked for at once. */
  readonly pageSize = new PageSize();
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

  /** The place, in a form to be stored. It only ever goes back for a place that the server has forgotten. */
  get cursor(): string | undefined {
    if (this.#heldCursor !== undefined) return this.#heldCursor;
    const places = new Set([...this.#places, ...(this.#number === undefined ? [] : [this.#number])]);
    return places.size === 0 ? undefined : [...places].join(SEPARATOR);
  }

  /** Sets the place to begin at. */
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

  /** Is the place as far back as new messages can be told from old ones? */
  get isAtAnchor(): boolean {
    return this.place === this.#anchor;
  }

  /** Goes back as far as new messages can be told from old ones. */
  rewind(): void {
    this.#heldCursor = this.cursor;
    this.#channelId = undefined;
    if (this.#anchor !== undefined) this.#places = [this.#anchor];
  }

  /** The server no longer knows this place: goes on to the next one; false when there is none. */
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
