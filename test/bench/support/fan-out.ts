import { saying } from '../../support/channels.js';
import { openCrowd, until } from './crowd.js';
import { cpuSeconds } from './machine.js';
import type { RawClient } from './raw-client.js';
import { percentile } from './stats.js';
import type { Target } from './target.js';

/** In every body, followed by the message's number in 8 digits. */
const MARK = 'bench-';
const DIGITS = 8;

/** Shorter frames are not messages but presence or acknowledgements. */
const SHORTEST_MESSAGE = 300;

/** What one run of a fan-out measured. */
export interface FanOutRun {
  readonly messages: number;
  readonly deliveries: number;
  readonly seconds: number;
  /** Of the server's process, all threads. */
  readonly serverSeconds: number;
  /** Of this process, which sends and counts. */
  readonly generatorSeconds: number;
  readonly p50: number;
  readonly p99: number;
  /** What did not come, or came twice; 0 when all is well. */
  readonly faults: number;
}

/**
 * Receivers of one server. As many of them send as messages are in flight: each sends its next message once everyone has
 * its last one.
 */
export class FanOut {
  private sentAt: Float64Array = new Float64Array(0);
  private sentBy: Int32Array = new Int32Array(0);
  private missing: Int32Array = new Int32Array(0);
  private latencies: number[] = [];
  private sent = 0;
  private complete = 0;
  private isSending = false;
  private surplus = 0;
  private clients: RawClient[] = [];
  private markOffset = -1;

  private constructor(
    private readonly target: Target,
    private readonly channelId: string,
    private readonly receivers: number,
  ) {}

  static async open(target: Target, channelId: string, receivers: number): Promise<FanOut> {
    const fanOut = new FanOut(target, channelId, receivers);
    fanOut.clients = await openCrowd(target, receivers, () => fanOut.heard);
    return fanOut;
  }

  /** Keeps that many messages in flight for a while, and waits until all have arrived. */
  async run(inFlight: number, milliseconds: number): Promise<FanOutRun> {
    const capacity = milliseconds * 100;
    this.sentAt = new Float64Array(capacity);
    this.sentBy = new Int32Array(capacity);
    this.missing = new Int32Array(capacity);
    this.latencies = [];
    this.sent = this.complete = this.surplus = 0;
    this.isSending = true;
    const server = cpuSeconds(this.target.pid);
    const own = process.cpuUsage();
    const start = performance.now();
    for (let sender = 0; sender < inFlight; sender++) this.sendNext(sender);
    await until(() => performance.now() - start >= milliseconds, 'the end of the run', milliseconds + 10_000);
    this.isSending = false;
    let faults = 0;
    await until(() => this.complete === this.sent, 'the last deliveries').catch(() => (faults = this.lost()));
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(own);
    return {
      messages: this.sent,
      deliveries: this.sent * this.receivers,
      seconds,
      serverSeconds: cpuSeconds(this.target.pid) - server,
      generatorSeconds: (user + system) / 1e6,
      p50: percentile(this.latencies, 0.5),
      p99: percentile(this.latencies, 0.99),
      faults: faults + this.surplus,
    };
  }

  close(): void {
    for (const client of this.clients) client.destroy();
  }

  private readonly heard = (bytes: Buffer, start: number, end: number): void => {
    if (end - start < SHORTEST_MESSAGE) return;
    // Ids and times all have the same length, so the number is at the same position in every frame of a server.
    if (this.markOffset === -1) this.markOffset = bytes.indexOf(MARK, start) - start + MARK.length;
    let number = 0;
    const first = start + this.markOffset;
    for (let at = first; at < first + DIGITS; at++) number = number * 10 + bytes[at] - 48;
    const left = --this.missing[number];
    this.latencies.push(performance.now() - this.sentAt[number]);
    if (left === 0) {
      this.complete++;
      if (this.isSending) this.sendNext(this.sentBy[number]);
    } else if (!(left > 0)) this.surplus++;
  };

  private sendNext(sender: number): void {
    const number = this.sent++;
    this.missing[number] = this.receivers;
    this.sentBy[number] = sender;
    this.sentAt[number] = performance.now();
    const body = `${MARK}${String(number).padStart(DIGITS, '0')}${PADDING}`;
    this.clients[sender].send(JSON.stringify(saying(this.channelId, body)));
  }

  private lost(): number {
    return this.missing.subarray(0, this.sent).reduce((sum, left) => sum + Math.max(0, left), 0);
  }
}

/** Makes frames of about 450 bytes. */
const PADDING = 'x'.repeat(100);
