import type { SendAnswer, SendCandidate, SendOffer } from '../generated/types.js';
import type { VoiceDescription, VoiceDevice, VoicePeer } from './events.js';

/** A signal to somebody in the room. */
export type Signal = SendOffer | SendAnswer | SendCandidate;

/** The names of the signals in events. */
export const SIGNALS = { webrtc_offer: 'offer', webrtc_answer: 'answer', ice_candidate: 'candidate' } as const;

/** Whom a signal goes to. */
export function peerOf({ recipient: user, recipient_device: device }: Signal): VoicePeer {
  return device === undefined ? { user } : { user, device };
}

/** The device that a signal came from. */
export function deviceOf(frame: { sender: string; sender_device: string }): VoiceDevice {
  return { user: frame.sender, device: frame.sender_device };
}

/** An offer or answer that came, in the form of the events. */
export function describe(frame: { sender: string; sender_device: string; sdp: string }): VoiceDescription {
  return { from: deviceOf(frame), sdp: frame.sdp };
}
