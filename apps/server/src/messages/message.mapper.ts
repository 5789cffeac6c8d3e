import type { Message } from '@app/contract';
import type { MessageEntity } from './message.entity.js';

export function toMessage(message: Omit<MessageEntity, 'orderKey'>): Message {
  return {
    id: message.id,
    channel_id: message.channelId,
    sender_id: message.senderId,
    sender_name_enc: message.senderNameEnc,
    body: message.body,
    sent_at: message.sentAt.toISOString(),
  };
}
