import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Watch } from '../core/background/watch.js';
import { Backplane, EventsMissed } from '../core/backplane/backplane.js';
import { Database } from '../core/database/database.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { toOrdered } from './message.mapper.js';
import { MessageRangeCommitted, MessageStored } from './messages.events.js';
import { MessagesRepository } from './messages.repository.js';

/** How long to wait for a missing range from another node before reading it from the database. */
const GAP_PATIENCE_MS = 30;
/** How often to check the database for messages that nobody told this node about. */
const CHECK_MS = 1000;
/** While Redis is there only every third check runs, in case a node died after a commit. */
const CHECKS_WHILE_CONNECTED = 3;
/** How many checks follow a doubt: the database may carry out late what it received before it froze. */
const CHECKS_AFTER_DOUBT = 6;
const PAGE = 500;

/**
 * Publishes `MessageStored` for the messages of all nodes, each once, in the order in which they are stored.
 * Transactions take their order keys one after the other, so a gap means that another node's range is still on its way,
 * or was lost; then it is read from the database.
 */
@Injectable()
export class MessageStream implements OnModuleInit, BeforeApplicationShutdown {
  /** How often a range of another node did not come, and was read from the database. */
  gaps = 0;
  /** The last order key whose message was published. */
  private position = 0;
  /** Ranges after a gap, in order. */
  private waiting: MessageRangeCommitted[] = [];
  private gapTimer: NodeJS.Timeout | undefined;
  private checks = 0;
  private isInDoubt = false;
  private checksAfterDoubt = 0;
  private readonly watch = new Watch(() => this.catchUp(), {
    retryMs: CHECK_MS,
    onFailure: (error) => {
      if (!this.db.isOutage(error)) this.logger.error({ err: error }, 'the messages could not be read');
    },
  });

  constructor(
    private readonly db: Database,
    private readonly messages: MessagesRepository,
    private readonly events: Events,
    private readonly backplane: Backplane,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.position = await this.messages.lastOrderKey();
    this.events.on(MessageRangeCommitted, (range) => this.accept(range));
    this.events.on(EventsMissed, () => this.watch.trigger());
    this.watch.triggerEvery(CHECK_MS, () => this.isCheckDue());
  }

  /** A commit was not answered. Whether it took place shows once the database is back. */
  doubt(): void {
    this.isInDoubt = true;
    this.checksAfterDoubt = CHECKS_AFTER_DOUBT;
    this.watch.trigger();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.watch.stop();
  }

  private accept(range: MessageRangeCommitted): void {
    if (range.last <= this.position) return;
    this.waiting.push(range);
    this.waiting.sort((a, b) => a.first - b.first);
    while (this.waiting.length > 0 && this.waiting[0].first <= this.position + 1) this.tell(this.waiting.shift());
    this.watchGap();
  }

  private watchGap(): void {
    if (this.waiting.length === 0 || this.gapTimer) return;
    const patience = this.backplane.isShared ? GAP_PATIENCE_MS : 0;
    this.gapTimer = setTimeout(() => {
      this.gapTimer = undefined;
      if (this.waiting.length === 0) return;
      this.gaps++;
      this.watch.trigger();
    }, patience).unref();
  }

  private tell(range: MessageRangeCommitted | undefined): void {
    if (!range || range.last <= this.position) return;
    const told = this.position;
    this.position = range.last;
    for (const { orderKey, message } of range.messages) {
      if (orderKey > told) this.events.publish(new MessageStored(message));
    }
  }

  private isCheckDue(): boolean {
    if (this.checksAfterDoubt > 0 || this.backplane.isAway) return true;
    return this.backplane.isShared && ++this.checks % CHECKS_WHILE_CONNECTED === 0;
  }

  /** Publishes what the database has beyond the last published message. */
  private async catchUp(): Promise<void> {
    const told = this.position;
    const last = await this.lastKey();
    if (last < told) this.goBackTo(last);
    await this.readUpTo(last);
    if (this.checksAfterDoubt > 0) this.checksAfterDoubt--;
  }

  /** The database lost answered commits, as when a replica takes over. It gives their keys to new messages. */
  private goBackTo(last: number): void {
    this.logger.error({ told: this.position, last }, 'the database has lost messages');
    this.position = last;
    this.waiting = [];
  }

  private async readUpTo(last: number): Promise<void> {
    while (this.position < last) {
      const after = this.position;
      const found = await this.messages.listAllAfter(PAGE, after);
      const page = found.filter(({ orderKey }) => orderKey <= last);
      const end = page.length < PAGE ? last : page[page.length - 1].orderKey;
      this.accept(new MessageRangeCommitted(after + 1, end, page.map(toOrdered)));
    }
  }

  /** After a commit in doubt this waits until it has ended, because the commit holds a lock on the row of the keys. */
  private async lastKey(): Promise<number> {
    if (!this.isInDoubt) return this.messages.lastOrderKey();
    this.isInDoubt = false;
    try {
      return (await this.db.write((tx) => this.messages.takeOrderKeys(tx, 0))) - 1;
    } catch (error) {
      this.isInDoubt = true;
      throw error;
    }
  }
}
