import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ServerFrameType } from '@app/contract';
import { ChannelDeleted, ChannelUpdated } from '../channels/channels.events.js';
import { ChannelsService } from '../channels/channels.service.js';
import { EventsMissed } from '../core/backplane/backplane.js';
import { Events } from '../core/events/events.js';
import { DeviceLinkAnswered, DeviceLinkRequested, DeviceRemoved, DevicesCertified } from '../devices/devices.events.js';
import { KeysShared } from '../keys/keys.events.js';
import { MessageStored } from '../messages/messages.events.js';
import { ConnectionExceeded, ConnectionOpened, PresenceChanged } from '../presence/presence.events.js';
import { ProfileUpdated, UserDisabled } from '../users/users.events.js';
import type { DirectFrame } from './connection.js';
import { Connections, type FrameSender } from './connections.js';
import { VoiceService, type VoiceFrame } from './voice/voice.service.js';

/** The frames that tell clients what happened in the features; all others are sent elsewhere. */
type PublishedFrame = Exclude<ServerFrameType, DirectFrame | VoiceFrame>;

/** Turns what happened in the features into frames, and decides who receives them. */
@Injectable()
export class RealtimePublisher implements OnModuleInit {
  /** Each frame with its event and its recipients. If a frame is missing here, this does not compile. */
  private readonly publications: { readonly [T in PublishedFrame]: (connections: FrameSender<T>) => void } = {
    'channel.message.new': (connections) =>
      this.events.on(MessageStored, ({ message }) =>
        connections.broadcast({
          type: 'channel.message.new',
          message_id: message.id,
          channel_id: message.channel_id,
          sender: message.sender_id,
          sender_name_enc: message.sender_name_enc,
          body: message.body,
          sent_at: message.sent_at,
          proof: message.proof,
        }),
      ),
    'channel.updated': (connections) =>
      this.events.on(ChannelUpdated, ({ channelId, nameEnc, key, isStale, nameKeyVersion }) => {
        if (this.channels.wasJustDeleted(channelId)) return; // the deletion has overtaken another node's event
        connections.broadcast({
          type: 'channel.updated',
          channel_id: channelId,
          channel_name_enc: nameEnc,
          key,
          name_key_version: nameKeyVersion,
          is_stale: isStale,
        });
      }),
    'channel.deleted': (connections) =>
      this.events.on(ChannelDeleted, ({ channelId }) => {
        this.voice.closeRoom(channelId);
        connections.broadcast({ type: 'channel.deleted', channel_id: channelId });
      }),
    'user.profile.updated': (connections) =>
      this.events.on(ProfileUpdated, ({ userId }) =>
        connections.broadcast({ type: 'user.profile.updated', sender: userId }),
      ),
    'user.disabled': (connections) =>
      this.events.on(UserDisabled, ({ userId, isDisabled }) =>
        connections.broadcast({ type: 'user.disabled', user_id: userId, disabled: isDisabled }),
      ),
    'keys.shared': (connections) =>
      this.events.on(KeysShared, ({ deviceIds, channelId, version }) =>
        connections.sendToDevices(
          { type: 'keys.shared', channel_id: channelId, version: version === 0 ? undefined : version },
          new Set(deviceIds),
        ),
      ),
    'device.removed': (connections) =>
      this.events.on(DeviceRemoved, ({ deviceId, userId }) =>
        connections.broadcast({ type: 'device.removed', sender: userId, device_id: deviceId }),
      ),
    'device.joined': (connections) =>
      this.events.on(ConnectionOpened, ({ connectionId, userId, deviceId }) =>
        connections.broadcastNews({ type: 'device.joined', sender: userId, device_id: deviceId }, connectionId),
      ),
    'device.certified': (connections) =>
      this.events.on(DevicesCertified, ({ userId, deviceIds }) => {
        for (const id of deviceIds) connections.broadcast({ type: 'device.certified', sender: userId, device_id: id });
      }),
    'device.link.requested': (connections) =>
      this.events.on(DeviceLinkRequested, ({ userId, deviceId }) =>
        connections.sendToUser({ type: 'device.link.requested', device_id: deviceId }, userId, deviceId),
      ),
    'device.link.answered': (connections) =>
      this.events.on(DeviceLinkAnswered, ({ deviceId }) =>
        connections.sendToDevices({ type: 'device.link.answered', device_id: deviceId }, new Set([deviceId])),
      ),
    'presence.changed': (connections) =>
      this.events.on(PresenceChanged, ({ userId, isOnline, connectionId }) =>
        connections.broadcastNews({ type: 'presence.changed', user_id: userId, online: isOnline }, connectionId),
      ),
    'sync.required': (connections) =>
      this.events.on(EventsMissed, () => {
        connections.broadcast({ type: 'sync.required' });
        this.voice.broadcastSnapshot();
      }),
  };

  constructor(
    private readonly events: Events,
    private readonly connections: Connections,
    private readonly voice: VoiceService,
    private readonly channels: ChannelsService,
  ) {}

  onModuleInit(): void {
    for (const publish of Object.values(this.publications)) publish(this.connections);
    this.events.on(ConnectionExceeded, ({ connectionId }) =>
      this.connections.closeById(connectionId, 'too_many_connections'),
    );
  }
}
