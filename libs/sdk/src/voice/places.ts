import type { RealtimeClient } from '../realtime/realtime-client.js';

/** What a room has to do with the others. */
interface Room {
  moved(): void;
  leave(): void;
}

/** The room that each client is in; at most one (RT7). */
const roomOf = new WeakMap<RealtimeClient, Room>();

/** The room that the client is in. */
export function currentRoom(realtime: RealtimeClient): Room | undefined {
  return roomOf.get(realtime);
}

/** The client is in this room now, and no longer in another one. */
export function moveIn(realtime: RealtimeClient, room: Room): void {
  const old = roomOf.get(realtime);
  roomOf.set(realtime, room);
  old?.moved();
}

/** The client is no longer in this room. */
export function moveOut(realtime: RealtimeClient, room: Room): void {
  if (roomOf.get(realtime) === room) roomOf.delete(realtime);
}
