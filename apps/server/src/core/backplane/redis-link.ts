import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { RedisConfig } from '../config/redis-url.js';
import { Outage } from '../observability/outage.js';

/** A command that takes longer counts as failed, and Redis as away. */
const COMMAND_TIMEOUT_MS = 1000;
const CONNECT_TIMEOUT_MS = 2000;
const LONGEST_PAUSE_MS = 1000;

/** Answers of a Redis that may not write, or cannot serve yet. The address may lead to another one by now. */
const NOT_NOW = /\b(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN)\b/;

/** A change of nothing, which a Redis that has become a replica refuses. */
const WRITE_NOTHING = `return redis.call('PEXPIRE', KEYS[1], 1)`;

/** What a server sends to itself to hear whether it is heard; other packets have a seal. */
const ECHO = '';

/** How much may be on its way to Redis; anything more is dropped. */
const MAX_UNSENT_CHARS = 8 * 1024 * 1024;

/** How to connect with it: a command fails at once while it is away, and soon when it does not answer. */
export function connectionOptions(config: RedisConfig): RedisOptions {
  return {
    host: config.host,
    port: config.port,
    username: config.user,
    password: config.password,
    db: config.database,
    ...(config.tls ? { tls: { ca: config.tls.ca } } : {}),
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    disableClientInfo: true,
  };
}

/** What the link needs of its owner. */
export interface LinkListener {
  /** From now on everything that is published on the channels is received. */
  up(): void;
  down(): void;
  message(channel: string, text: string): void;
}

/**
 * The connections to Redis. Nothing is queued while Redis is away: what cannot be sent now fails now. A Redis that only
 * reads counts as away: what is published there does not reach those who are connected to its primary.
 */
export class RedisLink {
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private unsentChars = 0;
  private isUp = false;
  private isClosed = false;
  /** How often it was tried in vain to connect, both connections together. */
  private tries = 0;
  private onEcho: () => void = () => undefined;
  private readonly outage: Outage;
  private readonly refusal: Outage;

  constructor(
    private readonly config: RedisConfig,
    private readonly channels: readonly string[],
    private readonly listener: LinkListener,
    logger: Logger,
  ) {
    this.outage = new Outage(logger, { over: 'Redis is back' });
    this.refusal = new Outage(logger, { over: 'Redis refuses no command any more' });
    const options: RedisOptions = {
      ...connectionOptions(config),
      // The client's own count starts again with each connection, even if that cannot be used.
      retryStrategy: () => Math.min(++this.tries * 100, LONGEST_PAUSE_MS),
    };
    this.publisher = new Redis(options);
    this.subscriber = new Redis(options);
    for (const connection of [this.publisher, this.subscriber]) {
      connection.on('ready', () => void this.begin());
      connection.on('close', () => this.end('the connection was closed'));
      connection.on('error', (error: Error) => this.end(error.message));
    }
    this.subscriber.on('message', (channel: string, text: string) => {
      if (text === ECHO) this.onEcho();
      else this.listener.message(channel, text);
    });
  }

  /** Resolves once the first attempt to connect has succeeded or failed; later ones follow by themselves. */
  async open(): Promise<void> {
    await Promise.allSettled([this.publisher.connect(), this.subscriber.connect()]);
    if (this.isReady()) await this.begin();
  }

  /** Publishes a text on the channel; false when it was certainly not sent. */
  publish(channel: string, text: string): boolean {
    if (!this.isUp || this.unsentChars + text.length > MAX_UNSENT_CHARS) return false;
    this.unsentChars += text.length;
    this.publisher
      .publish(channel, text)
      .catch((error: unknown) => this.failed(error))
      .finally(() => (this.unsentChars -= text.length));
    return true;
  }

  /** Runs a script on one key. Rejects when Redis is away or does not answer in time. */
  async run(script: string, key: string, args: readonly (string | number)[]): Promise<unknown> {
    try {
      const result = await this.publisher.eval(script, 1, key, ...args);
      this.refusal.worked();
      return result;
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  /** Finds out whether this Redis has become a replica, which goes on to accept what is published. */
  check(): void {
    this.writeNothing().catch((error: unknown) => this.reconnect((error as Error).message));
  }

  /** So much could not be sent, for the line that tells of the end of the outage. */
  notSent(count: number): void {
    this.outage.refused(count);
  }

  /** Drops the connections and opens new ones, for a Redis that has gone silent. */
  reconnect(reason: string): void {
    if (this.isClosed || !this.isUp) return;
    this.drop(reason);
  }

  /** Finishes sending, and disconnects. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.outage.stop();
    this.refusal.stop();
    if (this.isReady()) await this.publisher.quit().catch(() => undefined);
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  /** A refusal is an answer; any other failure means that Redis is away. */
  private failed(error: unknown): void {
    if (!isRefusal(error)) {
      this.reconnect((error as Error).message);
      return;
    }
    this.refusal.failed('Redis refuses a command', error.message);
    this.refusal.refused();
  }

  /** Rejects when what we publish does not come back: during a failover each connection may lead to another server. */
  private async hearOurselves(): Promise<void> {
    const heard = new Promise<void>((resolve, reject) => {
      this.onEcho = resolve;
      setTimeout(() => reject(new Error('it is silent')), COMMAND_TIMEOUT_MS).unref();
    });
    await Promise.all([this.publisher.publish(this.channels[this.channels.length - 1], ECHO), heard]);
  }

  /** Rejects when Redis is a replica or away; what this user may do is another question. */
  private async writeNothing(): Promise<void> {
    try {
      await this.publisher.eval(WRITE_NOTHING, 1, `${this.config.prefix}:writable`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  private drop(reason: string): void {
    this.end(reason);
    this.publisher.disconnect(true);
    this.subscriber.disconnect(true);
  }

  private isReady(): boolean {
    return this.publisher.status === 'ready' && this.subscriber.status === 'ready';
  }

  private async begin(): Promise<void> {
    if (!this.isReady() || this.isUp) return;
    try {
      await this.subscriber.subscribe(...this.channels);
      await this.hearOurselves();
      await this.writeNothing();
    } catch (error) {
      if (!this.isUp && !this.isClosed) this.drop(error instanceof Error ? error.message : '');
      return;
    }
    if (!this.isReady() || this.isUp || this.isClosed) return;
    this.isUp = true;
    this.tries = 0;
    this.outage.end();
    this.listener.up();
  }

  private end(reason: string): void {
    if (this.isClosed) return;
    this.outage.failed('Redis is away', reason);
    if (!this.isUp) return;
    this.isUp = false;
    this.listener.down();
  }
}

/** Did Redis answer that it will not do this, now or later? */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError' && !NOT_NOW.test(error.message);
}
