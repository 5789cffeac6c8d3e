const START = Date.UTC(2026, 0, 1);

/** The server's time. It stands still but for `advance`, and every time stamp is 1 ms after the one before. */
export class Clock {
  #now = START;

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#now;
  }

  /** The next time stamp. */
  stamp(): string {
    this.#now += 1;
    return this.at(0);
  }

  /** The time so many seconds from now, as RFC 3339. */
  at(seconds: number): string {
    return new Date(this.#now + seconds * 1000).toISOString();
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError('time goes forward: ms must be 0 or more');
    this.#now += ms;
  }

  /** Is that time over? */
  isPast(time: string): boolean {
    return Date.parse(time) <= this.#now;
  }
}
