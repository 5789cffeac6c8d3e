import { DialtoneClient } from '@dialtone/sdk';
import { WebSocket } from 'ws';
import { setTimeout as delay } from 'node:timers/promises';
import type { Person } from '../support/people.js';

const RECONNECT_MS = 200;
const HANDSHAKE_MS = 5000;

interface Heard {
  readonly type: string;
  readonly message_id?: string;
}

/**
 * A client that shows every message once: it follows the events, connects to another server when its own breaks, and
 * then, and after `sync.required`, reads with `GET /sync` what came after the last message it has shown.
 */
export class Follower {
  /** The ids of the messages, in the order in which they were shown. */
  readonly shown: string[] = [];
  readonly faults: string[] = [];
  /** How often it was told to read what it may have missed. */
  syncsRequired = 0;
  private readonly seen = new Set<string>();
  private since = '';
  private socket: WebSocket | undefined;
  private isEnded = false;
  private turn: number;
  /** What was heard while an answer of `GET /sync` was awaited. */
  private heldBack: string[] = [];
  private lastSync: Promise<void> = Promise.resolve();
  private syncs = 0;

  constructor(
    private readonly person: Person,
    private readonly urls: () => readonly string[],
    turn: number,
  ) {
    this.turn = turn;
  }

  /** Resolves once it is connected; goes on until `end`. */
  async start(): Promise<void> {
    ({ next: this.since } = await this.clientOf(this.url()).messages.sync({}));
    await new Promise<void>((resolve) => void this.follow(resolve));
  }

  end(): void {
    this.isEnded = true;
    this.socket?.close();
  }

  private url(): string {
    const urls = this.urls();
    return urls[this.turn % urls.length];
  }

  private async follow(connected: () => void): Promise<void> {
    while (!this.isEnded) {
      const url = this.url();
      const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
        headers: { authorization: `Bearer ${this.person.session.token}` },
        handshakeTimeout: HANDSHAKE_MS,
      });
      this.socket = socket;
      await new Promise<void>((resolve) => {
        socket.on('open', () => this.sync(url));
        socket.on('open', connected);
        socket.on('message', (data: Buffer) => this.hear(JSON.parse(data.toString()) as Heard, url));
        socket.on('error', () => undefined); // `close` follows
        socket.on('close', () => resolve());
      });
      this.turn++;
      await delay(RECONNECT_MS);
    }
  }

  private hear(frame: Heard, url: string): void {
    if (frame.type === 'sync.required') {
      this.syncsRequired++;
      this.sync(url);
    }
    if (frame.type !== 'channel.message.new' || frame.message_id === undefined) return;
    if (this.syncs > 0) this.heldBack.push(frame.message_id);
    else this.showOnce(frame.message_id);
  }

  private sync(url: string): void {
    this.syncs++;
    this.lastSync = this.lastSync.then(async () => {
      try {
        for (let hasMore = true; hasMore && this.socket?.readyState === WebSocket.OPEN;) {
          const page = await this.clientOf(url).messages.sync({ since: this.shown.at(-1) ?? this.since, limit: 500 });
          for (const { id } of page.messages) this.show(id);
          hasMore = page.has_more;
        }
      } catch {
        this.socket?.terminate(); // the next connection reads it
        this.heldBack = [];
      } finally {
        this.syncs--;
        if (this.syncs === 0) for (const id of this.heldBack.splice(0)) this.showOnce(id);
      }
    });
  }

  /** An event may come after `GET /sync` had its message. */
  private showOnce(id: string): void {
    if (!this.seen.has(id)) this.show(id);
  }

  private show(id: string): void {
    if (this.seen.has(id)) this.faults.push(`${id} was shown twice`);
    this.seen.add(id);
    this.shown.push(id);
  }

  private clientOf(baseUrl: string): DialtoneClient {
    return new DialtoneClient({ baseUrl, token: this.person.session.token, maxRetries: 0 });
  }
}
