/** A connection in a voice room, on any node. */
export interface Member {
  /** The connection's id. */
  readonly id: string;
  /** The connection's node. */
  readonly node: string;
  readonly userId: string;
  readonly deviceId: string;
  readonly channelId: string;
}

/** Who is in which voice room. Each channel has one room, and a connection is in one room at most. */
export class Rooms {
  private readonly members = new Map<string, Member>();
  private readonly rooms = new Map<string, Set<Member>>();

  /** The channel whose room the connection is in, if any. */
  current(id: string): string | undefined {
    return this.members.get(id)?.channelId;
  }

  /** The connections in the room. */
  in(channelId: string): ReadonlySet<Member> {
    return this.rooms.get(channelId) ?? new Set();
  }

  /** The users in the room, sorted. */
  users(channelId: string): string[] {
    return [...new Set([...this.in(channelId)].map(({ userId }) => userId))].sort();
  }

  /** Is any of the user's connections in the room? */
  hasUser(channelId: string, userId: string): boolean {
    for (const member of this.in(channelId)) if (member.userId === userId) return true;
    return false;
  }

  /** All rooms that are not empty, each with its sorted users. */
  all(): Record<string, string[]> {
    return Object.fromEntries([...this.rooms.keys()].map((channelId) => [channelId, this.users(channelId)]));
  }

  /** Moves a connection into a room. */
  add(member: Member): void {
    this.remove(member.id);
    this.members.set(member.id, member);
    const room = this.rooms.get(member.channelId) ?? new Set();
    this.rooms.set(member.channelId, room.add(member));
  }

  /** Takes a connection out of its room. */
  remove(id: string): void {
    const member = this.members.get(id);
    if (!member) return;
    this.members.delete(id);
    const room = this.rooms.get(member.channelId);
    room?.delete(member);
    if (room?.size === 0) this.rooms.delete(member.channelId);
  }
}
