import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DialtoneClient, type DialtoneClientOptions, type RealtimeClient } from '@dialtone/sdk';
import { saying } from '../support/channels.js';
import type { Person } from '../support/people.js';
import { FaultyLine } from './faulty-line.js';

/** Notices a dead line sooner than the default, so that the run does not take too long. */
export const QUIET_MS = 500;
const SEND_PAUSE_MS = 20;

/** How somebody is connected. */
export interface TalkerOptions extends Pick<DialtoneClientOptions, 'WebSocket'> {
  readonly serverUrl: string;
  /** Told about everything that must not happen. */
  readonly fail: (fault: string) => void;
}

/** Somebody in the conversation, on a line of their own. */
export class Talker {
  readonly heard: string[] = [];
  readonly sent: string[] = [];
  connections = 0;
  /** How many messages it is slow to listen to, and for how many milliseconds each keeps it busy. */
  private slow = { count: 0, ms: 0 };

  private constructor(
    readonly name: string,
    readonly line: FaultyLine,
    readonly realtime: RealtimeClient,
    private readonly fail: (fault: string) => void,
  ) {
    realtime.on('channel.message.new', ({ message_id }) => {
      this.heard.push(message_id);
      if (this.slow.count-- > 0) for (const until = performance.now() + this.slow.ms; performance.now() < until;);
    });
    realtime.on('gap', ({ since }) => fail(`${name} has a gap after ${since}`));
    realtime.on('close', ({ code }) => {
      if (code !== 1000) fail(`${name} was ended with ${String(code)}`);
    });
    realtime.on('state', ({ state, retryInMs = 0 }) => {
      if (state === 'connected') this.connections++;
      // Like an impatient user, try again at once.
      if (state === 'waiting' && retryInMs > QUIET_MS) void realtime.connect().catch(() => undefined);
    });
  }

  static async enter(person: Person, { serverUrl, fail, WebSocket }: TalkerOptions): Promise<Talker> {
    const line = await FaultyLine.to(serverUrl);
    const { token } = person.session;
    const client = new DialtoneClient({ baseUrl: line.url, token, WebSocket, maxRetries: 0 });
    const talker = new Talker(person.name, line, client.realtime({ quietMs: QUIET_MS }), fail);
    await talker.realtime.connect();
    return talker;
  }

  /** Sends one message after the other, without waiting for answers, until told to stop; then waits for all of them. */
  async talk(channelId: string, random: () => number, isOver: () => boolean): Promise<void> {
    const sending: Promise<unknown>[] = [];
    while (!isOver()) {
      const { channel_id, sender_name_enc } = saying(channelId, '');
      const message = { channel_id, sender_name_enc, body: `${this.name} ${String(sending.length)}` };
      sending.push(
        this.realtime.sendMessage(message).then(
          ({ message_id }) => this.sent.push(message_id),
          (error: unknown) => this.fail(`${message.body} was not sent: ${String(error)}`),
        ),
      );
      await delay(SEND_PAUSE_MS * 10 * random());
    }
    await Promise.all(sending);
  }

  /** Lets each of the next messages keep it busy for that long. */
  listenTo(count: number, ms: number): void {
    this.slow = { count, ms };
  }

  async leave(): Promise<void> {
    await this.realtime.close();
    await this.line.close();
  }
}

/** Somebody on a good line who says more at once than anybody can take in. */
export class Shouter {
  sent = 0;

  private constructor(
    private readonly realtime: RealtimeClient,
    private readonly channelId: string,
  ) {}

  static async enter({ client }: Person, channelId: string): Promise<Shouter> {
    const realtime = client.realtime({ reconnect: false });
    await realtime.connect();
    return new Shouter(realtime, channelId);
  }

  /** Resolves once that many messages are stored. */
  async shout(count: number): Promise<void> {
    const unanswered = new Set(Array.from({ length: count }, () => randomUUID() as string));
    const stored = this.realtime.once('channel.message.ack', {
      where: ({ client_id }) => unanswered.delete(client_id) && unanswered.size === 0,
    });
    for (const client_id of unanswered) this.realtime.send({ ...saying(this.channelId, 'a shout'), client_id });
    await stored;
    this.sent += count;
  }

  leave(): Promise<void> {
    return this.realtime.close();
  }
}
