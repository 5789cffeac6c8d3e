/**
 * How long news is held back to be sent together. Otherwise, when everybody comes back at once, each new connection
 * would cost a write to all others.
 */
const PAUSE_MS = 50;

/** How much news is sent at once, in bytes. With more, clients on slow lines would count as slow readers. */
const MOST_BYTES = 64 * 1024;

/** News of who came and who went: it is for everyone, may be a lot, and is not urgent. */
export class News {
  private later: (readonly [frame: Buffer, except: string | undefined])[] = [];
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param queue queues a frame for everyone but the connection with that id
   * @param flush sends what is queued
   */
  constructor(
    private readonly queue: (frame: Buffer, except: string | undefined) => void,
    private readonly flush: () => void,
  ) {}

  /** Queues a frame, now or later, in order. */
  add(frame: Buffer, except: string | undefined): void {
    if (this.later.length > 0 || this.bytes >= MOST_BYTES) this.later.push([frame, except]);
    else {
      this.bytes += frame.length;
      this.queue(frame, except);
    }
    this.timer ??= setTimeout(() => this.leave(), PAUSE_MS).unref();
  }

  private leave(): void {
    const { later } = this;
    this.timer = undefined;
    this.later = [];
    this.bytes = 0;
    for (const [frame, except] of later) this.add(frame, except);
    this.flush();
  }
}
