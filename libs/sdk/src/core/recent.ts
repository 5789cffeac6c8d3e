/** Remembers the last of many texts, up to a number. */
export class Recent {
  readonly #most: number;
  readonly #texts = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  has(text: string): boolean {
    return this.#texts.has(text);
  }

  /** Remembers a text; false if it is remembered already. The one that came first is forgotten first. */
  add(text: string): boolean {
    if (this.#texts.has(text)) return false;
    this.#texts.add(text);
    const [oldest] = this.#texts;
    if (oldest !== undefined && this.#texts.size > this.#most) this.#texts.delete(oldest);
    return true;
  }
}
