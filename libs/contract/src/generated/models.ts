// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import type { ErrorCode } from './errors.js';

/** An opaque id given by the server. */
export type Id = string;

/** RFC 3339, UTC. */
export type Timestamp = string;

/** A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key. */
export type PublicKey = string;

/** A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
export type EncryptedName = string;

/** A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes. */
export type Envelope = string;

/** Answer of `GET /health` (`checkHealth`). */
export type HealthText = 'ok';

/** The body of every error. */
export interface Problem {
  /** What went wrong, for people. */
  error: string;
}

/**
 * Answer of `POST /auth/logout` (`logoutSession`).
 * Answer of `POST /auth/password` (`changePassword`).
 * Answer of `POST /users/profiles` (`setProfile`).
 * Answer of `POST /channels/keys` (`putChannelKeys`).
 * Answer of `POST /directory/keys` (`putDirectoryKeys`).
 */
export interface Status {
  status: 'ok';
}

/** At least 8 characters, with a letter and a digit of any script; the commonest passwords are refused. */
export type NewPassword = string;

export interface SessionInfo {
  /** An opaque id given by the server. */
  id: string;
  /** An opaque id given by the server. */
  device_id: string;
  /** RFC 3339, UTC. */
  created_at: string;
  /** RFC 3339, UTC. */
  expires_at: string;
  /** Is it the session that asks? */
  is_current: boolean;
}

/** Answer of `GET /auth/sessions` (`listSessions`). */
export interface SessionList {
  sessions: SessionInfo[];
}

/** Answer of `POST /ws/tickets` (`createTicket`). */
export interface Ticket {
  /** The ticket (base64url). */
  ticket: string;
  /** RFC 3339, UTC. */
  expires_at: string;
}

/**
 * Answer of `POST /auth/register` (`registerUser`).
 * Answer of `POST /auth/login` (`loginUser`).
 */
export interface Session {
  /** The session token (base64url), valid until `expires_at`. */
  token: string;
  /** An opaque id given by the server. */
  user_id: string;
  /** An opaque id given by the server. */
  device_id: string;
  /** RFC 3339, UTC. */
  expires_at: string;
  /** The name as the server normalised it. */
  username: string;
  /** A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key. */
  device_public_key: string;
  /** May this user manage channels and invites? */
  is_admin: boolean;
  /** May this user see profiles and the directory key? */
  is_trusted: boolean;
}

/** 2 to 20 characters after trimming; case does not matter. The server stores only a keyed hash of it. */
export type Username = string;

/** Answer of `POST /users` (`createUser`). */
export interface User {
  /** An opaque id given by the server. */
  id: string;
  /** The name as the server normalised it. */
  username: string;
  /** RFC 3339, UTC. */
  created_at: string;
}

/** Answer of `PATCH /users` (`updateUser`). */
export interface UserRoles {
  /** An opaque id given by the server. */
  user_id: string;
  /** May this user manage channels and invites? */
  is_admin: boolean;
  /** May this user see profiles and the directory key? */
  is_trusted: boolean;
}

export interface Profile {
  /** An opaque id given by the server. */
  user_id: string;
  /** A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
  name_enc: string;
  /** RFC 3339, UTC. */
  updated_at: string;
}

/** Answer of `GET /users/profiles` (`listProfiles`). */
export interface ProfileList {
  profiles: Profile[];
}

/** Answer of `POST /devices` (`createDevice`). */
export interface Device {
  /** An opaque id given by the server. */
  id: string;
  /** An opaque id given by the server. */
  user_id: string;
  /** A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key. */
  public_key: string;
  /** RFC 3339, UTC. */
  created_at: string;
}

export interface DeviceKey {
  /** An opaque id given by the server. */
  user_id?: string;
  /** An opaque id given by the server. */
  device_id: string;
  /** A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key. */
  public_key: string;
}

/** `user_id` stands at the top for one user, in each key for all users. */
export interface DeviceKeyList {
  /** An opaque id given by the server. */
  user_id?: string;
  keys: DeviceKey[];
}

export interface Channel {
  /** An opaque id given by the server. */
  id: string;
  /** A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
  name_enc: string;
  /** An opaque id given by the server. */
  created_by: string;
  /** RFC 3339, UTC. */
  created_at: string;
}

/** Answer of `GET /channels` (`listChannels`). */
export interface ChannelList {
  channels: Channel[];
}

