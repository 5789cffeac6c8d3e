// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import type { components as realtime } from './asyncapi.js';
import type { components, operations } from './openapi.js';

export type { ErrorCode } from './errors.js';

/** An opaque id given by the server. */
export type Id = components['schemas']['Id'];

/** RFC 3339, UTC. */
export type Timestamp = components['schemas']['Timestamp'];

/** A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key. */
export type PublicKey = components['schemas']['PublicKey'];

/** A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
export type EncryptedName = components['schemas']['EncryptedName'];

/** A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes. */
export type Envelope = components['schemas']['Envelope'];

export type HealthText = components['schemas']['HealthText'];

/** The body of every error. */
export type Problem = components['schemas']['Problem'];

export type Status = components['schemas']['Status'];

export type RegisterRequest = components['schemas']['RegisterRequest'];

/** At least 8 characters, with a letter and a digit of any script; the commonest passwords are refused. */
export type NewPassword = components['schemas']['NewPassword'];

export type ChangePasswordRequest = components['schemas']['ChangePasswordRequest'];

export type SessionInfo = components['schemas']['SessionInfo'];

export type SessionList = components['schemas']['SessionList'];

export type Ticket = components['schemas']['Ticket'];

export type LoginRequest = components['schemas']['LoginRequest'];

export type Session = components['schemas']['Session'];

/** 2 to 20 characters after trimming; case does not matter. The server stores only a keyed hash of it. */
export type Username = components['schemas']['Username'];

export type CreateUserRequest = components['schemas']['CreateUserRequest'];

export type User = components['schemas']['User'];

export type UpdateUserRequest = components['schemas']['UpdateUserRequest'];

export type UserRoles = components['schemas']['UserRoles'];

export type Profile = components['schemas']['Profile'];

export type ProfileList = components['schemas']['ProfileList'];

export type SetProfileRequest = components['schemas']['SetProfileRequest'];

export type CreateDeviceRequest = components['schemas']['CreateDeviceRequest'];

export type Device = components['schemas']['Device'];

export type DeviceKey = components['schemas']['DeviceKey'];

/** `user_id` stands at the top for one user, in each key for all users. */
export type DeviceKeyList = components['schemas']['DeviceKeyList'];

export type Channel = components['schemas']['Channel'];

export type ChannelList = components['schemas']['ChannelList'];

export type ChannelResponse = components['schemas']['ChannelResponse'];

export type CreateChannelRequest = components['schemas']['CreateChannelRequest'];

export type RenameChannelRequest = components['schemas']['RenameChannelRequest'];

/** A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes. */
export type MessageBody = components['schemas']['MessageBody'];

export type Message = components['schemas']['Message'];

export type MessageList = components['schemas']['MessageList'];

export type MessageSync = components['schemas']['MessageSync'];

export type ChannelKey = components['schemas']['ChannelKey'];

export type DirectoryKey = components['schemas']['DirectoryKey'];

export type ChannelKeyEnvelope = components['schemas']['ChannelKeyEnvelope'];

export type PutChannelKeysRequest = components['schemas']['PutChannelKeysRequest'];

export type DirectoryKeyEnvelope = components['schemas']['DirectoryKeyEnvelope'];

export type PutDirectoryKeysRequest = components['schemas']['PutDirectoryKeysRequest'];

export type PresenceRequest = components['schemas']['PresenceRequest'];

export type Presence = components['schemas']['Presence'];

export type Invite = components['schemas']['Invite'];

export type InviteInfo = components['schemas']['InviteInfo'];

export type InviteList = components['schemas']['InviteList'];

export type SendChannelMessage = realtime['schemas']['SendChannelMessage'];

export type JoinVoice = realtime['schemas']['JoinVoice'];

export type LeaveVoice = realtime['schemas']['LeaveVoice'];

export type SendOffer = realtime['schemas']['SendOffer'];

export type SendAnswer = realtime['schemas']['SendAnswer'];

export type SendCandidate = realtime['schemas']['SendCandidate'];

/** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
export type ClientId = realtime['schemas']['ClientId'];

/** The one device of the recipient that the signal is for; without it, all of theirs in the room. */
export type RecipientDevice = realtime['schemas']['RecipientDevice'];

