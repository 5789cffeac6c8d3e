import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { ChannelsService } from '../channels/channels.service.js';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { DialtoneError } from '../core/errors/dialtone-error.js';
import { toMessage } from './message.mapper.js';
import { MessageStored } from './messages.events.js';
import { MessagesRepository, type NewMessage } from './messages.repository.js';

/** The most rows of one INSERT. */
const MAX_BATCH = 64;

interface Pending {
  readonly message: NewMessage;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: the messages of a tick, and those that arrive while a commit is under way, go into the store with one
 * INSERT in one transaction. Each is acknowledged, and told to the others, only after that.
 */
@Injectable()
export class MessagesWriter implements BeforeApplicationShutdown {
  private pending: Pending[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: Database,
    private readonly messages: MessagesRepository,
    private readonly channels: ChannelsService,
  ) {}

  /**
   * Stores a message; resolves once it is durable.
   *
   * @throws {DialtoneError} `channel_not_found`
   */
  store(message: NewMessage): Promise<void> {
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
    await new Promise((resolve) => setImmediate(resolve)); // let the tick's other messages come
    while (this.pending.length > 0) {
      const batch = this.pending.slice(0, MAX_BATCH);
      this.pending = this.pending.slice(MAX_BATCH);
      await this.commit(batch);
    }
    this.running = null;
  }

  private async commit(batch: readonly Pending[]): Promise<void> {
    try {
      const stored = await this.db.write((tx) => this.insert(tx, batch));
      for (const { message, resolve, reject } of batch) {
        if (stored.has(message.id)) resolve();
        else reject(new DialtoneError('channel_not_found'));
      }
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      // One bad row must fail alone.
      else for (const one of batch) await this.commit([one]);
    }
  }

  /** Stores the messages whose channel exists, in the order in which they came; answers with their ids. */
  private async insert(tx: Transaction, batch: readonly Pending[]): Promise<Set<string>> {
    const firstKey = await this.messages.takeOrderKeys(tx, batch.length);
    const channels = await this.channels.existing([...new Set(batch.map(({ message }) => message.channelId))], tx);
    const messages = batch
      .map(({ message }, i) => ({ ...message, orderKey: firstKey + i }))
      .filter(({ channelId }) => channels.has(channelId));
    if (messages.length > 0) await this.messages.insert(tx, messages);
    for (const message of messages) tx.publish(new MessageStored(toMessage(message)));
    return new Set(messages.map(({ id }) => id));
  }
}
