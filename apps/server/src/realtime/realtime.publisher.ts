import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ChannelDeleted, ChannelUpdated } from '../channels/channels.events.js';
import { ChannelsService } from '../channels/channels.service.js';
import { EventsMissed } from '../core/backplane/backplane.events.js';
import { Events } from '../core/events/events.js';
import { KeysShared } from '../keys/keys.events.js';
import { MessageStored } from '../messages/messages.events.js';
import { ConnectionExceeded, ConnectionOpened, PresenceChanged } from '../presence/presence.events.js';
import { ProfileUpdated } from '../users/users.events.js';
import { Connections } from './connections.js';
import { VoiceService } from './voice/voice.service.js';

/** Turns what happened in the features into frames, and decides who receives them. */
@Injectable()
export class RealtimePublisher implements OnModuleInit {
  constructor(
    private readonly events: Events,
    private readonly connections: Connections,
    private readonly voice: VoiceService,
    private readonly channels: ChannelsService,
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
    this.events.on(ChannelUpdated, ({ channelId, nameEnc }) => {
      if (this.channels.wasJustDeleted(channelId)) return; // another node's news, overtaken by the deletion
      this.connections.broadcast({ type: 'channel.updated', channel_id: channelId, channel_name_enc: nameEnc });
    });
    this.events.on(ChannelDeleted, ({ channelId }) => {
      this.voice.closeRoom(channelId);
      this.connections.broadcast({ type: 'channel.deleted', channel_id: channelId });
    });
    this.events.on(ProfileUpdated, ({ userId }) =>
      this.connections.broadcast({ type: 'user.profile.updated', sender: userId }),
    );
    this.events.on(KeysShared, ({ deviceIds, channelId }) =>
      this.connections.sendToDevices({ type: 'keys.shared', channel_id: channelId }, new Set(deviceIds)),
    );
    this.events.on(ConnectionOpened, ({ connectionId, userId, deviceId }) =>
      this.connections.broadcastNews({ type: 'device.joined', sender: userId, device_id: deviceId }, connectionId),
    );
    this.events.on(ConnectionExceeded, ({ connectionId }) =>
      this.connections.closeById(connectionId, 'too_many_connections'),
    );
    this.events.on(PresenceChanged, ({ userId, isOnline, connectionId }) =>
      this.connections.broadcastNews({ type: 'presence.changed', user_id: userId, online: isOnline }, connectionId),
    );
    this.events.on(EventsMissed, () => {
      this.connections.broadcast({ type: 'sync.required' });
      this.connections.broadcast(this.voice.snapshot());
    });
  }
}
