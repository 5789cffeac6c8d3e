import { setTimeout as delay } from 'node:timers/promises';
import { until } from './crowd.js';
import { RawClient } from './raw-client.js';
import type { Target } from './target.js';

const PERIOD_MS = 10;
const OFFER = '{"type":"webrtc_offer"';
/** What Socket.IO writes before it. */
const MOST_BEFORE = '42["message",'.length;
const MARK = 'v=0 signal-';

/** Two people in a voice room; one of them offers, the other one hears it. */
export class VoicePair {
  private sentAt: number[] = [];
  private latencies: number[] = [];

  private constructor(
    private readonly one: RawClient,
    private readonly other: RawClient,
    private readonly channelId: string,
    private readonly recipient: string,
  ) {}

  /** The first two people with a token, who are two users; `recipient` is the second one's id, where the server knows ids. */
  static async open(target: Target, channelId: string, recipient: string): Promise<VoicePair> {
    let rosters = 0;
    const joined = async (index: number) => {
      const client = await RawClient.open(target, target.token(index), index, (bytes, start, end) => {
        if (bytes.toString('latin1', start, end).includes('"voice_roster"')) rosters++;
      });
      client.send(JSON.stringify({ type: 'voice_join', channel_id: channelId }));
      await until(() => rosters > index, 'the voice room');
      return client;
    };
    const pair = new VoicePair(await joined(0), await joined(1), channelId, recipient);
    pair.other.onText = (bytes, start, end) => pair.heard(bytes, start, end);
    return pair;
  }

  /** Signals 100 times a second for a while; resolves with the milliseconds that each signal took. */
  async measure(milliseconds: number): Promise<{ latencies: number[]; lost: number }> {
    this.sentAt = [];
    this.latencies = [];
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const sdp = `${MARK}${String(this.sentAt.length)}`;
      this.sentAt.push(performance.now());
      const { channelId: channel_id, recipient } = this;
      this.one.send(JSON.stringify({ type: 'webrtc_offer', channel_id, recipient, sdp }));
      await delay(PERIOD_MS);
    }
    let lost = 0;
    await until(() => this.latencies.length === this.sentAt.length, 'the last signals').catch(() => {
      lost = this.sentAt.length - this.latencies.length;
    });
    return { latencies: this.latencies, lost };
  }

  close(): void {
    this.one.destroy();
    this.other.destroy();
  }

  private heard(bytes: Buffer, start: number, end: number): void {
    if (!bytes.toString('latin1', start, start + OFFER.length + MOST_BEFORE).includes(OFFER)) return;
    const text = bytes.toString('latin1', start, end);
    const number = Number(/signal-(\d+)/.exec(text)?.[1]);
    this.latencies.push(performance.now() - this.sentAt[number]);
  }
}
