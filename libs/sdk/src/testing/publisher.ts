import type { Channel, Message } from '../generated/types.js';
import type { Hub } from './hub.js';

/** Tells everyone connected what has changed. */
export class Publisher {
  constructor(private readonly hub: Hub) {}

  messageStored({ id: message_id, channel_id, sender_id: sender, sender_name_enc, body, sent_at }: Message): void {
    const message = { message_id, channel_id, sender, sender_name_enc, body, sent_at };
    this.hub.broadcast({ type: 'channel.message.new', ...message });
  }

  channelUpdated({ id: channel_id, name_enc: channel_name_enc }: Channel): void {
    this.hub.broadcast({ type: 'channel.updated', channel_id, channel_name_enc });
  }

  channelDeleted(channel_id: string): void {
    for (const connection of this.hub.members(channel_id)) this.hub.leave(connection);
    this.hub.broadcast({ type: 'channel.deleted', channel_id });
  }

  profileUpdated(sender: string): void {
    this.hub.broadcast({ type: 'user.profile.updated', sender });
  }

  /** A key was sealed for devices: a channel's, or without one the directory key (RT26). */
  keysShared(deviceIds: readonly string[], channel_id?: string): void {
    const connections = [...this.hub.open].filter(({ deviceId }) => deviceIds.includes(deviceId));
    this.hub.send({ type: 'keys.shared', ...(channel_id !== undefined && { channel_id }) }, connections);
  }

  /** Sessions have ended: their connections with them (RT14). */
  sessionsEnded(sessionIds: readonly string[]): void {
    this.hub.closeWhere(({ sessionId }) => sessionIds.includes(sessionId), 'session_ended');
  }

  sessionsExpired(sessionIds: readonly string[]): void {
    this.hub.closeWhere(({ sessionId }) => sessionIds.includes(sessionId), 'session_expired');
  }
}
