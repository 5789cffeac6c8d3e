import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { ChannelsService } from '../channels/channels.service.js';
import { Database } from '../core/database/database.js';
import { isUnavailable } from '../core/database/database-errors.js';
import type { Transaction } from '../core/database/transaction.js';
import { DialtoneError } from '../core/errors/dialtone-error.js';
import type { MessageEntity } from './message.entity.js';
import { toMessage } from './message.mapper.js';
import { MessageStored } from './messages.events.js';
import { MessagesRepository, type NewMessage } from './messages.repository.js';

/** The most rows of one INSERT. */
const MAX_BATCH = 64;

/** How long until a commit whose outcome is not known is looked at again. */
const SETTLE_MS = 1000;

interface Pending {
  readonly message: NewMessage;
  readonly resolve: (stored: NewMessage) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: the messages of a tick, and those that arrive while a commit is under way, go into the store with one
 * INSERT in one transaction. Each is acknowledged, and told to the others, only after that.
 *
 * When the database goes away in the middle of a commit, nobody knows whether it took place. The senders are told to
 * send again; the others are told of the messages once the database is back and has them.
 */
@Injectable()
export class MessagesWriter implements BeforeApplicationShutdown {
  private pending: Pending[] = [];
  private running: Promise<void> | null = null;
  /** Messages whose commit was not answered. */
  private inDoubt: NewMessage[] = [];
  private settling: NodeJS.Timeout | undefined;

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
    clearTimeout(this.settling);
  }

  private async run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve)); // let the tick's other messages come
    do await this.commit(this.pending.splice(0, MAX_BATCH));
    while (this.pending.length > 0);
    this.running = null;
    clearTimeout(this.settling);
    if (this.inDoubt.length > 0) this.settling = setTimeout(() => this.settle(), SETTLE_MS).unref();
  }

  private settle(): void {
    this.running ??= this.run();
  }

  private async commit(batch: readonly Pending[]): Promise<void> {
    const { inDoubt } = this;
    let fresh: MessageEntity[] = [];
    try {
      const stored = await this.db.write(async (tx) => {
        fresh = [];
        const found = await this.insert(tx, batch, inDoubt);
        fresh = found.fresh;
        return found.stored;
      });
      this.inDoubt = [];
      for (const { message, resolve, reject } of batch) {
        const outcome = stored.get(nameOf(message));
        if (outcome) resolve(outcome);
        else reject(new DialtoneError('channel_not_found'));
      }
    } catch (error) {
      const isAway = isUnavailable(error);
      if (isAway) this.inDoubt = [...inDoubt, ...fresh];
      if (isAway || batch.length <= 1) for (const { reject } of batch) reject(error);
      // One bad row must fail alone.
      else for (const one of batch) await this.commit([one]);
    }
  }

  /**
   * Stores the messages that are new and whose channel exists, in the order in which they came. Answers with them, and
   * with every message of the batch that is stored now, by its name.
   */
  private async insert(tx: Transaction, batch: readonly Pending[], inDoubt: readonly NewMessage[]) {
    // First of all, for it waits for whoever else is storing: what they stored is seen below.
    const firstKey = await this.messages.takeOrderKeys(tx, batch.length);
    if (inDoubt.length > 0) {
      for (const message of await this.messages.findStored(tx, inDoubt))
        tx.publish(new MessageStored(toMessage(message)));
    }
    const candidates = batch.map(({ message }) => message);
    const repeated = await this.messages.findRepeated(tx, candidates);
    const channels = await this.channels.existing([...new Set(candidates.map(({ channelId }) => channelId))], tx);
    const stored = new Map(repeated.map((message): [string, NewMessage] => [nameOf(message), message]));
    const fresh = candidates.flatMap((message, i): MessageEntity[] => {
      if (stored.has(nameOf(message)) || !channels.has(message.channelId)) return [];
      stored.set(nameOf(message), message);
      return [{ ...message, orderKey: firstKey + i }];
    });
    if (fresh.length > 0) await this.messages.insert(tx, fresh);
    for (const message of fresh) tx.publish(new MessageStored(toMessage(message)));
    return { fresh, stored };
  }
}

/** What tells a message from others: its sender's name for it, or, without one, its id. */
function nameOf(message: NewMessage): string {
  return message.clientId === null ? message.id : `${message.senderDeviceId} ${message.clientId}`;
}
