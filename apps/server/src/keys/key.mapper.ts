import type { ChannelKey, DirectoryKey } from '@app/contract';
import type { ChannelKeyEntity } from './channel-key.entity.js';
import type { DirectoryKeyEntity } from './directory-key.entity.js';

export function toChannelKey(key: ChannelKeyEntity): ChannelKey {
  return { channel_id: key.channelId, ...toDirectoryKey(key) };
}

export function toDirectoryKey(key: DirectoryKeyEntity): DirectoryKey {
  return {
    device_id: key.deviceId,
    sender_device_id: key.senderDeviceId,
    sender_public_key: key.senderPublicKey,
    envelope: key.envelope,
    created_at: key.createdAt.toISOString(),
  };
}
