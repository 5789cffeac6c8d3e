import type { EntityManager } from 'typeorm';

/** One transaction: what repositories write with, and where services leave their events. */
export class Transaction {
  constructor(
    readonly manager: EntityManager,
    private readonly published: object[],
  ) {}

  /** Delivers the event once this transaction is committed, or never. */
  publish(event: object): void {
    this.published.push(event);
  }
}
