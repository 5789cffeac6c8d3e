import type { Channel } from '@app/contract';
import type { ChannelEntity } from './channel.entity.js';

export function toChannel(channel: ChannelEntity): Channel {
  return {
    id: channel.id,
    name_enc: channel.nameEnc,
    created_by: channel.createdBy,
    created_at: channel.createdAt.toISOString(),
  };
}
