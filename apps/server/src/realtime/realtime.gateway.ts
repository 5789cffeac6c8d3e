import { UseFilters } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayDisconnect, WebSocketGateway } from '@nestjs/websockets';
import {
  type ClientFrameHandlers,
  type DialtoneError,
  type JoinVoice,
  type LeaveVoice,
  realtimePath,
  type SendAnswer,
  type SendCandidate,
  type SendChannelMessage,
  type SendOffer,
} from '@app/contract';
import { LastSeenService } from '../devices/last-seen.service.js';
import { MessagesService } from '../messages/messages.service.js';
import { PresenceService } from '../presence/presence.service.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { FrameErrorFilter } from './frame-error.filter.js';
import { Revocations } from './revocations.js';
import { VoiceService } from './voice/voice.service.js';
import { OnMessage, OnRefusedFrame } from './wire/on-message.decorator.js';

/** The one gateway: who comes and goes, and one line for each frame of a client. */
@UseFilters(FrameErrorFilter)
@WebSocketGateway({ path: realtimePath })
export class RealtimeGateway implements OnGatewayConnection, OnGatewayDisconnect, ClientFrameHandlers<Connection> {
  constructor(
    private readonly connections: Connections,
    private readonly presence: PresenceService,
    private readonly messages: MessagesService,
    private readonly voice: VoiceService,
    private readonly revocations: Revocations,
    private readonly lastSeen: LastSeenService,
  ) {}

  handleConnection(connection: Connection): void {
    this.connections.add(connection);
    if (this.revocations.covers(connection.caller)) {
      connection.close('session_ended');
      return;
    }
    this.voice.sendSnapshot(connection);
    this.presence.connected(connection.id, connection.caller);
    this.lastSeen.mark(connection.caller.deviceId);
  }

  handleDisconnect(connection: Connection): void {
    this.connections.remove(connection);
    this.voice.disconnected(connection);
    this.presence.disconnected(connection.id);
    this.lastSeen.mark(connection.caller.deviceId);
  }

  @OnMessage('channel.message.send')
  async sendChannelMessage(connection: Connection, frame: SendChannelMessage): Promise<void> {
    const ack = await this.messages.send(connection.caller, frame);
    if (ack) connection.send(ack);
  }

  @OnMessage('voice_join')
  joinVoice(connection: Connection, frame: JoinVoice): Promise<void> {
    return this.voice.join(connection, frame);
  }

  @OnMessage('voice_leave')
  leaveVoice(connection: Connection, frame: LeaveVoice): Promise<void> {
    return this.voice.leave(connection, frame);
  }

  @OnMessage('webrtc_offer')
  sendOffer(connection: Connection, frame: SendOffer): Promise<void> {
    return this.voice.signal(connection, frame);
  }

  @OnMessage('webrtc_answer')
  sendAnswer(connection: Connection, frame: SendAnswer): Promise<void> {
    return this.voice.signal(connection, frame);
  }

  @OnMessage('ice_candidate')
  sendCandidate(connection: Connection, frame: SendCandidate): Promise<void> {
    return this.voice.signal(connection, frame);
  }

  @OnRefusedFrame()
  refuse(_connection: Connection, error: DialtoneError): never {
    throw error;
  }
}
