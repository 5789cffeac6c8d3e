import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { ChannelsService } from '../channels/channels.service.js';
import { Database } from '../core/database/database.js';
import { isUnavailable } from '../core/database/database-errors.js';
import type { Transaction } from '../core/database/transaction.js';
import { DialtoneError } from '../core/errors/dialtone-error.js';
import { toMessage } from './message.mapper.js';
import { MessageStored } from './messages.events.js';
import { MessagesRepository, type NewMessage } from './messages.repository.js';

/** The most rows of one INSERT. */
const MAX_BATCH = 64;

interface Pending {
  readonly message: NewMessage;
  readonly resolve: (stored: NewMessage) => void;
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
   * Stores a message; resolves once it is durable, with the message as it is stored: for a repeated client id, the
   * first one.
   *
   * @throws {DialtoneError} `channel_not_found`
   */
  store(message: NewMessage): Promise<NewMessage> {
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
    while (this.pending.length > 0) await this.commit(this.pending.splice(0, MAX_BATCH));
    this.running = null;
  }

  private async commit(batch: readonly Pending[]): Promise<void> {
    try {
      const stored = await this.db.write((tx) => this.insert(tx, batch));
      for (const { message, resolve, reject } of batch) {
        const outcome = stored.get(nameOf(message));
        if (outcome) resolve(outcome);
        else reject(new DialtoneError('channel_not_found'));
      }
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) for (const { reject } of batch) reject(error);
      // One bad row must fail alone.
      else for (const one of batch) await this.commit([one]);
    }
  }

  /**
   * Stores the messages that are new and whose channel exists, in the order in which they came. Answers with every
   * message of the batch that is stored now, by its name.
   */
  private async insert(tx: Transaction, batch: readonly Pending[]): Promise<Map<string, NewMessage>> {
    // First of all, for it waits for whoever else is storing: what they stored is seen below.
    const firstKey = await this.messages.takeOrderKeys(tx, batch.length);
    const candidates = batch.map(({ message }) => message);
    const repeated = await this.messages.findRepeated(tx, candidates);
    const channels = await this.channels.existing([...new Set(candidates.map(({ channelId }) => channelId))], tx);
    const stored = new Map(repeated.map((message): [string, NewMessage] => [nameOf(message), message]));
    const fresh = candidates.flatMap((message, i) => {
      if (stored.has(nameOf(message)) || !channels.has(message.channelId)) return [];
      stored.set(nameOf(message), message);
      return [{ ...message, orderKey: firstKey + i }];
    });
    if (fresh.length > 0) await this.messages.insert(tx, fresh);
    for (const message of fresh) tx.publish(new MessageStored(toMessage(message)));
    return stored;
  }
}

/** What tells a message from others: its sender's name for it, or, without one, its id. */
function nameOf(message: NewMessage): string {
  return message.clientId === null ? message.id : `${message.senderDeviceId} ${message.clientId}`;
}
