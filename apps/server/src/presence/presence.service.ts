import { Injectable } from '@nestjs/common';
import type { Presence, PresenceRequest } from '@app/contract';
import { UsersService } from '../users/users.service.js';

/** Knows who is online: a user is while one of their connections is open. */
@Injectable()
export class PresenceService {
  private readonly connections = new Map<string, number>();

  constructor(private readonly users: UsersService) {}

  /** A connection of the user opened. */
  connected(userId: string): void {
    this.connections.set(userId, (this.connections.get(userId) ?? 0) + 1);
  }

  /** A connection of the user closed. */
  disconnected(userId: string): void {
    const left = (this.connections.get(userId) ?? 0) - 1;
    if (left > 0) this.connections.set(userId, left);
    else this.connections.delete(userId);
  }

  /** The status of each id asked, and whether those that exist are admins. */
  async query(input: PresenceRequest): Promise<Presence> {
    const admins = await this.users.findAdmins(input.user_ids);
    return {
      statuses: Object.fromEntries(input.user_ids.map((id) => [id, this.connections.has(id)])),
      admins: Object.fromEntries(admins),
    };
  }
}
