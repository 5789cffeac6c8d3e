import { Injectable } from '@nestjs/common';
import type {
  JoinVoice,
  LeaveVoice,
  OutboundFrame,
  SendAnswer,
  SendCandidate,
  SendOffer,
  VoicePresenceSnapshot,
} from '@app/contract';
import { ChannelsService } from '../../channels/channels.service.js';
import { DialtoneError } from '../../core/errors/dialtone-error.js';
import { ClientSocket } from '../../core/ws/client-socket.js';
import { Connections } from '../connections.js';
import { Rooms } from './rooms.js';

/** Voice rooms and the signalling between their members. */
@Injectable()
export class VoiceService {
  private readonly rooms = new Rooms();
  /** The end of each connection's voice frames under way: they are served in the order in which they came. */
  private readonly lastFrame = new WeakMap<ClientSocket, Promise<void>>();

  constructor(
    private readonly connections: Connections,
    private readonly channels: ChannelsService,
  ) {}

  /** Who is in which room, for a new connection. */
  snapshot(): VoicePresenceSnapshot {
    return { type: 'voice.presence.snapshot', channel_id: '', sender: '', voice_rooms: this.rooms.all() };
  }

  /**
   * Puts the connection into the channel's room, out of any other.
   *
   * @throws {DialtoneError} `channel_not_found`
   */
  join(client: ClientSocket, { channel_id }: JoinVoice): Promise<void> {
    return this.inOrder(client, async () => {
      await this.channels.assertExists(channel_id);
      if (client.readyState !== ClientSocket.OPEN) return;
      const current = this.rooms.current(client);
      if (current !== undefined && current !== channel_id) this.remove(client, current);
      this.enter(client, channel_id);
    });
  }

  /** Takes the connection out of the room; nothing happens when it is not in it. */
  leave(client: ClientSocket, { channel_id }: LeaveVoice): Promise<void> {
    return this.inOrder(client, () => {
      if (this.rooms.current(client) === channel_id) this.remove(client, channel_id);
    });
  }

  /**
   * Passes a signal on to the recipient's connections in the room.
   *
   * @throws {DialtoneError} `voice_not_joined` when the sender is not in it
   */
  signal(client: ClientSocket, frame: SendOffer | SendAnswer | SendCandidate): Promise<void> {
    return this.inOrder(client, () => {
      if (this.rooms.current(client) !== frame.channel_id) throw new DialtoneError('voice_not_joined');
      const recipients = [...this.rooms.in(frame.channel_id)].filter(
        (member) => member !== client && member.caller.userId === frame.recipient,
      );
      this.connections.send(toSignal(frame, client.caller.userId), recipients);
    });
  }

  /** The connection is closed: it leaves its room. */
  disconnected(client: ClientSocket): void {
    const room = this.rooms.current(client);
    if (room !== undefined) this.remove(client, room);
  }

  /** The channel is gone: everyone leaves its room. */
  closeRoom(channelId: string): void {
    for (const client of [...this.rooms.in(channelId)]) this.remove(client, channelId);
  }

  private enter(client: ClientSocket, channelId: string): void {
    const { userId } = client.caller;
    const isNew = !this.rooms.hasUser(channelId, userId);
    this.rooms.add(client, channelId);
    this.connections.send(
      { type: 'voice_roster', channel_id: channelId, sender: '', users: this.rooms.users(channelId) },
      [client],
    );
    this.connections.send({ type: 'voice_join', channel_id: channelId, sender: userId }, this.rooms.in(channelId));
    if (isNew) {
      this.connections.broadcast({ type: 'voice.presence', channel_id: channelId, sender: userId, active: true });
    }
  }

  /** The others hear of it once the user's last connection in the room is out. */
  private remove(client: ClientSocket, channelId: string): void {
    const { userId } = client.caller;
    this.rooms.remove(client, channelId);
    if (this.rooms.hasUser(channelId, userId)) return;
    this.connections.send({ type: 'voice_leave', channel_id: channelId, sender: userId }, this.rooms.in(channelId));
    this.connections.broadcast({ type: 'voice.presence', channel_id: channelId, sender: userId, active: false });
  }

  private inOrder(client: ClientSocket, work: () => void | Promise<void>): Promise<void> {
    const done = (this.lastFrame.get(client) ?? Promise.resolve()).then(work);
    this.lastFrame.set(
      client,
      done.catch(() => undefined),
    );
    return done;
  }
}

/** The signal as its recipient gets it: only what the contract names, and from whom. */
function toSignal(frame: SendOffer | SendAnswer | SendCandidate, sender: string): OutboundFrame {
  const { channel_id, recipient } = frame;
  switch (frame.type) {
    case 'webrtc_offer':
    case 'webrtc_answer':
      return { type: frame.type, channel_id, sender, recipient, sdp: frame.sdp };
    case 'ice_candidate':
      return { type: frame.type, channel_id, sender, recipient, candidate: frame.candidate };
  }
}
