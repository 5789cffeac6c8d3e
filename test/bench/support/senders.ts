import { randomUUID } from 'node:crypto';
import { NAME_ENC } from '../../support/channels.js';
import { openCrowd, until } from './crowd.js';
import { cpuSeconds } from './machine.js';
import type { RawClient } from './raw-client.js';
import { percentile } from './stats.js';
import type { Target } from './target.js';

/** How acknowledgements and refusals begin. */
const [ACK, ERROR] = ['{"type":"channel.message.ack"', '{"type":"error"'];

const BODY = 'x'.repeat(114);

/** The outcome of senders who sent as fast as they were acknowledged. */
export interface SendingRun {
  readonly acknowledged: number;
  readonly seconds: number;
  readonly serverSeconds: number;
  readonly generatorSeconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
}

/** People who send one message after the other, each once its last one was acknowledged. */
export class Senders {
  private latencies: number[] = [];
  private refused = 0;
  private waiting = 0;
  private isSending = false;
  private clients: RawClient[] = [];
  private readonly sentAt: number[] = [];

  private constructor(
    private readonly target: Target,
    private readonly channelId: string,
  ) {}

  static async open(target: Target, channelId: string, count: number): Promise<Senders> {
    const senders = new Senders(target, channelId);
    senders.clients = await openCrowd(target, count, (i) => (bytes, start, end) => {
      if (end - start >= ACK.length && bytes.toString('latin1', start, start + ACK.length) === ACK) senders.answered(i);
      else if (bytes.toString('latin1', start, start + ERROR.length) === ERROR) {
        senders.refused++;
        senders.answered(i);
      }
    });
    return senders;
  }

  async run(milliseconds: number): Promise<SendingRun> {
    this.latencies = [];
    this.refused = 0;
    this.isSending = true;
    const server = cpuSeconds(this.target.pid);
    const own = process.cpuUsage();
    const start = performance.now();
    this.clients.forEach((_, i) => this.send(i));
    await until(() => performance.now() - start >= milliseconds, 'the end of the run', milliseconds + 10_000);
    this.isSending = false;
    await until(() => this.waiting === 0, 'the last acknowledgements');
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(own);
    return {
      acknowledged: this.latencies.length - this.refused,
      seconds,
      serverSeconds: cpuSeconds(this.target.pid) - server,
      generatorSeconds: (user + system) / 1e6,
      p50: percentile(this.latencies, 0.5),
      p99: percentile(this.latencies, 0.99),
      refused: this.refused,
    };
  }

  close(): void {
    for (const client of this.clients) client.destroy();
  }

  private send(sender: number): void {
    this.waiting++;
    this.sentAt[sender] = performance.now();
    this.clients[sender].send(
      `{"type":"channel.message.send","channel_id":"${this.channelId}","body":"${BODY}",` +
        `"sender_name_enc":"${NAME_ENC}","client_id":"${randomUUID()}"}`,
    );
  }

  private answered(sender: number): void {
    this.waiting--;
    this.latencies.push(performance.now() - this.sentAt[sender]);
    if (this.isSending) this.send(sender);
  }
}
