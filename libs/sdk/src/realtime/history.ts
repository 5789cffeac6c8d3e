/** How many messages are remembered: more than the server lets wait unread for one connection. */
const MOST_SEEN = 5_000;

/** Where a client stands in the history, and which messages it has had lately: no message is delivered twice. */
export class History {
  /** Everything up to here was delivered; undefined before the first connection. A number of `GET /sync` or an id. */
  cursor: string | undefined;
  /** A place before all messages that are remembered, and behind all those that are not. */
  #anchor: string | undefined;
  readonly #seen = new Set<string>();
  /** How many of the remembered messages are older than the anchor. */
  #older = 0;

  constructor(cursor: string | undefined) {
    this.#anchor = this.cursor = cursor;
  }

  /** Takes a place as the one to begin at. */
  begin(cursor: string): void {
    this.#anchor = this.cursor = cursor;
    this.#older = this.#seen.size;
  }

  /** Is it as far back as it can tell new messages from old ones? */
  get isAtAnchor(): boolean {
    return this.cursor === this.#anchor;
  }

  /** Goes back as far as it can tell new messages from old ones. */
  rewind(): void {
    this.cursor = this.#anchor;
  }

  has(messageId: string): boolean {
    return this.#seen.has(messageId);
  }

  /** A message was delivered. */
  add(messageId: string): void {
    this.#seen.add(messageId);
    this.cursor = messageId;
    if (this.#seen.size <= MOST_SEEN) return;
    const [oldest] = this.#seen;
    if (oldest === undefined) return;
    this.#seen.delete(oldest);
    if (this.#older > 0) this.#older -= 1;
    else this.#anchor = oldest;
  }
}
