import { limits } from '@app/contract';
import type { ClientSocket } from '../core/ws/client-socket.js';

/**
 * Whose turn it is to be pinged. A wheel with a slot for each second of the interval: clients are dealt out over the
 * slots, so that as many are pinged in one second as in any other.
 */
export class Heartbeat {
  private readonly slots = Array.from({ length: limits.pingIntervalSeconds }, () => new Set<ClientSocket>());
  private second = 0;
  private nextSlot = 0;

  add(client: ClientSocket): void {
    this.slots[this.nextSlot].add(client);
    client.slot = this.nextSlot;
    this.nextSlot = (this.nextSlot + 1) % this.slots.length;
  }

  remove(client: ClientSocket): void {
    this.slots[client.slot].delete(client);
  }

  /** To be called every second: whom to ping now, and who has let the time for an answer pass. */
  tick(): { due: ReadonlySet<ClientSocket>; gone: ClientSocket[] } {
    this.second = (this.second + 1) % this.slots.length;
    const pingedThen = (this.second - limits.pongTimeoutSeconds + this.slots.length) % this.slots.length;
    const gone = [...this.slots[pingedThen]].filter((client) => client.owesPong);
    const due = this.slots[this.second];
    for (const client of due) client.owesPong = true;
    return { due, gone };
  }
}
