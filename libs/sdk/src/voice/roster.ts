/** Who else is in a room, and which of them no connection has begun with yet. */
export class Roster {
  readonly #self: string;
  #peers: readonly string[] = [];
  /** The peers from whom neither an offer nor an answer has come since they, or this client, entered. */
  readonly #strangers = new Set<string>();

  /** `self` is this client's user, who is not listed. */
  constructor(self: string) {
    this.#self = self;
  }

  /** The others' ids, sorted. */
  get peers(): readonly string[] {
    return this.#peers;
  }

  /** The peers from whom nothing has come yet. */
  get strangers(): readonly string[] {
    return this.#peers.filter((user) => this.#strangers.has(user));
  }

  /** Sets who is there now; returns who has come and gone. */
  replace(users: readonly string[]): { joined: readonly string[]; left: readonly string[] } {
    const others = users.filter((user) => user !== this.#self);
    const left = this.#peers.filter((user) => !others.includes(user));
    const joined = others.filter((user) => !this.#peers.includes(user));
    for (const user of left) this.remove(user);
    for (const user of joined) this.add(user);
    return { joined, left };
  }

  /** This client is a newcomer: nothing has come from anybody. */
  beginAnew(): void {
    for (const user of this.#peers) this.#strangers.add(user);
  }

  /** A device of the user has come; perhaps not their first. */
  add(user: string): void {
    if (user === this.#self || this.#peers.includes(user)) return;
    this.#strangers.add(user);
    this.#peers = [...this.#peers, user].sort();
  }

  remove(user: string): void {
    this.#strangers.delete(user);
    this.#peers = this.#peers.filter((peer) => peer !== user);
  }

  /** An offer or an answer has come from the user. */
  met(user: string): void {
    this.#strangers.delete(user);
  }
}
