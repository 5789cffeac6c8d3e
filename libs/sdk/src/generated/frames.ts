// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import type { FrameErrorCode } from '../protocol/error-codes.js';
import type { CloseCodeSpec, FrameSpec } from '../protocol/specs.js';
import type { Answer, Candidate, ChannelDeleted, ChannelMessageAck, ChannelMessageNew, ChannelUpdated, DeviceCertified, DeviceJoined, DeviceLinkAnswered, DeviceLinkRequested, DeviceRemoved, ErrorEvent, JoinVoice, KeysShared, LeaveVoice, Offer, PresenceChanged, ProfileUpdated, SendAnswer, SendCandidate, SendChannelMessage, SendOffer, ServerGoingAway, SyncRequired, UserDisabled, VoiceJoined, VoiceLeft, VoicePresence, VoicePresenceSnapshot, VoiceRoster } from './types.js';

/** Messages to the server, by wire type. */
export interface ClientFrames {
  /** Stores a message and then sends it to everyone connected as `channel.message.new` (RT4). */
  'channel.message.send': SendChannelMessage;
  /** Every channel has a voice room. Joining one leaves the room that the connection was in (RT6, RT7). */
  voice_join: JoinVoice;
  /** Leaves the room (RT8); a connection that is not in it stays as it is. */
  voice_leave: LeaveVoice;
  /** Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
  webrtc_offer: SendOffer;
  /** Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
  webrtc_answer: SendAnswer;
  /** Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
  ice_candidate: SendCandidate;
}

/** Events from the server, by wire type. */
export interface ServerFrames {
  /** A message was stored (RT4, RT5). */
  'channel.message.new': ChannelMessageNew;
  /** Sent to the connection that sent a message with a `client_id` (RT13). */
  'channel.message.ack': ChannelMessageAck;
  /**
   * A channel was created or renamed (RT12), or its key is another or should be (RT35). `name_key_version` is the
   * version of the key that the name is under; left out for version 0.
   */
  'channel.updated': ChannelUpdated;
  /** A channel was deleted with all that belonged to it (RT12). */
  'channel.deleted': ChannelDeleted;
  /** Sent to the members of the room, the one who joined too (RT6). */
  voice_join: VoiceJoined;
  /** Sent to the members who are still in the room (RT8). */
  voice_leave: VoiceLeft;
  /** Sent to the connection that has just joined (RT6). Who does not fit into it follows with `voice_join` (RT28). */
  voice_roster: VoiceRoster;
  /** Sent to everyone connected (RT6, RT8). */
  'voice.presence': VoicePresence;
  /** Sent to a new connection before anything else (RT3). Who does not fit into it follows (RT28). */
  'voice.presence.snapshot': VoicePresenceSnapshot;
  /** Somebody in the room offers a session (RT9). */
  webrtc_offer: Offer;
  /** Somebody in the room answers an offer (RT9). */
  webrtc_answer: Answer;
  /** Somebody in the room offers a candidate (RT9). */
  ice_candidate: Candidate;
  /** Sent to everyone else when a connection opens (RT2); a cue to share keys with the device. */
  'device.joined': DeviceJoined;
  /**
   * It is no longer among the devices of its user, `sender`, in `GET /devices/keys`, and every channel should get a
   * new key (RT34).
   */
  'device.removed': DeviceRemoved;
  /** Read it with `GET /devices/keys` (RT30). */
  'device.certified': DeviceCertified;
  /** Read the request with `GET /devices/links` (RT31). */
  'device.link.requested': DeviceLinkRequested;
  /** Read the answer with `GET /devices/links` (RT31). */
  'device.link.answered': DeviceLinkAnswered;
  /** Read it with `GET /users/profiles` (RT12). */
  'user.profile.updated': ProfileUpdated;
  /** Read with `GET /devices/keys` who may still be sent keys (RT32). */
  'user.disabled': UserDisabled;
  /**
   * Somebody was the first to seal a key for this device (RT26). Read it with `GET /channels/keys`, or without
   * `channel_id` the directory key with `GET /directory/keys`. `version` is left out for version 0 of a channel's key.
   */
  'keys.shared': KeysShared;
  /** Sent to everyone else when a user's first connection opens or their last one ends (RT18). */
  'presence.changed': PresenceChanged;
  /**
   * Sent when the server could not hear of everything for a while (RT22). Read what was missed with `GET /sync`;
   * ask anew for what else the client keeps (channels, profiles, presence). `voice.presence.snapshot` follows.
   */
  'sync.required': SyncRequired;
  /** Sent before the connection is closed with 1001 (RT20). */
  'server.going_away': ServerGoingAway;
  /** Answers a frame that cannot be served (RT11); `client_id` is that of the frame (RT25). */
  error: ErrorEvent;
}

/** One method for each frame that clients send; `C` is the connection that it came over. */
export interface ClientFrameHandlers<C> {
  /** `channel.message.send`: Stores a message and then sends it to everyone connected as `channel.message.new` (RT4). */
  sendChannelMessage(caller: C, frame: SendChannelMessage): void | Promise<void>;
  /** `voice_join`: Every channel has a voice room. Joining one leaves the room that the connection was in (RT6, RT7). */
  joinVoice(caller: C, frame: JoinVoice): void | Promise<void>;
  /** `voice_leave`: Leaves the room (RT8); a connection that is not in it stays as it is. */
  leaveVoice(caller: C, frame: LeaveVoice): void | Promise<void>;
  /** `webrtc_offer`: Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
  sendOffer(caller: C, frame: SendOffer): void | Promise<void>;
  /** `webrtc_answer`: Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
  sendAnswer(caller: C, frame: SendAnswer): void | Promise<void>;
  /** `ice_candidate`: Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
  sendCandidate(caller: C, frame: SendCandidate): void | Promise<void>;
}

/** Every frame that clients send. */
export const clientFrames = {
  'channel.message.send': { schema: 'SendChannelMessage', errors: ['invalid_message', 'channel_not_found', 'rate_limited', 'server_unavailable', 'server_error'] },
  voice_join: { schema: 'JoinVoice', errors: ['invalid_message', 'channel_not_found', 'rate_limited', 'server_unavailable', 'server_error'] },
  voice_leave: { schema: 'LeaveVoice', errors: ['invalid_message', 'rate_limited', 'server_error'] },
  webrtc_offer: { schema: 'SendOffer', errors: ['invalid_message', 'voice_not_joined', 'recipient_unavailable', 'rate_limited', 'server_error'] },
  webrtc_answer: { schema: 'SendAnswer', errors: ['invalid_message', 'voice_not_joined', 'recipient_unavailable', 'rate_limited', 'server_error'] },
  ice_candidate: { schema: 'SendCandidate', errors: ['invalid_message', 'voice_not_joined', 'recipient_unavailable', 'rate_limited', 'server_error'] },
} as const satisfies { readonly [T in keyof ClientFrames]: FrameSpec };

/** Wire types of the frames that are only passed on to other clients, at a rate of their own. */
export const signalFrameTypes = [
  'webrtc_offer',
  'webrtc_answer',
  'ice_candidate',
] as const satisfies readonly (keyof ClientFrames)[];

/** Wire types of the events that this version knows. */
export const serverFrameTypes = [
  'channel.message.new',
  'channel.message.ack',
  'channel.updated',
  'channel.deleted',
  'voice_join',
  'voice_leave',
  'voice_roster',
  'voice.presence',
  'voice.presence.snapshot',
  'webrtc_offer',
  'webrtc_answer',
  'ice_candidate',
  'device.joined',
  'device.removed',
  'device.certified',
  'device.link.requested',
  'device.link.answered',
  'user.profile.updated',
  'user.disabled',
  'keys.shared',
  'presence.changed',
  'sync.required',
  'server.going_away',
  'error',
] as const satisfies readonly (keyof ServerFrames)[];

/** Types that old clients send, and the code of the error that answers each. */
export const retiredFrameTypes = {
  'message.send': 'channels_only',
  'message.broadcast': 'channels_only',
} as const satisfies Record<string, FrameErrorCode>;

/** Where the WebSocket is opened. */
export const realtimePath = '/ws';

/** The codes that the WebSocket is closed with, and whether a client should connect again. */
export const closeCodes = {
  /** The client closed the connection. */
  1000: { name: 'normal', reconnect: false },
  /** The server is stopping; `server.going_away` came before. */
  1001: { name: 'going_away', reconnect: true },
  /** The client broke the WebSocket protocol. */
  1002: { name: 'protocol_error', reconnect: true },
  /** A text frame was not UTF-8. */
  1007: { name: 'invalid_text', reconnect: true },
  /** The client went on sending far beyond its rate, without regard to `rate_limited`, or in tiny fragments. */
  1008: { name: 'policy_violation', reconnect: false },
  /** A frame was larger than 64 KiB. */
  1009: { name: 'frame_too_large', reconnect: true },
  /** The session was ended: a logout, a new password, more logins than the device may have, or the device was removed or the user disabled. */
  4001: { name: 'session_ended', reconnect: false },
  /** The session has expired; log in again. */
  4002: { name: 'session_expired', reconnect: false },
  /** The device opened more connections than allowed; this was the oldest. */
  4003: { name: 'too_many_connections', reconnect: false },
  /** More than 1 MiB waited for the client to read it. Reconnect, and catch up with `GET /sync`. */
  4004: { name: 'slow_reader', reconnect: true },
} as const satisfies Record<number, CloseCodeSpec>;
