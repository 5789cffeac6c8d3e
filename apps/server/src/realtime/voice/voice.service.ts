import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import {
  DialtoneError,
  type JoinVoice,
  type LeaveVoice,
  rosterEvents,
  type SendAnswer,
  type SendCandidate,
  type SendOffer,
  type ServerFrames,
  snapshotEvents,
  type VoiceJoined,
  type VoiceLeft,
} from '@app/contract';
import type { Logger } from 'pino';
import { ChannelsService } from '../../channels/channels.service.js';
import type { Caller } from '../../core/access/caller.js';
import { Watch } from '../../core/background/watch.js';
import { Backplane, EventsMissed } from '../../core/backplane/backplane.js';
import type { EntryChange, SharedEntries } from '../../core/backplane/shared-entries.js';
import { Events } from '../../core/events/events.js';
import { LOGGER } from '../../core/observability/logger.js';
import type { Connection } from '../connection.js';
import { Connections, type FrameSender } from '../connections.js';
import { type Member, Rooms } from './rooms.js';

/** What nodes tell each other about a connection in a room. */
type Seat = Pick<Member, 'userId' | 'deviceId' | 'channelId'>;

/** The topic under which signals are sent from node to node. */
const SIGNAL = 'signal';
type SignalType = (SendOffer | SendAnswer | SendCandidate)['type'];

/** The frames that this service sends. */
export type VoiceFrame =
  'voice_join' | 'voice_leave' | 'voice_roster' | 'voice.presence' | 'voice.presence.snapshot' | SignalType;

/** How long to wait before a failed database query is tried again. */
const RETRY_MS = 1000;

/** A signal, and the ids of the connections that it is for. */
interface Delivery {
  readonly ids: readonly string[];
  readonly frame: ServerFrames[SignalType];
}

