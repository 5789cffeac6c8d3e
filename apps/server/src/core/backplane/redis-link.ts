import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { RedisConfig } from '../config/redis-url.js';

/** A command that takes longer counts as failed, and Redis as away. */
const COMMAND_TIMEOUT_MS = 1000;
const CONNECT_TIMEOUT_MS = 2000;
const LONGEST_PAUSE_MS = 1000;

/** How much may be on its way to Redis; anything more is dropped. */
const MAX_UNSENT_CHARS = 8 * 1024 * 1024;

/** What the link needs of its owner. */
export interface LinkListener {
  /** From now on everything that is published on the channels is received. */
  up(): void;
  down(): void;
  message(channel: string, text: string): void;
}

/** The connections to Redis. Nothing is queued while Redis is away: what cannot be sent now fails now. */
export class RedisLink {
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private unsentChars = 0;
  private isUp = false;
  private isClosed = false;
  private hasWarned = false;

  constructor(
    config: RedisConfig,
    private readonly channels: readonly string[],
    private readonly listener: LinkListener,
    private readonly logger: Logger,
  ) {
    const options: RedisOptions = {
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
      retryStrategy: (tries) => Math.min(tries * 100, LONGEST_PAUSE_MS),
    };
    this.publisher = new Redis(options);
    this.subscriber = new Redis(options);
    for (const connection of [this.publisher, this.subscriber]) {
      connection.on('ready', () => void this.begin());
      connection.on('close', () => this.end('the connection was closed'));
      connection.on('error', (error: Error) => this.end(error.message));
    }
    this.subscriber.on('message', (channel: string, text: string) => this.listener.message(channel, text));
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
      return await this.publisher.eval(script, 1, key, ...args);
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  /** Drops the connections and opens new ones, for a Redis that has gone silent. */
  reconnect(reason: string): void {
    if (this.isClosed || !this.isUp) return;
    this.end(reason);
    this.publisher.disconnect(true);
    this.subscriber.disconnect(true);
  }

  /** Finishes sending, and disconnects. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (this.isReady()) await this.publisher.quit().catch(() => undefined);
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  /** A refusal is an answer; any other failure means that Redis is away. */
  private failed(error: unknown): void {
    const { name, message } = error as Error;
    if (name === 'ReplyError') this.logger.error({ reason: message }, 'Redis refuses a command');
    else this.reconnect(message);
  }

  private isReady(): boolean {
    return this.publisher.status === 'ready' && this.subscriber.status === 'ready';
  }

  private async begin(): Promise<void> {
    if (!this.isReady() || this.isUp) return;
    try {
      await this.subscriber.subscribe(...this.channels);
    } catch (error) {
      this.end(error instanceof Error ? error.message : '');
      this.subscriber.disconnect(true);
      return;
    }
    if (!this.isReady() || this.isUp || this.isClosed) return;
    this.isUp = true;
    if (this.hasWarned) this.logger.info('Redis is back');
    this.hasWarned = false;
    this.listener.up();
  }

  private end(reason: string): void {
    if (this.isClosed) return;
    if (!this.hasWarned) this.logger.warn({ reason }, 'Redis is away');
    this.hasWarned = true;
    if (!this.isUp) return;
    this.isUp = false;
    this.listener.down();
  }
}
