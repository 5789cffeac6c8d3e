import { limits } from '../../generated/limits.js';
import type { Message, MessageProof, NewMessageProof } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import { proofProblem } from '../../protocol/message-proof.js';
import type { Context, FrameHandlers, OperationHandlers } from '../context.js';
import { defineTable, type State } from '../state.js';
import { channelOf } from './channels.js';

/** A message with its place in the order of all messages, and its sender's name for it. */
interface StoredMessage {
  readonly message: Message;
  readonly orderKey: number;
  readonly deviceId: string;
  readonly clientId: string | undefined;
}

const messageTable = defineTable<StoredMessage>(({ message }) => [message.channel_id]);

export const messages = {
  listMessages: ({ state }, { channel_id, limit, before, after }) => {
    channelOf(state, channel_id);
    const from = after === undefined ? -Infinity : orderKeyOf(state, after, channel_id);
    const to = before === undefined ? Infinity : orderKeyOf(state, before, channel_id);
    const found = [...state.rows(messageTable).values()]
      .filter(({ message, orderKey }) => message.channel_id === channel_id && orderKey > from && orderKey < to)
      .map(({ message }) => message);
    if (after === undefined) found.reverse();
    const page = pageOf(found, limit);
    const has_more = page.length < found.length;
    return { channel_id, messages: after === undefined ? page.reverse() : page, has_more };
  },

  syncMessages: ({ state }, { since, limit }) => {
    if (since === undefined) return { messages: [], next: String(state.countOf('message')), has_more: false };
    const from = /^\d{1,15}$/.test(since) ? Number(since) : orderKeyOf(state, since);
    const found = [...state.rows(messageTable).values()].filter(({ orderKey }) => orderKey > from);
    const messages = pageOf(
      found.map(({ message }) => message),
      limit,
    );
    return {
      messages,
      next: String(found[messages.length - 1]?.orderKey ?? from),
      has_more: messages.length < found.length,
    };
  },
} satisfies Partial<OperationHandlers>;

export const messageFrames = {
  'channel.message.send': (context, frame) => {
    const { hub, connection } = context;
    const { channel_id, sender_name_enc, body, client_id, proof } = frame;
    const problem = proofProblem(frame, connection.deviceId);
    if (problem !== null) throw new DialtoneError('invalid_message', problem);
    const message = {
      ...{ channel_id, sender_id: connection.userId, sender_name_enc, body },
      ...(proof !== undefined && client_id !== undefined && { proof: proofOf(proof, client_id) }),
    };
    const { id: message_id, sent_at } = storeMessage(context, message, connection.deviceId, client_id);
    if (client_id === undefined) return;
    hub.send({ type: 'channel.message.ack', client_id, message_id, sent_at }, [connection]);
  },
} satisfies Partial<FrameHandlers>;

/** The proof with the name of its message, without what else a client put there. */
function proofOf({ device_id, key_version, counter, signature }: NewMessageProof, client_id: string): MessageProof {
  return { device_id, client_id, key_version, counter, signature };
}

/** The first messages that fit into a page, in the direction in which they are read; never none where there are any. */
function pageOf(messages: readonly Message[], limit: number): Message[] {
  let bytes = 0;
  const count = messages.findIndex((message, index) => {
    bytes += new TextEncoder().encode(JSON.stringify(message)).length + 1;
    return index === limit || (index > 0 && bytes > limits.maxPageBytes);
  });
  return messages.slice(0, count === -1 ? undefined : count);
}

/** Appends a message and tells everyone connected; a repeat of one that is there gives that one. */
export function storeMessage(
  { state, hub }: Context,
  message: Omit<Message, 'id' | 'sent_at'>,
  deviceId: string,
  clientId?: string,
): Message {
  channelOf(state, message.channel_id);
  const rows = state.rows(messageTable);
  const repeated = [...rows.values()].find(
    (row) => clientId !== undefined && row.clientId === clientId && row.deviceId === deviceId,
  );
  if (repeated) return repeated.message;
  const message_id = state.newId('message');
  const stored: Message = { id: message_id, ...message, sent_at: state.clock.stamp() };
  rows.set(message_id, { message: stored, orderKey: state.countOf('message'), deviceId, clientId });
  const { id: _, sender_id: sender, ...rest } = stored;
  hub.broadcast({ type: 'channel.message.new', message_id, sender, ...rest });
  return stored;
}

/** The order key of a message, of that channel where one is given. */
function orderKeyOf(state: State, messageId: string, channelId?: string): number {
  const found = state.rows(messageTable).get(messageId);
  if (!found || (channelId !== undefined && found.message.channel_id !== channelId)) {
    throw new DialtoneError('cursor_not_found');
  }
  return found.orderKey;
}