/**
 * Answer of `POST /channels` (`createChannel`).
 * Answer of `PATCH /channels` (`renameChannel`).
 */
export interface ChannelResponse {
  channel: Channel;
}

/** A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes. */
export type MessageBody = string;

export interface Message {
  /** An opaque id given by the server. */
  id: string;
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  sender_id: string;
  /** A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
  sender_name_enc: string;
  /** A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes. */
  body: string;
  /** RFC 3339, UTC. */
  sent_at: string;
}

/** Answer of `GET /channels/messages` (`listMessages`). */
export interface MessageList {
  /** An opaque id given by the server. */
  channel_id: string;
  messages: Message[];
  /** Are there more messages in the direction asked for? */
  has_more: boolean;
}

/** Answer of `GET /sync` (`syncMessages`). */
export interface MessageSync {
  messages: Message[];
  /** The cursor to ask with next, as `since`. */
  next: string;
  /** Are there more messages now? */
  has_more: boolean;
}

/** Answer of `GET /channels/keys` (`getChannelKey`). */
export interface ChannelKey {
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  device_id: string;
  /** An opaque id given by the server. */
  sender_device_id: string;
  /** A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key. */
  sender_public_key: string;
  /** A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes. */
  envelope: string;
  /** RFC 3339, UTC. */
  created_at: string;
}

/** Answer of `GET /directory/keys` (`getDirectoryKey`). */
export interface DirectoryKey {
  /** An opaque id given by the server. */
  device_id: string;
  /** An opaque id given by the server. */
  sender_device_id: string;
  /** A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key. */
  sender_public_key: string;
  /** A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes. */
  envelope: string;
  /** RFC 3339, UTC. */
  created_at: string;
}

/** Answer of `POST /presence` (`queryPresence`). */
export interface Presence {
  /** User id to online or not. */
  statuses: Record<string, boolean>;
  /** User id to admin or not. */
  admins: Record<string, boolean>;
}

/** Answer of `POST /server/invites` (`createInvite`). */
export interface Invite {
  /** The invite's token (base64url). */
  token: string;
  /** RFC 3339, UTC. */
  expires_at: string;
}

export interface InviteInfo {
  /** An opaque id given by the server. */
  id: string;
  /** RFC 3339, UTC. */
  created_at: string;
  /** RFC 3339, UTC. */
  expires_at: string;
  /** When somebody registered with it; null while nobody has. */
  used_at: string | null;
}

/** Answer of `GET /server/invites` (`listInvites`). */
export interface InviteList {
  invites: InviteInfo[];
}

/** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
export type ClientId = string;

/** The one device of the recipient that the signal is for; without it, all of theirs in the room. */
export type RecipientDevice = string;

/** A session description for the other browser; opaque to the server, at most 48 KiB. */
export type SessionDescription = string;

/** A candidate for the other browser; opaque to the server, at most 16 KiB. */
export type IceCandidate = string;

/** The event `channel.message.new`. A message was stored (RT4, RT5). */
export interface ChannelMessageNew {
  type: 'channel.message.new';
  /** An opaque id given by the server. */
  message_id: string;
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  sender: string;
  /** A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
  sender_name_enc: string;
  /** A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes. */
  body: string;
  /** RFC 3339, UTC. */
  sent_at: string;
}

/** The event `channel.message.ack`. Sent to the connection that sent a message with a `client_id` (RT13). */
export interface ChannelMessageAck {
  type: 'channel.message.ack';
  /** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
  client_id: string;
  /** An opaque id given by the server. */
  message_id: string;
  /** RFC 3339, UTC. */
  sent_at: string;
}