/** A session description for the other browser; opaque to the server, at most 48 KiB. */
export type SessionDescription = realtime['schemas']['SessionDescription'];

/** A candidate for the other browser; opaque to the server, at most 16 KiB. */
export type IceCandidate = realtime['schemas']['IceCandidate'];

export type ChannelMessageNew = realtime['schemas']['ChannelMessageNew'];

export type ChannelMessageAck = realtime['schemas']['ChannelMessageAck'];

export type ChannelUpdated = realtime['schemas']['ChannelUpdated'];

export type ChannelDeleted = realtime['schemas']['ChannelDeleted'];

export type VoiceJoined = realtime['schemas']['VoiceJoined'];

export type VoiceLeft = realtime['schemas']['VoiceLeft'];

export type VoiceRoster = realtime['schemas']['VoiceRoster'];

export type VoicePresence = realtime['schemas']['VoicePresence'];

export type VoicePresenceSnapshot = realtime['schemas']['VoicePresenceSnapshot'];

export type Offer = realtime['schemas']['Offer'];

export type Answer = realtime['schemas']['Answer'];

export type Candidate = realtime['schemas']['Candidate'];

export type DeviceJoined = realtime['schemas']['DeviceJoined'];

export type ProfileUpdated = realtime['schemas']['ProfileUpdated'];

export type KeysShared = realtime['schemas']['KeysShared'];

/** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
export type SenderDevice = realtime['schemas']['SenderDevice'];

export type PresenceChanged = realtime['schemas']['PresenceChanged'];

export type SyncRequired = realtime['schemas']['SyncRequired'];

export type ServerGoingAway = realtime['schemas']['ServerGoingAway'];

export type ErrorEvent = realtime['schemas']['ErrorEvent'];

/** Input of `POST /auth/register`. */
export type RegisterUserInput = RegisterRequest;

/** Input of `POST /auth/login`. */
export type LoginUserInput = LoginRequest;

/** Input of `DELETE /auth/sessions`. */
export type EndSessionsInput = NonNullable<operations['endSessions']['parameters']['query']>;

/** Input of `POST /auth/password`. */
export type ChangePasswordInput = ChangePasswordRequest;

/** Input of `POST /users`. */
export type CreateUserInput = CreateUserRequest;

/** Input of `PATCH /users`. */
export type UpdateUserInput = UpdateUserRequest;

/** Input of `POST /users/profiles`. */
export type SetProfileInput = SetProfileRequest;

/** Input of `POST /devices`. */
export type CreateDeviceInput = CreateDeviceRequest;

/** Input of `DELETE /devices`. */
export type DeleteDeviceInput = NonNullable<operations['deleteDevice']['parameters']['query']>;

/** Input of `GET /devices/keys`. */
export type ListDeviceKeysInput = NonNullable<operations['listDeviceKeys']['parameters']['query']>;

/** Input of `POST /channels`. */
export type CreateChannelInput = CreateChannelRequest;

/** Input of `PATCH /channels`. */
export type RenameChannelInput = RenameChannelRequest;

/** Input of `DELETE /channels`. */
export type DeleteChannelInput = NonNullable<operations['deleteChannel']['parameters']['query']>;

/** Input of `GET /channels/messages`. */
export type ListMessagesInput = NonNullable<operations['listMessages']['parameters']['query']>;

/** Input of `GET /sync`. */
export type SyncMessagesInput = NonNullable<operations['syncMessages']['parameters']['query']>;

/** Input of `GET /channels/keys`. */
export type GetChannelKeyInput = NonNullable<operations['getChannelKey']['parameters']['query']>;

/** Input of `POST /channels/keys`. */
export type PutChannelKeysInput = PutChannelKeysRequest;

/** Input of `POST /directory/keys`. */
export type PutDirectoryKeysInput = PutDirectoryKeysRequest;

/** Input of `POST /presence`. */
export type QueryPresenceInput = PresenceRequest;

/** Input of `DELETE /server/invites`. */
export type RevokeInviteInput = NonNullable<operations['revokeInvite']['parameters']['query']>;
