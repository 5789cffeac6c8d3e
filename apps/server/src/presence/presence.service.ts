import { Injectable } from '@nestjs/common';
import { limits, type Presence, type PresenceRequest } from '@app/contract';
import { Backplane } from '../core/backplane/backplane.js';
import type { EntryChange, SharedEntries } from '../core/backplane/shared-entries.js';
import { Events } from '../core/events/events.js';
import { UsersService } from '../users/users.service.js';
import { ConnectionExceeded, ConnectionOpened, PresenceChanged } from './presence.events.js';

/** The owner of a connection. */
interface Owner {
  readonly userId: string;
  readonly deviceId: string;
}

/** Knows who is online: users with an open connection on any node. */
@Injectable()
export class PresenceService {
  private readonly connections: SharedEntries<Owner>;
  /** The number of connections of each user. */
  private readonly online = new Map<string, number>();
  /** The connections of each device. */
  private readonly ofDevice = new Map<string, string[]>();

  constructor(
    private readonly users: UsersService,
    private readonly events: Events,
    private readonly backplane: Backplane,
  ) {
    this.connections = backplane.entries<Owner>('connections', (change) => this.changed(change));
  }

  /** A connection opened on this node. */
  connected(connectionId: string, { userId, deviceId }: Owner): void {
    this.connections.set(connectionId, { userId, deviceId });
  }

  /** A connection of this node closed. */
  disconnected(connectionId: string): void {
    this.connections.delete(connectionId);
  }

  /** Whether each of the users is online, and whether those who exist are admins. */
  async query(input: PresenceRequest): Promise<Presence> {
    const admins = await this.users.findAdmins(input.user_ids);
    return {
      statuses: Object.fromEntries(input.user_ids.map((id) => [id, this.online.has(id)])),
      admins: Object.fromEntries(admins),
    };
  }

  private changed({ id, before, after }: EntryChange<Owner>): void {
    if (before) this.left(id, before);
    if (after) this.came(id, after);
  }

  private came(id: string, { userId, deviceId }: Owner): void {
    const others = this.online.get(userId) ?? 0;
    this.online.set(userId, others + 1);
    this.events.publish(new ConnectionOpened(id, userId, deviceId));
    if (others === 0) this.events.publish(new PresenceChanged(userId, true, id));

    const siblings = [...(this.ofDevice.get(deviceId) ?? []), id].sort();
    this.ofDevice.set(deviceId, siblings);
    const own = this.connections.of(this.backplane.nodeId);
    for (const oldest of siblings.slice(0, -limits.connectionsPerDevice)) {
      if (own.has(oldest)) this.events.publish(new ConnectionExceeded(oldest));
    }
  }

  private left(id: string, { userId, deviceId }: Owner): void {
    const others = (this.online.get(userId) ?? 0) - 1;
    if (others > 0) this.online.set(userId, others);
    else {
      this.online.delete(userId);
      this.events.publish(new PresenceChanged(userId, false, id));
    }

    const siblings = (this.ofDevice.get(deviceId) ?? []).filter((sibling) => sibling !== id);
    if (siblings.length > 0) this.ofDevice.set(deviceId, siblings);
    else this.ofDevice.delete(deviceId);
  }
}
