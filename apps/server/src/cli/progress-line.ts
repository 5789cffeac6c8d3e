import type { WriteStream } from 'node:tty';
import type { Step } from '../core/database/archive/progress.js';

/** How often a terminal's line is written anew, and how often another line is where there is none. */
const TERMINAL_MS = 200;
const PLAIN_MS = 10_000;

const CLEAR = '\r\u001b[K';

/** Tells how far some work is: in one line that changes on a terminal, elsewhere in one now and then. */
export class ProgressLine {
  private step: Step | undefined;
  private startedAt = 0;
  private startedWith = 0;
  private shownAt = -Infinity;
  private isShown = false;

  constructor(private readonly to: Pick<WriteStream, 'write' | 'isTTY'>) {}

  show(step: Step, rows: number, total: number): void {
    const now = performance.now();
    if (step !== this.step) {
      this.step = step;
      // What an earlier run has done took no time in this one.
      [this.startedAt, this.startedWith] = [now, rows];
      this.shownAt = -Infinity; // each step is told of
    }
    if (now - this.shownAt < (this.to.isTTY ? TERMINAL_MS : PLAIN_MS)) return;
    this.shownAt = now;
    const text = this.describe(step, rows, total, (now - this.startedAt) / 1000);
    this.to.write(this.to.isTTY ? `${CLEAR}${text}` : `${text}\n`);
    this.isShown = true;
  }

  /** Leaves the terminal with an empty line. */
  end(): void {
    if (this.isShown && this.to.isTTY) this.to.write(CLEAR);
    this.isShown = false;
  }

  private describe(step: Step, rows: number, total: number, seconds: number): string {
    const rate = (rows - this.startedWith) / seconds;
    const done = `${step} ${grouped(rows)} of ${grouped(total)} rows`;
    if (!(rate > 0) || !Number.isFinite(rate)) return done;
    return `${done}, ${grouped(Math.round(rate))} a second, ${left((total - rows) / rate)} left`;
  }
}

export function grouped(count: number): string {
  return count.toLocaleString('en');
}

function left(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${String(whole)} s` : `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}
