/** How often a line is written where nobody watches, and where somebody does. */
const LINE_MS = 10_000;
const REDRAW_MS = 200;

/** Tells on standard error how far a table is: on one line at a terminal, else with a line now and then. */
export class Progress {
  private readonly isWatched = process.stderr.isTTY;
  private toldAt = performance.now();

  constructor(
    private readonly name: string,
    private readonly total: number,
  ) {}

  tell(done: number): void {
    const now = performance.now();
    if (now - this.toldAt < (this.isWatched ? REDRAW_MS : LINE_MS)) return;
    this.toldAt = now;
    const line = `${this.name}: ${String(done)} of ${String(this.total)}`;
    process.stderr.write(this.isWatched ? `\r${line}\x1b[K` : `${line}\n`);
  }

  /** Clears the line, so that what is printed next begins with nothing before it. */
  end(): void {
    if (this.isWatched) process.stderr.write('\r\x1b[K');
  }
}
