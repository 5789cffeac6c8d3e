/**
 * How long news waits for more of it. When everybody comes back at once, each connection would otherwise cost a write to
 * all others.
 */
const PAUSE_MS = 50;

/** How much news leaves at once, in bytes; more would make a slow reader of everyone whose line is slow. */
const MOST_BYTES = 64 * 1024;

/** Who came and who went: it is for everyone, there may be a lot of it, and it is in no hurry. */
export class News {
  private later: (readonly [frame: Buffer, except: string | undefined])[] = [];
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param queue queues a frame for everyone but the connection with that id
   * @param flush lets what is queued leave
   */
  constructor(
    private readonly queue: (frame: Buffer, except: string | undefined) => void,
    private readonly flush: () => void,
  ) {}

  /** Queues a frame, now or after those that came before it. */
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
