import { randomUUID } from 'node:crypto';
import type { ChannelMessageAck, SendChannelMessage } from '@dialtone/sdk';
import { saying } from './channels.js';
import type { Listener } from './listener.js';

/** A frame that says something, under a name of the sender's. */
export function naming(channelId: string, body: string, clientId: string = randomUUID()): SendChannelMessage {
  return { ...saying(channelId, body), client_id: clientId };
}

/** Sends a message under a name, and waits for its acknowledgement. */
export function sendAcked(
  ear: Listener,
  channelId: string,
  body: string,
  clientId?: string,
): Promise<ChannelMessageAck> {
  const frame = naming(channelId, body, clientId);
  ear.send(frame);
  return ear.next('channel.message.ack', ({ client_id }) => client_id === frame.client_id);
}
