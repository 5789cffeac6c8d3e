import type { ClientSocket } from '../../core/ws/client-socket.js';

/** Who is in which voice room: one room for each channel, a connection in one room at most. */
export class Rooms {
  private readonly members = new Map<string, Set<ClientSocket>>();
  private readonly roomOf = new WeakMap<ClientSocket, string>();

  /** The channel whose room the connection is in. */
  current(client: ClientSocket): string | undefined {
    return this.roomOf.get(client);
  }

  /** The connections in the room. */
  in(channelId: string): ReadonlySet<ClientSocket> {
    return this.members.get(channelId) ?? new Set();
  }

  /** The users in the room, sorted. */
  users(channelId: string): string[] {
    return [...new Set([...this.in(channelId)].map(({ caller }) => caller.userId))].sort();
  }

  /** Is the user in the room with any connection? */
  hasUser(channelId: string, userId: string): boolean {
    for (const { caller } of this.in(channelId)) if (caller.userId === userId) return true;
    return false;
  }

  /** Every room in use, with its users sorted. */
  all(): Record<string, string[]> {
    return Object.fromEntries([...this.members.keys()].map((channelId) => [channelId, this.users(channelId)]));
  }

  add(client: ClientSocket, channelId: string): void {
    const members = this.members.get(channelId) ?? new Set();
    this.members.set(channelId, members.add(client));
    this.roomOf.set(client, channelId);
  }

  remove(client: ClientSocket, channelId: string): void {
    const members = this.members.get(channelId);
    members?.delete(client);
    if (members?.size === 0) this.members.delete(channelId);
    this.roomOf.delete(client);
  }
}
