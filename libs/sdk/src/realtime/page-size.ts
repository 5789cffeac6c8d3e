/** The most messages that `GET /sync` answers with at once. */
const MOST_MESSAGES = 500;

/** How many messages are asked for at once: fewer after each failure, until what is asked for arrives. */
export class PageSize {
  #messages = MOST_MESSAGES;

  get messages(): number {
    return this.#messages;
  }

  /** A page did not arrive. */
  shrink(): void {
    this.#messages = Math.ceil(this.#messages / 4);
  }

  /** A page arrived. */
  grow(): void {
    this.#messages = Math.min(this.#messages * 2, MOST_MESSAGES);
  }
}
