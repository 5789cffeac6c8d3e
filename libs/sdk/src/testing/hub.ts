import { limits } from '../generated/limits.js';
import { type CloseCodeName, closeCodeOf } from '../protocol/close-codes.js';
import { rosterEvents, snapshotEvents } from '../protocol/event-size.js';
import type { ServerFrame } from '../protocol/frame-types.js';
import type { SocketEnd } from '../realtime/socket.js';
import type { Turns } from './turns.js';
import type { FakeWebSocket } from './web-socket.js';

/** One open connection. */
export interface Connection {
  readonly socket: FakeWebSocket;
  readonly sessionId: string;
  readonly userId: string;
  readonly deviceId: string;
  /** How its handshake was authenticated. */
  readonly via: 'header' | 'ticket';
  /** The channel whose voice room it is in. */
  room: string | undefined;
}

/** The open connections: who hears what, and who is in which voice room. */
export class Hub {
  readonly open = new Set<Connection>();

  constructor(
    private readonly turns: Turns,
    private readonly onSent: (connection: Connection, frame: ServerFrame) => void,
  ) {}

  isOnline(userId: string): boolean {
    return [...this.open].some((connection) => connection.userId === userId);
  }

  /** Takes a new connection in and tells it and everyone else (RT2, RT3, RT15, RT18). */
  add(connection: Connection): void {
    const { userId, deviceId } = connection;
    const isFirst = !this.isOnline(userId);
    const siblings = [...this.open].filter((other) => other.deviceId === deviceId);
    this.open.add(connection);
    if (siblings[0] && siblings.length >= limits.connectionsPerDevice) {
      this.close(siblings[0], 'too_many_connections');
    }
    for (const event of this.snapshot()) this.send(event, [connection]);
    this.broadcast({ type: 'device.joined', sender: userId, device_id: deviceId }, connection);
    if (isFirst) this.broadcast({ type: 'presence.changed', user_id: userId, online: true }, connection);
  }

  /** Sends a frame to these connections, in a turn for each. */
  send(frame: ServerFrame, connections: Iterable<Connection>): void {
    const data = JSON.stringify(frame);
    for (const connection of connections) {
      this.onSent(connection, frame);
      this.turns.add(() => connection.socket.receive(data));
    }
  }

  /** Sends a frame to every connection of the user, but for those of one device where it is given. */
  sendToUser(frame: ServerFrame, userId: string, exceptDeviceId?: string): void {
    this.#sendWhere(frame, (connection) => connection.userId === userId && connection.deviceId !== exceptDeviceId);
  }

  /** Sends a frame to every connection of these devices. */
  sendToDevices(frame: ServerFrame, deviceIds: ReadonlySet<string>): void {
    this.#sendWhere(frame, ({ deviceId }) => deviceIds.has(deviceId));
  }

  /** Sends a frame to everyone connected, but for one connection where it is given. */
  broadcast(frame: ServerFrame, except?: Connection): void {
    this.#sendWhere(frame, (connection) => connection !== except);
  }

  /** Ends a connection, by the contract's name of the close code or as it comes; what was sent before still arrives. */
  close(connection: Connection, end: CloseCodeName | SocketEnd): void {
    if (!this.open.delete(connection)) return;
    const closing = typeof end === 'string' ? { code: closeCodeOf[end], reason: end } : end;
    this.turns.add(() => connection.socket.end(closing));
    this.leave(connection);
    const { userId } = connection;
    if (!this.isOnline(userId)) this.broadcast({ type: 'presence.changed', user_id: userId, online: false });
  }

  closeWhere(isMeant: (connection: Connection) => boolean, end: CloseCodeName | SocketEnd): void {
    for (const connection of [...this.open]) if (isMeant(connection)) this.close(connection, end);
  }

  /** Who is in which voice room (RT3, RT28). */
  snapshot(): ServerFrame[] {
    const rooms = new Set([...this.open].flatMap(({ room }) => room ?? []));
    const voice_rooms = Object.fromEntries([...rooms].map((room) => [room, this.#usersIn(room)]));
    return snapshotEvents(voice_rooms);
  }

  members(channelId: string): Connection[] {
    return [...this.open].filter(({ room }) => room === channelId);
  }

  /** Puts the connection into a room, out of any other (RT6, RT7). */
  join(connection: Connection, channel_id: string): void {
    if (connection.room !== channel_id) this.leave(connection);
    const { userId: sender } = connection;
    const isNew = !this.#usersIn(channel_id).includes(sender);
    connection.room = channel_id;
    for (const event of rosterEvents(channel_id, this.#usersIn(channel_id))) this.send(event, [connection]);
    this.send({ type: 'voice_join', channel_id, sender }, this.members(channel_id));
    if (isNew) this.broadcast({ type: 'voice.presence', channel_id, sender, active: true });
  }

  /** Takes the connection out of its room; the others hear of it once the user's last one is out (RT8). */
  leave(connection: Connection): void {
    const { room: channel_id, userId: sender } = connection;
    if (channel_id === undefined) return;
    connection.room = undefined;
    if (this.#usersIn(channel_id).includes(sender)) return;
    this.send({ type: 'voice_leave', channel_id, sender }, this.members(channel_id));
    this.broadcast({ type: 'voice.presence', channel_id, sender, active: false });
  }

  #sendWhere(frame: ServerFrame, isMeant: (connection: Connection) => boolean): void {
    this.send(frame, [...this.open].filter(isMeant));
  }

  #usersIn(channelId: string): string[] {
    return [...new Set(this.members(channelId).map(({ userId }) => userId))].sort();
  }
}
