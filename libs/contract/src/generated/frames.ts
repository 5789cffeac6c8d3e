// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import type { JoinVoice, LeaveVoice, SendAnswer, SendCandidate, SendChannelMessage, SendOffer } from './dtos.js';
import type { FrameErrorCode } from './errors.js';
import type { Answer, Candidate, ChannelDeleted, ChannelMessageAck, ChannelMessageNew, ChannelUpdated, DeviceJoined, ErrorEvent, KeysShared, Offer, PresenceChanged, ProfileUpdated, ServerGoingAway, SyncRequired, VoiceJoined, VoiceLeft, VoicePresence, VoicePresenceSnapshot, VoiceRoster } from './models.js';
import type { SchemaName } from './schemas.js';

/** What the contract says of a frame that clients send. */
export interface InboundFrameSpec {
  readonly schema: SchemaName;
}

/** Every frame that clients send, by its wire type. */
export const inboundFrames = {
  'channel.message.send': { schema: 'SendChannelMessage' },
  voice_join: { schema: 'JoinVoice' },
  voice_leave: { schema: 'LeaveVoice' },
  webrtc_offer: { schema: 'SendOffer' },
  webrtc_answer: { schema: 'SendAnswer' },
  ice_candidate: { schema: 'SendCandidate' },
} as const satisfies Record<string, InboundFrameSpec>;

export type InboundFrameType = keyof typeof inboundFrames;

