import type { Channel, ChannelKeyVersion } from '@app/contract';
import type { ChannelKeyVersionEntity } from './channel-key-version.entity.js';
import type { ListedChannel } from './channels.repository.js';

/**
 * @param key the present version of its key; null at version 0
 * @param epoch the present epoch: a key of an earlier one is stale
 */
export function toChannel(channel: ListedChannel, key: ChannelKeyVersionEntity | null, epoch: number): Channel {
  return {
    id: channel.id,
    name_enc: channel.nameEnc,
    created_by: channel.createdBy,
    created_at: channel.createdAt.toISOString(),
    ...(key ? { key: toKeyVersion(key) } : {}),
    ...(channel.nameKeyVersion === 0 ? {} : { name_key_version: channel.nameKeyVersion }),
    ...(channel.keyEpoch < epoch ? { is_stale: true } : {}),
  };
}

export function toKeyVersion(key: ChannelKeyVersionEntity): ChannelKeyVersion {
  return {
    version: key.version,
    commitment: key.commitment,
    ...(key.previous === null ? {} : { previous: key.previous }),
    device_id: key.deviceId,
    user_id: key.userId,
    signature: key.signature,
    created_at: key.madeAt.toISOString(),
  };
}