/** Voice rooms and the signalling between their members. */
@Injectable()
export class VoiceService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly rooms = new Rooms();
  private readonly seats: SharedEntries<Seat>;
  /** This node's connections that are in rooms, by id. */
  private readonly clients = new Map<string, Connection>();
  /** Settles when a connection's last voice frame is served: its frames are served one after the other. */
  private readonly lastFrame = new WeakMap<Connection, Promise<void>>();
  private readonly watch = new Watch(() => this.closeLostRooms(), {
    retryMs: RETRY_MS,
    onFailure: (error) => this.logger.debug({ err: error }, 'the voice rooms could not be checked'),
  });

  constructor(
    @Inject(Connections) private readonly connections: FrameSender<VoiceFrame>,
    private readonly channels: ChannelsService,
    private readonly backplane: Backplane,
    private readonly events: Events,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.seats = backplane.entries<Seat>('seats', (change) => this.changed(change));
  }

  onModuleInit(): void {
    this.backplane.onDirect<Delivery>(SIGNAL, (delivery) => this.deliver(delivery));
    this.events.on(EventsMissed, () => this.watch.trigger());
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.watch.stop();
  }

  /** Tells a new connection who is in which room. */
  sendSnapshot(client: Connection): void {
    for (const event of snapshotEvents(this.rooms.all())) this.connections.send(event, [client]);
  }

  /** Tells everyone who is in which room. */
  broadcastSnapshot(): void {
    for (const event of snapshotEvents(this.rooms.all())) this.connections.broadcast(event);
  }

  /**
   * Moves the connection into the channel's room.
   *
   * @throws {DialtoneError} `channel_not_found`
   */
  join(client: Connection, { channel_id }: JoinVoice): Promise<void> {
    return this.inOrder(client, async () => {
      await this.channels.assertExists(channel_id);
      // It may have been deleted since that check.
      if (this.channels.wasJustDeleted(channel_id)) throw new DialtoneError('channel_not_found');
      if (!client.isOpen) return;
      const { userId, deviceId } = client.caller;
      this.clients.set(client.id, client);
      this.seats.set(client.id, { userId, deviceId, channelId: channel_id });
    });
  }

  /** Takes the connection out of the room, if it is in it. */
  leave(client: Connection, { channel_id }: LeaveVoice): Promise<void> {
    return this.inOrder(client, () => {
      if (this.rooms.current(client.id) === channel_id) this.disconnected(client);
    });
  }

  /**
   * Passes a signal on to the recipient's connections in the room, or to those of one device.
   *
   * @throws {DialtoneError} `voice_not_joined` when the sender is not in the room, `recipient_unavailable` when none of
   * the recipient's connections is, or none can be reached
   */
  signal(client: Connection, frame: SendOffer | SendAnswer | SendCandidate): Promise<void> {
    return this.inOrder(client, () => {
      if (this.rooms.current(client.id) !== frame.channel_id) throw new DialtoneError('voice_not_joined');
      const idsOfNode = new Map<string, string[]>();
      for (const { id, node, userId, deviceId } of this.rooms.in(frame.channel_id)) {
        if (id === client.id || userId !== frame.recipient) continue;
        if (deviceId !== (frame.recipient_device ?? deviceId)) continue;
        idsOfNode.set(node, [...(idsOfNode.get(node) ?? []), id]);
      }
      const signal = toSignal(frame, client.caller);
      const reached = [...idsOfNode].filter(([node, ids]) => this.pass(node, { ids, frame: signal }));
      if (reached.length === 0) throw new DialtoneError('recipient_unavailable');
    });
  }

  /** Takes a connection that has closed out of its room. */
  disconnected(client: Connection): void {
    this.seats.delete(client.id);
    this.clients.delete(client.id);
  }

  /** Takes everyone out of the room of a deleted channel. */
  closeRoom(channelId: string): void {
    for (const client of this.clientsOf(this.rooms.in(channelId))) this.disconnected(client);
  }

  /** Sends a signal to its recipients' node; false when that cannot be reached. */
  private pass(node: string, delivery: Delivery): boolean {
    if (node !== this.backplane.nodeId) return this.backplane.send(node, SIGNAL, delivery);
    this.deliver(delivery);
    return true;
  }

  /** Sends a signal to those of its recipients on this node that are still in the room. */
  private deliver({ ids, frame }: Delivery): void {
    const present = ids.filter((id) => this.rooms.current(id) === frame.channel_id);
    this.connections.send(
      frame,
      present.flatMap((id) => this.clients.get(id) ?? []),
    );
  }

  /** Closes the rooms of channels whose deletion this node has missed. */
  private async closeLostRooms(): Promise<void> {
    const rooms = Object.keys(this.rooms.all());
    const existing = await this.channels.existing(rooms);
    for (const channelId of rooms) if (!existing.has(channelId)) this.closeRoom(channelId);
  }

  private changed({ id, node, before, after }: EntryChange<Seat>): void {
    if (before && before.channelId !== after?.channelId) this.left(id, before);
    if (after) this.entered({ id, node, ...after });
  }

  private entered(member: Member): void {
    const { userId, channelId } = member;
    const isNew = !this.rooms.hasUser(channelId, userId);
    this.rooms.add(member);
    const newcomer = this.clientsOf([member]);
    if (newcomer.length > 0) {
      const events = rosterEvents(channelId, this.rooms.users(channelId));
      for (const event of events) this.connections.send(event, newcomer);
    }
    this.tellRoom({ type: 'voice_join', channel_id: channelId, sender: userId });
    if (isNew) {
      this.connections.broadcast({ type: 'voice.presence', channel_id: channelId, sender: userId, active: true });
    }
  }

  /** The others are told when the user's last connection has left the room. */
  private left(id: string, { userId, channelId }: Seat): void {
    this.rooms.remove(id);
    if (this.rooms.hasUser(channelId, userId)) return;
    this.tellRoom({ type: 'voice_leave', channel_id: channelId, sender: userId });
    this.connections.broadcast({ type: 'voice.presence', channel_id: channelId, sender: userId, active: false });
  }

  private tellRoom(frame: VoiceJoined | VoiceLeft): void {
    this.connections.send(frame, this.clientsOf(this.rooms.in(frame.channel_id)));
  }

  /** The members' connections on this node. */
  private clientsOf(members: Iterable<Member>): Connection[] {
    return [...members].flatMap(({ id }) => this.clients.get(id) ?? []);
  }

  private inOrder(client: Connection, work: () => void | Promise<void>): Promise<void> {
    const done = (this.lastFrame.get(client) ?? Promise.resolve()).then(work);
    this.lastFrame.set(
      client,
      done.catch(() => undefined),
    );
    return done;
  }
}

/** The signal as its recipient gets it: with its sender, and only the fields of the contract. */
function toSignal(frame: SendOffer | SendAnswer | SendCandidate, sender: Caller): ServerFrames[SignalType] {
  const { channel_id, recipient, recipient_device } = frame;
  const route = { channel_id, sender: sender.userId, sender_device: sender.deviceId, recipient, recipient_device };
  switch (frame.type) {
    case 'webrtc_offer':
    case 'webrtc_answer':
      return { type: frame.type, ...route, sdp: frame.sdp };
    case 'ice_candidate':
      return { type: frame.type, ...route, candidate: frame.candidate };
  }
}
