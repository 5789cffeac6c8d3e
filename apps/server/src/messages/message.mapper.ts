import type { ChannelMessageAck, Message, MessageProof, SendChannelMessage } from '@app/contract';
import type { MessageEntity } from './message.entity.js';
import { MessageRangeCommitted, type OrderedMessage } from './messages.events.js';

/** How much one event may hold, because it may be sent to other nodes. */
const MAX_RANGE_CHARS = 32 * 1024;

/** What a list contains of a message. */
type Listed = Omit<MessageEntity, 'senderDeviceId' | 'clientId'>;

export function toMessage(message: Omit<Listed, 'orderKey'>): Message {
  const listed: Message = {
    id: message.id,
    channel_id: message.channelId,
    sender_id: message.senderId,
    sender_name_enc: message.senderNameEnc,
    body: message.body,
    sent_at: message.sentAt,
  };
  if (message.proof !== null) listed.proof = toProof(message.proof);
  return listed;
}

/**
 * The proof of a message, as it is stored: its values with blanks between them, in one column, because every column
 * makes reading slower, also for messages without proof.
 */
export function proofText({ proof, client_id }: SendChannelMessage): string | null {
  if (proof === undefined) return null;
  return [proof.device_id, client_id, proof.key_version, proof.counter, proof.signature].join(' ');
}

function toProof(text: string): MessageProof {
  const [device_id, client_id, version, counter, signature] = text.split(' ');
  return { device_id, client_id, key_version: Number(version), counter: Number(counter), signature };
}

/** The acknowledgement for a sender who named the message. */
export function toAck(message: Omit<MessageEntity, 'orderKey'>, clientId: string): ChannelMessageAck {
  return {
    type: 'channel.message.ack',
    client_id: clientId,
    message_id: message.id,
    sent_at: message.sentAt,
  };
}

export function toOrdered(message: Listed): OrderedMessage {
  return { orderKey: message.orderKey, message: toMessage(message) };
}

/** The events of a transaction that stored these messages, which have consecutive keys. */
export function toRanges(messages: readonly MessageEntity[]): MessageRangeCommitted[] {
  const ranges: OrderedMessage[][] = [];
  let chars = Infinity;
  for (const message of messages) {
    const size = message.body.length + message.senderNameEnc.length + (message.proof?.length ?? 0);
    chars += size;
    if (chars > MAX_RANGE_CHARS) {
      ranges.push([]);
      chars = size;
    }
    ranges[ranges.length - 1].push(toOrdered(message));
  }
  return ranges.map((range) => new MessageRangeCommitted(range[0].orderKey, range[range.length - 1].orderKey, range));
}
