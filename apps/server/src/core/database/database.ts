import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import type { DataSource, EntityManager, ObjectLiteral } from 'typeorm';
import { Events } from '../events/events.js';
import { LOGGER } from '../observability/logger.js';
import { Outage } from '../observability/outage.js';
import { type Counter, DATA_SOURCES, type DataSources, type Numbered, type PoolState } from './data-sources.js';
import { isFull, isReadOnly, isRefusedRow, isRetryable, isUnavailable, reasonOf } from './database-errors.js';
import { Transaction } from './transaction.js';
import { writeNothing } from './write-nothing.js';

/** How many times a transaction is tried that conflicts with others. */
const MAX_TRIES = 5;

/** A constraint of the database refused one of the rows. */
export class RefusedRows extends Error {}

/** Why the database cannot be used. */
export type Trouble = 'away' | 'read-only' | 'full';

/** The outcome of a committed transaction. */
interface Committed<T> {
  readonly result: T;
  readonly published: readonly object[];
}

/**
 * The database. Reads see committed data only; every change goes through `write` or `append`.
 *
 * The embedded database has one connection for writing, so its transactions run one after the other, and a second one
 * for reading.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private lastWrite: Promise<unknown> = Promise.resolve();
  private writesUnderWay = 0;
  /** How the database failed last. */
  private lastTrouble: Trouble = 'away';
  private readonly outage: Outage;

  constructor(
    @Inject(DATA_SOURCES) private readonly sources: DataSources,
    private readonly events: Events,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.outage = new Outage(logger, { over: 'the database is back', probe: () => this.probe() });
  }

  /** What is known to be wrong with the database; null when nothing is. */
  get trouble(): Trouble | null {
    return this.outage.isOn ? this.lastTrouble : null;
  }

  /** The connections of the pool; null where there is none. */
  get pool(): PoolState | null {
    return this.sources.pool();
  }

  /** For reading committed data. */
  get read(): EntityManager {
    return this.sources.reader.manager;
  }

  /** The writing data source, for migrations and checks of the schema. */
  get dataSource(): DataSource {
    return this.sources.writer;
  }

  /** How many of the migrations that this server knows the database lacks. */
  async countMissingMigrations(): Promise<number> {
    const rows = await this.sources.reader.query<{ name: string }[]>('SELECT name FROM migrations');
    const applied = new Set(rows.map(({ name }) => name));
    return this.dataSource.migrations.filter(({ name, constructor }) => !applied.has(name ?? constructor.name)).length;
  }

  /**
   * Runs the work in one transaction: all of it is stored durably, or nothing if it throws. The events that it
   * published are delivered after the commit. After a conflict with another transaction the work runs again, so it must
   * have no other effects.
   */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.commit(async () => {
      const published: object[] = [];
      const result = await this.sources.transaction((manager) => work(new Transaction(manager, published)));
      return { result, published };
    });
  }

  /**
   * Stores rows under the next numbers of a counter, in a transaction of its own, and returns the first number. Nobody
   * else gets numbers of that counter until the transaction has ended.
   *
   * @param toEvents makes the events to deliver after the commit, from the first number
   * @throws {RefusedRows} when a row exists already, or refers to one that does not; then nothing is stored
   */
  append<E extends ObjectLiteral, K extends keyof E & string>(
    numbered: Numbered<E, K>,
    toEvents: (first: number) => readonly object[],
  ): Promise<number> {
    return this.commit(async () => {
      const first = await this.sources.append(numbered).catch((error: unknown) => {
        throw isRefusedRow(error) ? new RefusedRows() : error;
      });
      return { result: first, published: toEvents(first) };
    });
  }

  /** Adds to a counter within a transaction, and returns its new value. */
  increment(tx: Transaction, counter: Counter, by: number): Promise<number> {
    return this.sources.increment(tx.manager, counter, by);
  }

  /**
   * Is the database away or unable to write, to judge by this failure of work with it? Then the log tells so: once for
   * the whole outage, so that nobody else has to log such failures.
   */
  isOutage(failure: unknown): boolean {
    if (!isUnavailable(failure)) return false;
    this.lastTrouble = isFull(failure) ? 'full' : isReadOnly(failure) ? 'read-only' : 'away';
    this.outage.failed(`the database is ${this.lastTrouble}`, reasonOf(failure));
    return true;
  }

  /** A request or frame was refused because of this failure; those of an outage are counted. */
  refused(failure: unknown): void {
    if (this.isOutage(failure)) this.outage.refused();
  }

  /** Tries whether the database takes changes again, if nobody else does. One that was full shows it only in earnest. */
  private probe(): void {
    if (this.writesUnderWay > 0 || this.lastTrouble === 'full') return;
    this.write((tx) => writeNothing(tx.manager)).catch(() => undefined);
  }

  /** Runs one transaction and delivers its events. Where transactions cannot overlap, they wait for each other. */
  private commit<T>(transaction: () => Promise<Committed<T>>): Promise<T> {
    if (this.sources.concurrentWrites) return this.patiently(transaction);
    const result = this.lastWrite.then(() => this.patiently(transaction));
    this.lastWrite = result.catch(() => undefined);
    return result;
  }

  private async patiently<T>(transaction: () => Promise<Committed<T>>, tries = 1): Promise<T> {
    let committed: Committed<T>;
    this.writesUnderWay++;
    try {
      committed = await transaction();
    } catch (error) {
      if (isRetryable(error) && tries < MAX_TRIES) return await this.patiently(transaction, tries + 1);
      this.isOutage(error);
      throw error;
    } finally {
      this.writesUnderWay--;
    }
    this.outage.worked();
    for (const event of committed.published) this.events.publish(event);
    return committed.result;
  }

  async onApplicationShutdown(): Promise<void> {
    this.outage.stop();
    await this.lastWrite;
    await this.sources.close();
  }
}
