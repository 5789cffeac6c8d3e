import { clientFrames, type ClientFrames, retiredFrameTypes } from '../generated/frames.js';
import type { SendAnswer, SendCandidate, SendOffer } from '../generated/types.js';
import { limits } from '../generated/limits.js';
import { DialtoneError } from '../protocol/dialtone-error.js';
import type { ClientFrameType } from '../protocol/frame-types.js';
import { JsonError, parseJson } from '../protocol/json.js';
import type { Context } from './context.js';
import type { Connection } from './hub.js';
import { judge } from './judge.js';

/** One handler for each frame of the contract that clients send. */
type FrameHandlers = {
  readonly [T in ClientFrameType]: (context: Context, connection: Connection, frame: ClientFrames[T]) => void;
};

const handlers: FrameHandlers = {
  'channel.message.send': ({ state, hub, publisher }, connection, frame) => {
    const { channel_id, sender_name_enc, body, client_id } = frame;
    const message = { channel_id, sender_id: connection.userId, sender_name_enc, body };
    const { stored, isNew } = state.addMessage(message, connection.deviceId, client_id);
    if (isNew) publisher.messageStored(stored);
    if (client_id === undefined) return;
    const { id: message_id, sent_at } = stored;
    hub.send({ type: 'channel.message.ack', client_id, message_id, sent_at }, [connection]);
  },
  voice_join: ({ state, hub }, connection, { channel_id }) => {
    state.channel(channel_id);
    hub.join(connection, channel_id);
  },
  voice_leave: ({ hub }, connection, { channel_id }) => {
    if (connection.room === channel_id) hub.leave(connection);
  },
  webrtc_offer: passOn,
  webrtc_answer: passOn,
  ice_candidate: passOn,
};

/** Reads a frame. Throws a DialtoneError for what the contract does not know. */
export function readFrame(data: unknown): { readonly type: ClientFrameType; readonly frame: object } {
  if (typeof data !== 'string') throw new DialtoneError('invalid_message', 'expected a text frame');
  const value = parse(data);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DialtoneError('invalid_message', 'expected a JSON object');
  }
  const type = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') throw new DialtoneError('invalid_message', 'type must be a string');
  if (Object.hasOwn(retiredFrameTypes, type)) {
    throw new DialtoneError(retiredFrameTypes[type as keyof typeof retiredFrameTypes]);
  }
  if (!isClientFrameType(type)) throw new DialtoneError('unsupported_type');
  const problem = judge(clientFrames[type].schema, value);
  if (problem !== null) throw new DialtoneError('invalid_message', problem);
  return { type, frame: value };
}

function isClientFrameType(type: string): type is ClientFrameType {
  return Object.hasOwn(clientFrames, type);
}

/** Serves a frame that was read. Throws a DialtoneError, and has changed nothing then. */
export function serveFrame(context: Context, connection: Connection, type: ClientFrameType, frame: object): void {
  (handlers[type] as (context: Context, connection: Connection, frame: object) => void)(context, connection, frame);
}

/** Passes a signal on to the recipient's connections in the room (RT9, RT10, RT21). */
function passOn({ hub }: Context, connection: Connection, frame: SendOffer | SendAnswer | SendCandidate): void {
  const { channel_id, recipient, recipient_device } = frame;
  if (connection.room !== channel_id) throw new DialtoneError('voice_not_joined');
  const recipients = hub
    .members(channel_id)
    .filter((member) => member !== connection && member.userId === recipient)
    .filter((member) => recipient_device === undefined || member.deviceId === recipient_device);
  if (recipients.length === 0) throw new DialtoneError('recipient_unavailable');
  const { userId: sender, deviceId: sender_device } = connection;
  const route = { channel_id, sender, sender_device, recipient, ...(recipient_device && { recipient_device }) };
  hub.send(
    frame.type === 'ice_candidate'
      ? { type: frame.type, ...route, candidate: frame.candidate }
      : { type: frame.type, ...route, sdp: frame.sdp },
    recipients,
  );
}

function parse(data: string): unknown {
  try {
    return parseJson(new TextEncoder().encode(data), limits.maxFrameParts);
  } catch (error) {
    throw error instanceof JsonError ? new DialtoneError('invalid_message', error.message) : error;
  }
}
