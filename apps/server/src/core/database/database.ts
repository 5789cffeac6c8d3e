import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { Events } from '../events/events.js';
import { DATA_SOURCES, type DataSources } from './sources.js';
import { isRetryable } from './database-errors.js';
import { Transaction } from './transaction.js';

/** How often a transaction runs that another one gets in the way of. */
const MAX_TRIES = 5;

/**
 * The store. Reads see committed data only; every change goes through `write`.
 *
 * The embedded database has one writing connection, so its transactions run one after the other, and reads use a
 * second connection that sees only what is committed.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private lastWrite: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DATA_SOURCES) private readonly sources: DataSources,
    private readonly events: Events,
  ) {}

  /** For reading what is committed. */
  get read(): EntityManager {
    return this.sources.reader.manager;
  }

  /** The writing data source, for migrations and checks of the schema. */
  get dataSource(): DataSource {
    return this.sources.writer;
  }

  /**
   * Runs the work in one transaction: all of it is stored, durably, or, when it throws, none. The work may run again
   * when another transaction got in its way, so it must change nothing else. The events that it published
   * are delivered after the commit.
   */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.sources.concurrentWrites) return this.transact(work);
    const result = this.lastWrite.then(() => this.transact(work));
    this.lastWrite = result.catch(() => undefined);
    return result;
  }

  private async transact<T>(work: (tx: Transaction) => Promise<T>, tries = 1): Promise<T> {
    const published: object[] = [];
    let result: T;
    try {
      result = await this.sources.transaction((manager) => work(new Transaction(manager, published)));
    } catch (error) {
      if (isRetryable(error) && tries < MAX_TRIES) return this.transact(work, tries + 1);
      throw error;
    }
    for (const event of published) this.events.publish(event);
    return result;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.lastWrite;
    await this.sources.close();
  }
}