/** Wire type to frame, client to server. */
export interface InboundFrames {
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

export type InboundFrame = InboundFrames[keyof InboundFrames];

/** Wire type to frame, server to client. */
export interface OutboundFrames {
  /** A message was stored (RT4, RT5). */
  'channel.message.new': ChannelMessageNew;
  /** Sent to the connection that sent a message with a `client_id` (RT13). */
  'channel.message.ack': ChannelMessageAck;
  /** A channel was created or renamed (RT12). */
  'channel.updated': ChannelUpdated;
  /** A channel was deleted with all that belonged to it (RT12). */
  'channel.deleted': ChannelDeleted;
  /** Sent to the members of the room, the one who joined too (RT6). */
  voice_join: VoiceJoined;
  /** Sent to the members who are still in the room (RT8). */
  voice_leave: VoiceLeft;
  /** Sent to the connection that has just joined (RT6). */
  voice_roster: VoiceRoster;
  /** Sent to everyone connected (RT6, RT8). */
  'voice.presence': VoicePresence;
  /** Sent to a new connection before anything else (RT3). */
  'voice.presence.snapshot': VoicePresenceSnapshot;
  /** Somebody in the room offers a session (RT9). */
  webrtc_offer: Offer;
  /** Somebody in the room answers an offer (RT9). */
  webrtc_answer: Answer;
  /** Somebody in the room offers a candidate (RT9). */
  ice_candidate: Candidate;
  /** Sent to everyone else when a connection opens (RT2); a cue to share keys with the device. */
  'device.joined': DeviceJoined;
  /** Read it with `GET /users/profiles` (RT12). */
  'user.profile.updated': ProfileUpdated;
  /**
   * Somebody sealed a key for this device (RT26). Read it with `GET /channels/keys`, or without `channel_id` the
   * directory key with `GET /directory/keys`.
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

export type OutboundFrameType = keyof OutboundFrames;
export type OutboundFrame = OutboundFrames[keyof OutboundFrames];

/** One method for each frame that clients send; `C` is the connection it came by. */
export interface InboundHandlers<C> {
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

/** Types that clients of old send, and the code of the error that each is answered with. */
export const retiredFrameTypes = {
  'message.send': 'channels_only',
  'message.broadcast': 'channels_only',
} as const satisfies Record<string, FrameErrorCode>;

/** Where the WebSocket is opened. */
export const realtimePath = '/ws';

/** The codes that the WebSocket is closed with, and whether a client should connect again. */
export const closeCodes = {
  1000: { name: 'normal', reconnect: false, description: 'The client closed the connection.' },
  1001: { name: 'going_away', reconnect: true, description: 'The server is stopping; `server.going_away` came before.' },
  1002: { name: 'protocol_error', reconnect: true, description: 'The client broke the WebSocket protocol.' },
  1007: { name: 'invalid_text', reconnect: true, description: 'A text frame was not UTF-8.' },
  1008: { name: 'policy_violation', reconnect: false, description: 'The client went on sending far beyond its rate, without regard to `rate_limited`.' },
  1009: { name: 'frame_too_large', reconnect: true, description: 'A frame was larger than 64 KiB.' },
  4001: { name: 'session_ended', reconnect: false, description: 'The session was ended: a logout, a new password, or the device was removed.' },
  4002: { name: 'session_expired', reconnect: false, description: 'The session has expired; log in again.' },
  4003: { name: 'too_many_connections', reconnect: false, description: 'The device opened more connections than allowed; this was the oldest.' },
  4004: { name: 'slow_reader', reconnect: true, description: 'More than 1 MiB waited for the client to read it. Reconnect, and catch up with `GET /sync`.' },
} as const;

/** The rules of the realtime protocol. */
export const realtimeRules = {
  RT1: 'A connection without a valid session token is refused with HTTP 401 before the upgrade.',
  RT2: 'When a connection opens, everyone else connected hears `device.joined`.',
  RT3: 'A new connection\'s first event is `voice.presence.snapshot`.',
  RT4: 'A message is stored before anyone sees it; then it goes to every connection, the sender\'s own too.',
  RT5: 'A message\'s id and time are the same live and in the history.',
  RT6: 'Joining a voice room gives the joiner `voice_roster`, each member of the room (the joiner too) `voice_join` and everyone `voice.presence` with `active` true.',
  RT7: 'A connection is in one voice room at most; joining another leaves the first.',
  RT8: 'When a user\'s last connection leaves a room, the members left behind hear `voice_leave` and everyone `voice.presence` with `active` false; closing the connection leaves too.',
  RT9: 'Signals go only to the recipient\'s connections in that room, with `recipient_device` only to that device\'s, and are never echoed.',
  RT10: 'A signal from a connection that is not in the room is answered with `voice_not_joined`.',
  RT11: 'A bad frame is answered with an `error` event; the connection stays open and nothing is changed.',
  RT12: 'Creating or renaming a channel sends `channel.updated`, deleting one `channel.deleted`, and setting a profile `user.profile.updated`, to everyone connected.',
  RT13: 'With `client_id` the sender gets `channel.message.ack` once the message is stored; a repeat stores nothing and is acknowledged with the first one\'s id and time.',
  RT14: 'A session that ends closes its connections with 4001, one that expires with 4002.',
  RT15: 'A device\'s connection beyond the tenth closes its oldest one with 4003.',
  RT16: 'Frames beyond the rate are answered with `rate_limited` and not served.',
  RT17: 'While the database is away a send is answered with `server_unavailable`; the connection stays.',
  RT18: 'When a user\'s first connection opens, and when their last one ends, everyone else connected hears `presence.changed`.',
  RT19: 'A connection for which more than 1 MiB waits unread is closed with 4004; nobody else notices.',
  RT20: 'A server that stops tells each connection with `server.going_away` when to come back, and closes it with 1001 once what it sent has been answered.',
  RT21: 'A signal to somebody who is not in the room, or to a device that is not, is answered with `recipient_unavailable`.',
  RT22: 'After events may have been missed because servers could not reach each other, each connection hears `sync.required` and then `voice.presence.snapshot`.',
  RT23: 'A connection that keeps sending frames that are refused for their rate is closed with 1008.',
  RT24: 'A connection that does not answer a ping in 15 seconds is ended; at most 45 seconds after a client fell silent its user counts as offline.',
  RT25: 'An `error` event names the `client_id` of the frame that it answers, where that has a valid one; only `rate_limited` may leave it out.',
  RT26: 'When keys are shared, the connections of each device that an envelope was posted for hear `keys.shared`; nobody else does.',
} as const;
