import type { ErrorCode } from '../protocol/error-codes.js';

/** Where a signal comes from. */
export interface VoiceDevice extends VoicePeer {
  readonly device: string;
}

/** Whom a signal goes to: one device of a user, or, without `device`, all of the user's devices in the room. */
export interface VoicePeer {
  readonly user: string;
  readonly device?: string;
}

/** An offer or an answer from somebody in the room. */
export interface VoiceDescription {
  readonly from: VoiceDevice;
  readonly sdp: string;
}

/** An ICE candidate from somebody in the room, as they encoded it. */
export interface VoiceCandidate {
  readonly from: VoiceDevice;
  readonly candidate: string;
}

/** A signal did not arrive: its recipient is not, or no longer, in the room. */
export interface VoiceUnavailable {
  readonly to: VoicePeer;
  readonly signal: 'offer' | 'answer' | 'candidate';
  /** `recipient_unavailable`, or another reason why the server did not pass it on. */
  readonly code: ErrorCode;
}

/** The room is over for this client. */
export interface VoiceEnded {
  /**
   * `left`: `leave()` was called, or joining another room was given up. `moved`: this connection joined another room.
   * `channel-deleted`. `disconnected`: the realtime client has ended. `refused`: the room could not be joined again after a reconnect.
   */
  readonly reason: 'left' | 'moved' | 'channel-deleted' | 'disconnected' | 'refused';
  readonly error?: Error;
}

/** The events of a {@link VoiceRoom}. */
export interface VoiceEvents {
  /** A device of that user joined, perhaps not their first. Wait for its offer. */
  'peer-joined': { readonly user: string };
  /** The user's last device left. Close the connections to them. */
  'peer-left': { readonly user: string };
  /**
   * Offer to each of these users, as after joining. After a reconnect this client is a newcomer again, and these are
   * all who are there. After servers lost sight of each other, they are those from whom nothing has come since.
   */
  rejoined: { readonly peers: readonly string[] };
  offer: VoiceDescription;
  answer: VoiceDescription;
  candidate: VoiceCandidate;
  unavailable: VoiceUnavailable;
  /** The room is over for this client. It is the last event. */
  end: VoiceEnded;
}

/** The name of an event of a {@link VoiceRoom}. */
export type VoiceEventType = keyof VoiceEvents;
