import { limits } from '@app/contract';
import type { Connection } from './connection.js';

/**
 * Decides when each connection is pinged. It is a wheel with a slot for each second of the interval; connections are
 * spread evenly over the slots, so about as many are pinged in each second.
 */
export class Heartbeat {
  private readonly slots = Array.from({ length: limits.pingIntervalSeconds }, () => new Set<Connection>());
  private second = 0;
  private nextSlot = 0;

  add(connection: Connection): void {
    this.slots[this.nextSlot].add(connection);
    connection.slot = this.nextSlot;
    this.nextSlot = (this.nextSlot + 1) % this.slots.length;
  }

  remove(connection: Connection): void {
    this.slots[connection.slot].delete(connection);
  }

  /** To be called every second: returns whom to ping now, and who has not answered in time. */
  tick(): { due: ReadonlySet<Connection>; gone: Connection[] } {
    this.second = (this.second + 1) % this.slots.length;
    const pingedThen = (this.second - limits.pongTimeoutSeconds + this.slots.length) % this.slots.length;
    const gone = [...this.slots[pingedThen]].filter((connection) => connection.isSilent);
    const due = this.slots[this.second];
    for (const connection of due) connection.expectPong();
    return { due, gone };
  }
}
