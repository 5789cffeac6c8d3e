import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Backplane } from '../core/backplane/backplane.js';
import { EventsMissed } from '../core/backplane/backplane.events.js';
import { Database } from '../core/database/database.js';
import { isUnavailable } from '../core/database/database-errors.js';
import { Events } from '../core/events/events.js';
import { LOGGER } from '../core/observability/logger.js';
import { toOrdered } from './message.mapper.js';
import { MessageRangeCommitted, MessageStored } from './messages.events.js';
import { MessagesRepository } from './messages.repository.js';

/** How long a range that another node stored may take to come, before it is read from the database. */
const HOLE_PATIENCE_MS = 30;
/** How long until a database that is away, or was, is asked again. */
const RETRY_MS = 1000;
/** How often to look for what a node stored that died before it told, and, while Redis is away, for what nobody can tell. */
const LOOK_MS = 1000;
const LOOKS_WHILE_CONNECTED = 3;
/** How often to look again after a doubt: what the database received before it stood still, it may carry out late. */
const LOOKS_AFTER_DOUBT = 5;
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
  private lookTimer: NodeJS.Timeout | undefined;
  private looks = 0;
  private reading: Promise<void> | undefined;
  private isInDoubt = false;
  private doubtfulLooks = 0;
  private isStopped = false;

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
    this.events.on(EventsMissed, () => this.catchUp());
    if (this.backplane.isShared) this.lookTimer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  /** A commit was not answered: whether it took place is found out once the database is back. */
  doubt(): void {
    this.isInDoubt = true;
    this.doubtfulLooks = LOOKS_AFTER_DOUBT;
    this.catchUp();
  }

  /** Tells what the database has and nobody told. */
  catchUp(): void {
    if (this.isStopped) return;
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
      this.watchHole();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.lookTimer);
    clearTimeout(this.holeTimer);
    await this.reading;
  }

  private accept(range: MessageRangeCommitted): void {
    if (range.last <= this.position) return;
    this.waiting.push(range);
    this.waiting.sort((a, b) => a.first - b.first);
    while (this.waiting.length > 0 && this.waiting[0].first <= this.position + 1) this.tell(this.waiting.shift());
    this.watchHole();
  }

  private watchHole(): void {
    if (this.waiting.length === 0 || this.holeTimer || this.reading || this.isStopped) return;
    const patience = this.backplane.isShared ? HOLE_PATIENCE_MS : 0;
    this.holeTimer = setTimeout(() => {
      this.holeTimer = undefined;
      if (this.waiting.length > 0) this.catchUp();
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

  private look(): void {
    this.looks++;
    if (this.backplane.isAway || this.looks % LOOKS_WHILE_CONNECTED === 0) this.catchUp();
  }

  private async read(): Promise<void> {
    try {
      do {
        const told = this.position;
        const last = await this.lastKey();
        if (last < told) this.goBackTo(last);
        await this.readUpTo(last);
      } while (this.isInDoubt);
      if (this.doubtfulLooks-- > 0) this.catchUpLater();
    } catch (error) {
      if (!isUnavailable(error)) this.logger.error({ err: error }, 'the messages could not be read');
      this.catchUpLater();
    }
  }

  /** The database lost commits that it had answered, as when a replica takes over: its next keys were told before. */
  private goBackTo(last: number): void {
    this.logger.error({ told: this.position, last }, 'the database has lost messages');
    this.position = last;
    this.waiting = [];
  }

  private catchUpLater(): void {
    setTimeout(() => this.catchUp(), RETRY_MS).unref();
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
