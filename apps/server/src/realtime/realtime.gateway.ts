import { UseFilters } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayDisconnect, WebSocketGateway } from '@nestjs/websockets';
import {
  type InboundHandlers,
  JoinVoice,
  LeaveVoice,
  realtimePath,
  SendAnswer,
  SendCandidate,
  SendChannelMessage,
  SendOffer,
} from '@app/contract';
import type { DialtoneError } from '../core/errors/dialtone-error.js';
import type { ClientSocket } from '../core/ws/client-socket.js';
import { OnMessage, OnRefusedFrame } from '../core/ws/on-message.decorator.js';
import { MessagesService } from '../messages/messages.service.js';
import { PresenceService } from '../presence/presence.service.js';
import { Connections } from './connections.js';
import { FrameErrorFilter } from './frame-error.filter.js';
import { Revocations } from './revocations.js';
import { VoiceService } from './voice/voice.service.js';

/** The one gateway: who comes and goes, and one line for each frame of a client. */
@UseFilters(FrameErrorFilter)
@WebSocketGateway({ path: realtimePath })
export class RealtimeGateway implements OnGatewayConnection, OnGatewayDisconnect, InboundHandlers<ClientSocket> {
  constructor(
    private readonly connections: Connections,
    private readonly presence: PresenceService,
    private readonly messages: MessagesService,
    private readonly voice: VoiceService,
    private readonly revocations: Revocations,
  ) {}

  handleConnection(client: ClientSocket): void {
    this.connections.add(client);
    if (this.revocations.covers(client.caller)) {
      this.connections.close(client, 'session_ended');
      return;
    }
    this.connections.send(this.voice.snapshot(), [client]);
    this.presence.connected(client.id, client.caller);
  }

  handleDisconnect(client: ClientSocket): void {
    this.connections.remove(client);
    this.voice.disconnected(client);
    this.presence.disconnected(client.id);
  }

  @OnMessage('channel.message.send')
  async sendChannelMessage(client: ClientSocket, frame: SendChannelMessage): Promise<void> {
    const ack = await this.messages.send(client.caller, frame);
    if (ack) this.connections.send(ack, [client]);
  }

  @OnMessage('voice_join')
  joinVoice(client: ClientSocket, frame: JoinVoice): Promise<void> {
    return this.voice.join(client, frame);
  }

  @OnMessage('voice_leave')
  leaveVoice(client: ClientSocket, frame: LeaveVoice): Promise<void> {
    return this.voice.leave(client, frame);
  }

  @OnMessage('webrtc_offer')
  sendOffer(client: ClientSocket, frame: SendOffer): Promise<void> {
    return this.voice.signal(client, frame);
  }

  @OnMessage('webrtc_answer')
  sendAnswer(client: ClientSocket, frame: SendAnswer): Promise<void> {
    return this.voice.signal(client, frame);
  }

  @OnMessage('ice_candidate')
  sendCandidate(client: ClientSocket, frame: SendCandidate): Promise<void> {
    return this.voice.signal(client, frame);
  }

  @OnRefusedFrame()
  refuse(_client: ClientSocket, error: DialtoneError): never {
    throw error;
  }
}
