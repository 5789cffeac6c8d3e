import type { ChannelMessageAck, Message } from '@app/contract';
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

/** What a sender hears who named the message. */
export function toAck(message: Omit<MessageEntity, 'orderKey'>, clientId: string): ChannelMessageAck {
  return {
    type: 'channel.message.ack',
    client_id: clientId,
    message_id: message.id,
    sent_at: message.sentAt.toISOString(),
  };
}
