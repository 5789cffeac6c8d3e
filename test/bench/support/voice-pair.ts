import { setTimeout as delay } from 'node:timers/promises';
import type { Person } from '../../support/people.js';
import { until } from './crowd.js';
import { RawClient } from './raw-client.js';
import type { Target } from './target.js';

const PERIOD_MS = 10;
const OFFER = '{"type":"webrtc_offer"';
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

  static async open(target: Target, channelId: string, one: Person, other: Person): Promise<VoicePair> {
    const rosters: string[] = [];
    const joined = async (person: Person, index: number) => {
      const client = await RawClient.open(target, person.session.token, index, (bytes, start, end) => {
        if (bytes.toString('latin1', start, end).includes('"voice_roster"')) rosters.push(person.name);
      });
      client.send(JSON.stringify({ type: 'voice_join', channel_id: channelId }));
      await until(() => rosters.includes(person.name), 'the voice room');
      return client;
    };
    const pair = new VoicePair(await joined(one, 0), await joined(other, 1), channelId, other.session.user_id);
    pair.other.onText = (bytes, start, end) => pair.heard(bytes, start, end);
    return pair;
  }

  /** Signals 100 times a second for a while; answers with the milliseconds that each took. */
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
    if (bytes.toString('latin1', start, start + OFFER.length) !== OFFER) return;
    const text = bytes.toString('latin1', start, end);
    const number = Number(/signal-(\d+)/.exec(text)?.[1]);
    this.latencies.push(performance.now() - this.sentAt[number]);
  }
}
