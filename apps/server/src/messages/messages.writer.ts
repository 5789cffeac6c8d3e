import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { DialtoneError, limits } from '@app/contract';
import { ChannelsService } from '../channels/channels.service.js';
import { Database, RefusedRows } from '../core/database/database.js';
import { Buckets } from '../core/observability/counts.js';
import { isUnavailable } from '../core/database/database-errors.js';
import type { Transaction } from '../core/database/transaction.js';
import type { MessageEntity } from './message.entity.js';
import { toRanges } from './message.mapper.js';
import { MessagesRepository, type NewMessage } from './messages.repository.js';
import { MessageStream } from './messages.stream.js';

/** The maximum number of rows in one INSERT. */
const MAX_BATCH = 64;

interface Pending {
  readonly message: NewMessage;
  readonly resolve: (stored: NewMessage) => void;
  readonly reject: (error: unknown) => void;
}

/** What this node has stored since its start. */
class CommitCounts {
  /** Messages that are stored, and whose senders were told so. */
  acknowledged = 0;
  /** Commits that did not take place, or of which nobody knows. */
  failed = 0;
  readonly seconds = new Buckets([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 4]);
  /** Messages in each. */
  readonly sizes = new Buckets([1, 2, 4, 8, 16, 32, 64]);
}

/** The messages of a batch that are stored, by `nameOf`. */
type Stored = ReadonlyMap<string, NewMessage>;

/**
 * Group commit: messages of the same tick, and those that arrive during a commit, are stored with one INSERT in one
 * transaction. They are acknowledged and published only after that.
 *
 * When the database goes away during a commit, nobody knows whether it took place. The senders are told to send again;
 * once the database is back, the stream finds out and publishes what was stored.
 */
@Injectable()
export class MessagesWriter implements BeforeApplicationShutdown {
  readonly counts = new CommitCounts();
  private pending: Pending[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: Database,
    private readonly messages: MessagesRepository,
    private readonly channels: ChannelsService,
    private readonly stream: MessageStream,
  ) {}

  /**
   * Stores a message; resolves with it once it is durable. If the device has used the client id before, nothing is
   * stored, and it resolves with the first message.
   *
   * @throws {DialtoneError} `channel_not_found`; `server_unavailable` when too many wait already
   */
  store(message: NewMessage): Promise<NewMessage> {
    if (this.channels.isDeleted(message.channelId)) return Promise.reject(new DialtoneError('channel_not_found'));
    if (this.pending.length >= limits.waitingMessages) return Promise.reject(new DialtoneError('server_unavailable'));
    return new Promise((resolve, reject) => {
      this.pending.push({ message, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** How many messages wait to be stored. */
  get waiting(): number {
    return this.pending.length;
  }

  /** Waits until all accepted messages are stored. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    do {
      // Lets other messages of this tick arrive, and the acknowledgements of the last commit leave.
      await new Promise((resolve) => setImmediate(resolve));
      await this.commit(this.pending.splice(0, MAX_BATCH));
    } while (this.pending.length > 0);
    this.running = null;
  }

  private async commit(batch: readonly Pending[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const stored = await this.appendAll(batch).catch((error: unknown) => {
        if (error instanceof RefusedRows) return this.db.write((tx) => this.insertNew(tx, batch));
        throw error;
      });
      this.counts.seconds.observeSince(startedAt);
      this.counts.sizes.observe(batch.length);
      for (const { message, resolve, reject } of batch) {
        const outcome = stored.get(nameOf(message));
        if (outcome) {
          this.counts.acknowledged++;
          resolve(outcome);
        } else reject(new DialtoneError('channel_not_found'));
      }
    } catch (error) {
      this.counts.failed++;
      const isAway = isUnavailable(error);
      if (isAway) this.stream.doubt();
      // Each waiting batch would take as long to fail, and its senders may have given up by then.
      const failed = isAway ? [...batch, ...this.pending.splice(0)] : batch;
      if (isAway || batch.length <= 1) for (const { reject } of failed) reject(error);
      // Stores the messages one by one, so that a bad one fails alone.
      else for (const one of batch) await this.commit([one]);
    }
  }

  /**
   * Stores the messages without checking that they are new and their channels exist, which is nearly always true. If
   * not, the database's constraints refuse them, and nothing is stored.
   */
  private async appendAll(batch: readonly Pending[]): Promise<Stored> {
    const messages = batch.map(({ message }) => message);
    await this.messages.append(messages, toRanges);
    return new Map(messages.map((message) => [nameOf(message), message]));
  }

  /** Stores those messages that are new and whose channel exists, in the order of their arrival. */
  private async insertNew(tx: Transaction, batch: readonly Pending[]): Promise<Stored> {
    // First of all, because this waits for other transactions that store messages; the queries below see their result.
    await this.messages.takeOrderKeys(tx, 0);
    const candidates = batch.map(({ message }) => message);
    const repeated = await this.messages.findRepeated(tx, candidates);
    const channels = await this.channels.existing([...new Set(candidates.map(({ channelId }) => channelId))], tx);
    const stored = new Map(repeated.map((message): [string, NewMessage] => [nameOf(message), message]));
    const isNew = candidates.filter((message) => {
      if (stored.has(nameOf(message)) || !channels.has(message.channelId)) return false;
      stored.set(nameOf(message), message);
      return true;
    });
    // Without messages no keys are taken: they would be a gap that other nodes wait for.
    if (isNew.length === 0) return stored;
    const firstKey = await this.messages.takeOrderKeys(tx, isNew.length);
    const fresh = isNew.map((message, i): MessageEntity => ({ ...message, orderKey: firstKey + i }));
    await this.messages.insert(tx, fresh);
    for (const range of toRanges(fresh)) tx.publish(range);
    return stored;
  }
}

/** Identifies a message: by its device and client id, or by its id if it has no client id. */
function nameOf(message: NewMessage): string {
  return message.clientId === null ? message.id : `${message.senderDeviceId} ${message.clientId}`;
}
