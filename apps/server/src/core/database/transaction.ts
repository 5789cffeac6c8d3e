import type { EntityManager } from 'typeorm';
import { classOf } from '../events/events.js';

/** One transaction: repositories write through it, and services publish their events in it. */
export class Transaction {
  constructor(
    readonly manager: EntityManager,
    private readonly published: object[],
  ) {}

  /**
   * Delivers the event after the commit, and never if there is none.
   *
   * @throws {Error} when the event's class does not say whether it is shared
   */
  publish(event: object): void {
    classOf(event);
    this.published.push(event);
  }
}
