import { randomUUID } from 'node:crypto';
import type { ChannelMessageAck, ErrorEvent, SendChannelMessage } from '@dialtone/sdk';
import { saying } from './channels.js';
import type { Listener } from './listener.js';
import { PATIENCE_MS, untilNextFrame } from './pace.js';

/** A frame that sends a message with a `client_id`. */
export function naming(channelId: string, body: string, clientId: string = randomUUID()): SendChannelMessage {
  return { ...saying(channelId, body), client_id: clientId };
}

/** Sends a message with a `client_id`, and waits for its acknowledgement. */
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

/** Sends a message with a `client_id`, and waits for its acknowledgement or for an error. */
export function sendAnswered(ear: Listener, frame: SendChannelMessage): Promise<ChannelMessageAck | ErrorEvent> {
  return new Promise((resolve, reject) => {
    const settle = (answer: ChannelMessageAck | ErrorEvent) => {
      stops.forEach((stop) => stop());
      clearTimeout(timer);
      resolve(answer);
    };
    const stops = [
      ear.realtime.on('error', settle),
      ear.realtime.on('channel.message.ack', (ack) => {
        if (ack.client_id === frame.client_id) settle(ack);
      }),
    ];
    const timer = setTimeout(() => {
      stops.forEach((stop) => stop());
      reject(new Error('the message was neither acknowledged nor refused'));
    }, PATIENCE_MS);
    ear.send(frame);
  });
}

/** Sends the message again and again until it is acknowledged; returns how long that took, in milliseconds. */
export async function sendUntilAcked(ear: Listener, frame: SendChannelMessage): Promise<number> {
  const start = performance.now();
  for (;;) {
    const answer = await sendAnswered(ear, frame);
    const elapsed = performance.now() - start;
    if (answer.type === 'channel.message.ack') return elapsed;
    if (elapsed > PATIENCE_MS) throw new Error(`the message is still refused: ${answer.code}`);
    await untilNextFrame();
  }
}
