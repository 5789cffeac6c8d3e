import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Watch } from '../core/background/watch.js';
import { Backplane, EventsMissed } from '../core/backplane/backplane.js';
import { Database } from '../core/database/database.js';
import { isUnavailable } from '../core/database/database-errors.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { toOrdered } from './message.mapper.js';
import { MessageRangeCommitted, MessageStored } from './messages.events.js';
import { MessagesRepository } from './messages.repository.js';

/** How long a range that another node stored may take to come, before it is read from the database. */
const HOLE_PATIENCE_MS = 30;
/** How often to ask the database while there is reason to. */
const LOOK_MS = 1000;
/** Every how many of these looks are enough while Redis is there: a node may have died before it told what it stored. */
const LOOKS_WHILE_CONNECTED = 3;
/** How many looks follow a doubt: what the database received before it stood still, it may carry out late. */
const LOOKS_AFTER_DOUBT = 6;
const PAGE = 500;

/**
 * Tells the messages of all nodes in the one order in which they are stored, each once. Transactions take their order
 * keys one after the other and without a hole, so a hole means that the news of another transaction is on its way, or
 * is lost; then the database has it.
 */
@Injectable()
export class MessageStream implements OnModuleInit, BeforeApplicationShutdown {
  /** The last order key that was told. */
  private position = 0;
  /** Ranges beyond a hole, in their order. */
  private waiting: MessageRangeCommitted[] = [];
  private holeTimer: NodeJS.Timeout | undefined;
  private looks = 0;
  private isInDoubt = false;
  private looksAfterDoubt = 0;
  private readonly watch = new Watch(() => this.catchUp(), {
    retryMs: LOOK_MS,
    onFailure: (error) => {
      if (!isUnavailable(error)) this.logger.error({ err: error }, 'the messages could not be read');
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
    this.watch.triggerEvery(LOOK_MS, () => this.isLookDue());
  }

  /** A commit was not answered: whether it took place is found out once the database is back. */
  doubt(): void {
    this.isInDoubt = true;
    this.looksAfterDoubt = LOOKS_AFTER_DOUBT;
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
    this.watchHole();
  }

  private watchHole(): void {
    if (this.waiting.length === 0 || this.holeTimer) return;
    const patience = this.backplane.isShared ? HOLE_PATIENCE_MS : 0;
    this.holeTimer = setTimeout(() => {
      this.holeTimer = undefined;
      if (this.waiting.length > 0) this.watch.trigger();
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

  private isLookDue(): boolean {
    if (this.looksAfterDoubt > 0 || this.backplane.isAway) return true;
    return this.backplane.isShared && ++this.looks % LOOKS_WHILE_CONNECTED === 0;
  }

  /** Tells what the database has and nobody told. */
  private async catchUp(): Promise<void> {
    const told = this.position;
    const last = await this.lastKey();
    if (last < told) this.goBackTo(last);
    await this.readUpTo(last);
    if (this.looksAfterDoubt > 0) this.looksAfterDoubt--;
  }

  /** The database lost commits that it had answered, as when a replica takes over: its next keys were told before. */
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

  /** After a commit in doubt this waits for it to end, for it holds the row of the keys. */
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