/** The event `channel.updated`. A channel was created or renamed (RT12). */
export interface ChannelUpdated {
  type: 'channel.updated';
  /** An opaque id given by the server. */
  channel_id: string;
  /** A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
  channel_name_enc: string;
}

/** The event `channel.deleted`. A channel was deleted with all that belonged to it (RT12). */
export interface ChannelDeleted {
  type: 'channel.deleted';
  /** An opaque id given by the server. */
  channel_id: string;
}

/** The event `voice_join`. Sent to the members of the room, the one who joined too (RT6). */
export interface VoiceJoined {
  type: 'voice_join';
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  sender: string;
}

/** The event `voice_leave`. Sent to the members who are still in the room (RT8). */
export interface VoiceLeft {
  type: 'voice_leave';
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  sender: string;
}

/** The event `voice_roster`. Sent to the connection that has just joined (RT6). */
export interface VoiceRoster {
  type: 'voice_roster';
  /** An opaque id given by the server. */
  channel_id: string;
  /** Always empty: the server speaks. */
  sender: '';
  /** The members' user ids, sorted. */
  users: string[];
}

/** The event `voice.presence`. Sent to everyone connected (RT6, RT8). */
export interface VoicePresence {
  type: 'voice.presence';
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  sender: string;
  /** Is the user in the room now? */
  active: boolean;
}

/** The event `voice.presence.snapshot`. Sent to a new connection before anything else (RT3). */
export interface VoicePresenceSnapshot {
  type: 'voice.presence.snapshot';
  /** Always empty: it is about all channels. */
  channel_id: '';
  /** Always empty: the server speaks. */
  sender: '';
  /** Channel id to the sorted user ids of its room's members; only rooms that are in use. */
  voice_rooms: Record<string, string[]>;
}

/** The event `webrtc_offer`. Somebody in the room offers a session (RT9). */
export interface Offer {
  type: 'webrtc_offer';
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  sender: string;
  /** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
  sender_device: string;
  /** An opaque id given by the server. */
  recipient: string;
  /** The one device of the recipient that the signal is for; without it, all of theirs in the room. */
  recipient_device?: string;
  /** A session description for the other browser; opaque to the server, at most 48 KiB. */
  sdp: string;
}

/** The event `webrtc_answer`. Somebody in the room answers an offer (RT9). */
export interface Answer {
  type: 'webrtc_answer';
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  sender: string;
  /** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
  sender_device: string;
  /** An opaque id given by the server. */
  recipient: string;
  /** The one device of the recipient that the signal is for; without it, all of theirs in the room. */
  recipient_device?: string;
  /** A session description for the other browser; opaque to the server, at most 48 KiB. */
  sdp: string;
}

/** The event `ice_candidate`. Somebody in the room offers a candidate (RT9). */
export interface Candidate {
  type: 'ice_candidate';
  /** An opaque id given by the server. */
  channel_id: string;
  /** An opaque id given by the server. */
  sender: string;
  /** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
  sender_device: string;
  /** An opaque id given by the server. */
  recipient: string;
  /** The one device of the recipient that the signal is for; without it, all of theirs in the room. */
  recipient_device?: string;
  /** A candidate for the other browser; opaque to the server, at most 16 KiB. */
  candidate: string;
}

/** The event `device.joined`. Sent to everyone else when a connection opens (RT2); a cue to share keys with the device. */
export interface DeviceJoined {
  type: 'device.joined';
  /** An opaque id given by the server. */
  sender: string;
  /** An opaque id given by the server. */
  device_id: string;
}

/** The event `user.profile.updated`. Read it with `GET /users/profiles` (RT12). */
export interface ProfileUpdated {
  type: 'user.profile.updated';
  /** An opaque id given by the server. */
  sender: string;
}

/**
 * The event `keys.shared`. Somebody sealed a key for this device (RT26). Read it with `GET /channels/keys`, or without `channel_id` the
 * directory key with `GET /directory/keys`.
 */
export interface KeysShared {
  type: 'keys.shared';
  /** An opaque id given by the server. */
  channel_id?: string;
}

/** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
export type SenderDevice = string;

/** The event `presence.changed`. Sent to everyone else when a user's first connection opens or their last one ends (RT18). */
export interface PresenceChanged {
  type: 'presence.changed';
  /** An opaque id given by the server. */
  user_id: string;
  /** Has the user a connection now? */
  online: boolean;
}

/**
 * The event `sync.required`. Sent when the server could not hear of everything for a while (RT22). Read what was missed with `GET /sync`;
 * ask anew for what else the client keeps (channels, profiles, presence). `voice.presence.snapshot` follows.
 */
export interface SyncRequired {
  type: 'sync.required';
}

/** The event `server.going_away`. Sent before the connection is closed with 1001 (RT20). */
export interface ServerGoingAway {
  type: 'server.going_away';
  /** How many milliseconds to wait before reconnecting; random, so that not all come back at once. */
  reconnect_after_ms: number;
}

/** The event `error`. Answers a frame that cannot be served (RT11); `client_id` is that of the frame (RT25). */
export interface ErrorEvent {
  type: 'error';
  /** Every error that the server answers with, over HTTP or in an `error` event. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: string;
  /** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
  client_id?: string;
}
