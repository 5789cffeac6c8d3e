import type { SendAnswer, SendCandidate, SendOffer } from '../../generated/types.js';
import { DialtoneError } from '../../protocol/dialtone-error.js';
import type { FrameContext, FrameHandlers } from '../context.js';
import { channelOf } from './channels.js';

export const voiceFrames = {
  voice_join: ({ state, hub, connection }, { channel_id }) => {
    channelOf(state, channel_id);
    hub.join(connection, channel_id);
  },
  voice_leave: ({ hub, connection }, { channel_id }) => {
    if (connection.room === channel_id) hub.leave(connection);
  },
  webrtc_offer: passOn,
  webrtc_answer: passOn,
  ice_candidate: passOn,
} satisfies Partial<FrameHandlers>;

/** Passes a signal on to the recipient's connections in the room (RT9, RT10, RT21). */
function passOn({ hub, connection }: FrameContext, frame: SendOffer | SendAnswer | SendCandidate): void {
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
