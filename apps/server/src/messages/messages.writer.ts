import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { DialtoneError, limits } from '@app/contract';
import { ChannelsService } from '../channels/channels.service.js';
import { Database, RefusedRows } from '../core/database/database.js';
import { isUnavailable } from '../core/database/database-errors.js';
import type { Transaction } from '../core/database/transaction.js';
import type { MessageEntity } from './message.entity.js';
import { toRanges } from './message.mapper.js';
import { MessagesRepository, type NewMessage } from './messages.repository.js';
import { MessageStream } from './messages.stream.js';

/** The most rows of one INSERT. */
const MAX_BATCH = 64;

interface Pending {
  readonly message: NewMessage;
  readonly resolve: (stored: NewMessage) => void;
  readonly reject: (error: unknown) => void;
}

/** The messages of a batch that are stored now, by their names. */
type Stored = ReadonlyMap<string, NewMessage>;

/**
 * Group commit: the messages of a tick, and those that arrive while a commit is under way, go into the store with one
 * INSERT in one transaction. Each is acknowledged, and told to the others, only after that.
 *
 * When the database goes away in the middle of a commit, nobody knows whether it took place. The senders are told to
 * send again; the stream finds out, and tells the others, once the database is back.
 */
@Injectable()
export class MessagesWriter implements BeforeApplicationShutdown {
  private pending: Pending[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: Database,
    private readonly messages: MessagesRepository,
    private readonly channels: ChannelsService,
    private readonly stream: MessageStream,
  ) {}

  /**
   * Stores a message; resolves once it is durable, with the message as it is stored: for a repeated client id, the
   * first one.
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

  /** What was accepted is stored before the server ends. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    do {
      // Lets the tick's other messages come, and the acknowledgements of the last commit leave.
      await new Promise((resolve) => setImmediate(resolve));
      await this.commit(this.pending.splice(0, MAX_BATCH));
    } while (this.pending.length > 0);
    this.running = null;
  }

  private async commit(batch: readonly Pending[]): Promise<void> {
    try {
      const stored = await this.appendAll(batch).catch((error: unknown) => {
        if (error instanceof RefusedRows) return this.db.write((tx) => this.insertNew(tx, batch));
        throw error;
      });
      for (const { message, resolve, reject } of batch) {
        const outcome = stored.get(nameOf(message));
        if (outcome) resolve(outcome);
        else reject(new DialtoneError('channel_not_found'));
      }
    } catch (error) {
      const isAway = isUnavailable(error);
      if (isAway) this.stream.doubt();
      // Those behind them would wait as long again, each batch in its turn, and their senders may have given up by then.
      const failed = isAway ? [...batch, ...this.pending.splice(0)] : batch;
      if (isAway || batch.length <= 1) for (const { reject } of failed) reject(error);
      // One bad row must fail alone.
      else for (const one of batch) await this.commit([one]);
    }
  }

  /**
   * Stores the messages as if all were new and their channels existed, as nearly always: the store's own constraints
   * say when it is otherwise, and then nothing is stored.
   */
  private async appendAll(batch: readonly Pending[]): Promise<Stored> {
    const messages = batch.map(({ message }) => message);
    await this.messages.append(messages, toRanges);
    return new Map(messages.map((message) => [nameOf(message), message]));
  }

  /** Stores the messages that are new and whose channel exists, in the order in which they came. */
  private async insertNew(tx: Transaction, batch: readonly Pending[]): Promise<Stored> {
    // First of all, for it waits for whoever else is storing: what they stored is seen below.
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
    // Keys without a message would be holes that other nodes wait for.
    if (isNew.length === 0) return stored;
    const firstKey = await this.messages.takeOrderKeys(tx, isNew.length);
    const fresh = isNew.map((message, i): MessageEntity => ({ ...message, orderKey: firstKey + i }));
    await this.messages.insert(tx, fresh);
    for (const range of toRanges(fresh)) tx.publish(range);
    return stored;
  }
}

/** What tells a message from others: its sender's name for it, or, without one, its id. */
function nameOf(message: NewMessage): string {
  return message.clientId === null ? message.id : `${message.senderDeviceId} ${message.clientId}`;
}
