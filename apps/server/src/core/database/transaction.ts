import type { EntityManager } from 'typeorm';
import { classOf } from '../events/events.js';

/** One transaction: what repositories write with, and where services leave their events. */
export class Transaction {
  constructor(
    readonly manager: EntityManager,
    private readonly published: object[],
  ) {}

  /**
   * Delivers the event once this transaction is committed, or never.
   *
   * @throws {Error} when the event's class does not say whether it is shared
   */
  publish(event: object): void {
    classOf(event);
    this.published.push(event);
  }
}
