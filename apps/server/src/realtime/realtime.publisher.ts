import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SessionsEnded } from '../auth/sessions.events.js';
import { ChannelDeleted, ChannelUpdated } from '../channels/channels.events.js';
import { Events } from '../core/events/events.js';
import { DeviceRemoved } from '../devices/devices.events.js';
import { MessageStored } from '../messages/messages.events.js';
import { ProfileUpdated } from '../users/users.events.js';
import { Connections } from './connections.js';
import { Revocations } from './revocations.js';
import { VoiceService } from './voice/voice.service.js';

/** Turns what happened in the features into frames, and decides who receives them. */
@Injectable()
export class RealtimePublisher implements OnModuleInit {
  constructor(
    private readonly events: Events,
    private readonly connections: Connections,
    private readonly voice: VoiceService,
    private readonly revocations: Revocations,
  ) {}

  onModuleInit(): void {
    this.events.on(MessageStored, ({ message }) =>
      this.connections.broadcast({
        type: 'channel.message.new',
        message_id: message.id,
        channel_id: message.channel_id,
        sender: message.sender_id,
        sender_name_enc: message.sender_name_enc,
        body: message.body,
        sent_at: message.sent_at,
      }),
    );
    this.events.on(ChannelUpdated, ({ channelId, nameEnc }) =>
      this.connections.broadcast({ type: 'channel.updated', channel_id: channelId, channel_name_enc: nameEnc }),
    );
    this.events.on(ChannelDeleted, ({ channelId }) => {
      this.voice.closeRoom(channelId);
      this.connections.broadcast({ type: 'channel.deleted', channel_id: channelId });
    });
    this.events.on(SessionsEnded, ({ sessionIds }) => this.revoke(sessionIds));
    this.events.on(DeviceRemoved, ({ deviceId }) => this.revoke([deviceId]));
    this.events.on(ProfileUpdated, ({ userId }) =>
      this.connections.broadcast({ type: 'user.profile.updated', sender: userId }),
    );
  }

  /** Closes what these sessions or devices have open. */
  private revoke(ids: readonly string[]): void {
    for (const id of ids) this.revocations.add(id);
    this.connections.closeWhere((caller) => this.revocations.covers(caller), 'session_ended');
  }
}
