// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import type { ErrorCode } from '../protocol/error-codes.js';

export type { ErrorCode };

/** What a session's user can be. */
export type Role = 'admin' | 'trusted';

/** An opaque id given by the server. */
export type Id = string;

/** RFC 3339, UTC. */
export type Timestamp = string;

/** A time by a client's clock, RFC 3339 in UTC with milliseconds, exactly as it was signed. */
export type ClientTime = string;

/** An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. */
export type PublicKey = string;

/** An Ed25519 public key of 32 bytes in standard base64, 44 characters. */
export type SigningKey = string;

/** An Ed25519 signature of 64 bytes in standard base64, 88 characters. */
export type Signature = string;

/** A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. */
export type EncryptedName = string;

/**
 * A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only
 * white space.
 */
export type Envelope = string;

/** Answer of `GET /server/request` (`describeRequest`). */
export interface RequestOrigin {
  /** The address that counts as the client. */
  address: string;
  /** Who has opened the connection to the server: a proxy, or the client. */
  peer: string;
  /** Did the request come with `X-Forwarded-For`? */
  is_forwarded: boolean;
}

/**
 * Answer of `GET /health` (`checkHealth`).
 * Answer of `GET /health/live` (`checkLiveness`).
 */
export type HealthText = "ok";

/**
 * `database`: it answers, and takes changes. `migrations`: its tables are those that this server
 * knows. `redis`: the other servers can be reached, if there may be any. `disk`: there is room where
 * the embedded database is. `event_loop`: requests are worked through in time. `stopping`: the server
 * is not about to stop.
 */
export type HealthCheckName = "database" | "migrations" | "redis" | "disk" | "event_loop" | "stopping";

/** The body of every error. */
export interface Problem {
  /** What went wrong, for people. */
  error: string;
}

/**
 * Answer of `POST /auth/logout` (`logoutSession`).
 * Answer of `POST /auth/password` (`changePassword`).
 * Answer of `POST /users/profiles` (`setProfile`).
 * Answer of `POST /devices/certificates` (`putDeviceCertificates`).
 * Answer of `POST /devices/links` (`requestDeviceLink`).
 * Answer of `PATCH /devices/links` (`answerDeviceLink`).
 * Answer of `POST /channels/keys` (`putChannelKeys`).
 * Answer of `POST /channels/rotations` (`requestRotation`).
 * Answer of `POST /directory/keys` (`putDirectoryKeys`).
 * Answer of `POST /keys/backup` (`putKeyBackup`).
 */
export interface Status {
  /** Always `ok`. */
  status: "ok";
}

export interface HealthCheck {
  /**
   * `database`: it answers, and takes changes. `migrations`: its tables are those that this server
   * knows. `redis`: the other servers can be reached, if there may be any. `disk`: there is room where
   * the embedded database is. `event_loop`: requests are worked through in time. `stopping`: the server
   * is not about to stop.
   */
  name: HealthCheckName;
  /** Is this as it should be? */
  ok: boolean;
  /** What is wrong, for people; only where it is not ok. */
  reason?: string | undefined;
}

/** Answer of `GET /health/ready` (`checkReadiness`). */
export interface ReadinessReport {
  /** `ready` when every check is ok. */
  status: "ready" | "unready";
  /** One for each name. */
  checks: HealthCheck[];
}

/** Body of `POST /auth/register` (`registerUser`). */
export interface RegisterRequest {
  /**
   * 2 to 20 characters after trimming, none of them invisible (control characters, zero-width ones,
   * marks of direction). Case does not matter, nor does how an accent is typed: names are compared, and
   * counted, in Unicode's form NFC. Characters that Unicode does not have yet are refused, too: their
   * case may change. The server stores only a keyed hash of the name. At most 128 characters.
   */
  username: string;
  /**
   * At least 8 characters, with a letter and a digit of any script, and no control characters; the
   * commonest passwords are refused. It counts in Unicode's form NFC, with U+0020 for any other blank
   * (RFC 8265), so it is the same whatever keyboard types it. 8 to 1,024 characters.
   */
  password: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  public_key: string;
  /** The token of an unused invite; blanks around it do not count. At most 256 characters. */
  invite_token: string;
}

/**
 * At least 8 characters, with a letter and a digit of any script, and no control characters; the
 * commonest passwords are refused. It counts in Unicode's form NFC, with U+0020 for any other blank
 * (RFC 8265), so it is the same whatever keyboard types it.
 */
export type NewPassword = string;

/** Body of `POST /auth/password` (`changePassword`). */
export interface ChangePasswordRequest {
  /** The password of now. 1 to 1,024 characters. */
  current_password: string;
  /**
   * At least 8 characters, with a letter and a digit of any script, and no control characters; the
   * commonest passwords are refused. It counts in Unicode's form NFC, with U+0020 for any other blank
   * (RFC 8265), so it is the same whatever keyboard types it. 8 to 1,024 characters.
   */
  new_password: string;
}

export interface SessionInfo {
  /** The session's id; `DELETE /auth/sessions` ends it. 1 to 64 characters. */
  id: string;
  /** The device that logged in. 1 to 64 characters. */
  device_id: string;
  /** When it was made (RFC 3339, UTC). */
  created_at: string;
  /** Until when its token is valid (RFC 3339, UTC). */
  expires_at: string;
  /** Is it the session that asks? */
  is_current: boolean;
}

/**
 * Answer of `GET /auth/sessions` (`listSessions`).
 * Answer of `GET /users/sessions` (`listUserSessions`).
 */
export interface SessionList {
  /** The caller's valid sessions, newest first. */
  sessions: SessionInfo[];
}

/** Answer of `POST /ws/tickets` (`createTicket`). */
export interface Ticket {
  /** The ticket (base64url). */
  ticket: string;
  /** Until when it can be used (RFC 3339, UTC). */
  expires_at: string;
}

/** Body of `POST /auth/login` (`loginUser`). */
export interface LoginRequest {
  /** The name; trimmed, lower-cased, in NFC. 1 to 128 characters. */
  username: string;
  /** The password. 1 to 1,024 characters. */
  password: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  public_key: string;
}

/**
 * Answer of `POST /auth/register` (`registerUser`).
 * Answer of `POST /auth/login` (`loginUser`).
 */
export interface Session {
  /** The session token (base64url), valid until `expires_at`. */
  token: string;
  /** The user's id. 1 to 64 characters. */
  user_id: string;
  /** The id of the device that the session belongs to. 1 to 64 characters. */
  device_id: string;
  /** Until when the token is valid (RFC 3339, UTC). */
  expires_at: string;
  /** The name as the server normalised it. */
  username: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  device_public_key: string;
  /** May this user manage channels and invites? */
  is_admin: boolean;
  /** May this user see profiles and the directory key? */
  is_trusted: boolean;
}

/**
 * 2 to 20 characters after trimming, none of them invisible (control characters, zero-width ones,
 * marks of direction). Case does not matter, nor does how an accent is typed: names are compared, and
 * counted, in Unicode's form NFC. Characters that Unicode does not have yet are refused, too: their
 * case may change. The server stores only a keyed hash of the name.
 */
export type Username = string;

/** Body of `POST /users` (`createUser`). */
export interface CreateUserRequest {
  /**
   * 2 to 20 characters after trimming, none of them invisible (control characters, zero-width ones,
   * marks of direction). Case does not matter, nor does how an accent is typed: names are compared, and
   * counted, in Unicode's form NFC. Characters that Unicode does not have yet are refused, too: their
   * case may change. The server stores only a keyed hash of the name. At most 128 characters.
   */
  username: string;
}

/** Body of `POST /users/lookup` (`findUser`). */
export interface FindUserRequest {
  /** The name; trimmed, lower-cased, in NFC. 1 to 128 characters. */
  username: string;
}

/**
 * Answer of `POST /users` (`createUser`).
 * Answer of `POST /users/lookup` (`findUser`).
 */
export interface User {
  /** The user's id, which stays when they register. 1 to 64 characters. */
  id: string;
  /** The name as the server normalised it. */
  username: string;
  /** When the name was reserved (RFC 3339, UTC). */
  created_at: string;
}

/** Body of `PATCH /users` (`updateUser`). */
export interface UpdateUserRequest {
  /** The user whose roles are changed. 1 to 64 characters. */
  user_id: string;
  /** May this user manage channels and invites? */
  is_admin?: boolean | undefined;
  /** May this user see profiles and the directory key? */
  is_trusted?: boolean | undefined;
  /** Is this user kept out? */
  disabled?: boolean | undefined;
}

/** Answer of `PATCH /users` (`updateUser`). */
export interface UserRoles {
  /** The user whose roles these are. 1 to 64 characters. */
  user_id: string;
  /** May this user manage channels and invites? */
  is_admin: boolean;
  /** May this user see profiles and the directory key? */
  is_trusted: boolean;
  /** Is this user kept out? Then the roles do not count until they are enabled. */
  disabled: boolean;
}

export interface UserInfo {
  /** The user's id. 1 to 64 characters. */
  id: string;
  /** May this user manage channels and invites? */
  is_admin: boolean;
  /** May this user see profiles and the directory key? */
  is_trusted: boolean;
  /** Is this user kept out? Then the roles do not count until they are enabled. */
  disabled: boolean;
  /** Is it a name that nobody has registered yet, so without a password? */
  reserved: boolean;
  /** When they registered, or the name was reserved (RFC 3339, UTC). */
  created_at: string;
  /** The latest of their devices; null when none was seen. */
  last_seen: string | null;
  /** Oldest first. */
  devices: UserDevice[];
}

export interface UserDevice {
  /** The device's id; `DELETE /devices` removes it. 1 to 64 characters. */
  id: string;
  /** When it was added (RFC 3339, UTC). */
  created_at: string;
  /**
   * When it last logged in, or opened or closed a WebSocket; noted at most once an hour, so it may have
   * been up to an hour later, and is null for a device that did not since the server notes it.
   */
  last_seen: string | null;
}

/** Answer of `GET /users` (`listUsers`). */
export interface UserList {
  /** Oldest first. */
  users: UserInfo[];
  /** Are there more users behind the last? */
  has_more: boolean;
}

export interface Profile {
  /** Whose profile it is. 1 to 64 characters. */
  user_id: string;
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  name_enc: string;
  /** When it was set last (RFC 3339, UTC). */
  updated_at: string;
}

/** Answer of `GET /users/profiles` (`listProfiles`). */
export interface ProfileList {
  /** One for each user who has set theirs, latest updated first. */
  profiles: Profile[];
}

/** Body of `POST /users/profiles` (`setProfile`). */
export interface SetProfileRequest {
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  name_enc: string;
}

/** Body of `POST /devices` (`createDevice`). */
export interface CreateDeviceRequest {
  /** The caller's own user id. 1 to 64 characters. */
  user_id: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  public_key: string;
}

/** Answer of `POST /devices` (`createDevice`). */
export interface Device {
  /** The device's id. 1 to 64 characters. */
  id: string;
  /** Whose device it is. 1 to 64 characters. */
  user_id: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  public_key: string;
  /** When it was added (RFC 3339, UTC). */
  created_at: string;
}

export interface DeviceKey {
  /** Whose device it is; only where the keys of all users were asked for. 1 to 64 characters. */
  user_id?: string | undefined;
  /** The device's id. 1 to 64 characters. */
  device_id: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  public_key: string;
  /** Left out for a device that its user's identity has not signed. */
  certificate?: DeviceCertificate | undefined;
}

/**
 * What a user's identity says of one of their devices: that it is theirs. `signature` is the
 * identity's over the
 * label `dialtone/device/v1` and these fields, each behind its length in bytes (4 bytes, big-endian):
 * the user's
 * id, the device's id, the raw bytes of its X25519 key, of `identity_key` and of `signing_key` (none
 * without one),
 * `generation` in decimal digits, `signed_at`, and each of `capabilities`. Texts are UTF-8.
 */
export interface DeviceCertificate {
  /** The identity of the user. At most 44 characters. */
  identity_key: string;
  /**
   * The key that this device signs with; left out for a device that signs nothing. At most 44
   * characters.
   */
  signing_key?: string | undefined;
  /**
   * Grows whenever the user removes a device; all others are then certified anew. A certificate of a
   * lower generation than one that was seen of the same identity no longer holds. 1 to 2,147,483,647.
   */
  generation: number;
  /**
   * What the device can do beyond the first version of the protocol. At most 16 items. Each: The name of
   * something that a device can do. At most 32 characters.
   */
  capabilities: Capabilities;
  /**
   * When it was signed, by the clock of the signer. Of a device's certificates of one generation the
   * latest counts that was ever seen. At most 24 characters.
   */
  signed_at: string;
  /** An Ed25519 signature of 64 bytes in standard base64, 88 characters. At most 88 characters. */
  signature: string;
}

/**
 * Grows whenever the user removes a device; all others are then certified anew. A certificate of a
 * lower generation than one that was seen of the same identity no longer holds.
 */
export type CertificateGeneration = number;

/** What the device can do beyond the first version of the protocol. */
export type Capabilities = string[];

/** The name of something that a device can do. */
export type Capability = string;

/** A `DeviceCertificate`, and the device that it is of. */
export interface NewDeviceCertificate {
  /** One of the caller's own devices. 1 to 64 characters. */
  device_id: string;
  /** The identity of the user. At most 44 characters. */
  identity_key: string;
  /** The key that the device signs with. At most 44 characters. */
  signing_key?: string | undefined;
  /**
   * Grows whenever the user removes a device; all others are then certified anew. A certificate of a
   * lower generation than one that was seen of the same identity no longer holds. 1 to 2,147,483,647.
   */
  generation: number;
  /**
   * What the device can do beyond the first version of the protocol. At most 16 items. Each: The name of
   * something that a device can do. At most 32 characters.
   */
  capabilities: Capabilities;
  /** When it was signed, by the clock of the signer. At most 24 characters. */
  signed_at: string;
  /** An Ed25519 signature of 64 bytes in standard base64, 88 characters. At most 88 characters. */
  signature: string;
}

/** Body of `POST /devices/certificates` (`putDeviceCertificates`). */
export interface PutDeviceCertificatesRequest {
  /** 1 to 50 items. */
  certificates: NewDeviceCertificate[];
  /** Drops the certificates that the user's other devices have of another identity. */
  reset_identity?: boolean | undefined;
}

/** What a device says to be linked; opaque to the server, at most 4,096 bytes, not only white space. */
export type LinkData = string;

/**
 * What a device that is to be linked is told; opaque to the server, at most 49,152 bytes, not only
 * white space.
 */
export type LinkAnswer = string;

/** Body of `POST /devices/links` (`requestDeviceLink`). */
export interface RequestDeviceLinkRequest {
  /**
   * What a device says to be linked; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  request: string;
}

/** Body of `PATCH /devices/links` (`answerDeviceLink`). */
export interface AnswerDeviceLinkRequest {
  /** The device that asked. 1 to 64 characters. */
  device_id: string;
  /**
   * What a device that is to be linked is told; opaque to the server, at most 49,152 bytes, not only
   * white space. At least 1 character.
   */
  answer: string;
}

/** Answer of `GET /devices/links` (`getDeviceLink`). */
export interface DeviceLink {
  /** The device that asked. 1 to 64 characters. */
  device_id: string;
  /**
   * What a device says to be linked; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  request: string;
  /** Left out while there is none. At least 1 character. At most 49,152 bytes. */
  answer?: string | undefined;
  /** How long it is kept (RFC 3339, UTC). */
  expires_at: string;
}

/** `user_id` stands at the top for one user, in each key for all users. */
export interface DeviceKeyList {
  /** Whose keys they are; only where those of one user were asked for. 1 to 64 characters. */
  user_id?: string | undefined;
  /** One entry for each device, oldest device first. */
  keys: DeviceKey[];
}

export interface Channel {
  /** The channel's id. 1 to 64 characters. */
  id: string;
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  name_enc: string;
  /** The user who created it. 1 to 64 characters. */
  created_by: string;
  /** When it was created (RFC 3339, UTC). */
  created_at: string;
  /** The present version of its key; left out at version 0. */
  key?: ChannelKeyVersion | undefined;
  /** The version of its key that `name_enc` is under; left out for version 0. 1 to 2,147,483,647. */
  name_key_version?: number | undefined;
  /** Should it get a new key? Left out if not. */
  is_stale?: boolean | undefined;
}

/** Answer of `GET /channels` (`listChannels`). */
export interface ChannelList {
  /** Every channel, newest first. */
  channels: Channel[];
}

/**
 * Answer of `POST /channels` (`createChannel`).
 * Answer of `PATCH /channels` (`renameChannel`).
 * Answer of `POST /channels/key-versions` (`createKeyVersion`).
 */
export interface ChannelResponse {
  /** The channel as it is now. */
  channel: Channel;
}

/** Body of `POST /channels` (`createChannel`). */
export interface CreateChannelRequest {
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  name_enc: string;
}

/** Body of `PATCH /channels` (`renameChannel`). */
export interface RenameChannelRequest {
  /** The channel to rename. 1 to 64 characters. */
  channel_id: string;
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  name_enc: string;
  /** The version of the channel's key that `name_enc` is under; 0 if left out. 0 to 2,147,483,647. */
  key_version?: number | undefined;
}

/**
 * A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes, not only
 * white space.
 */
export type MessageBody = string;

/** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
export type ClientId = string;

/**
 * The version of the channel's key that the message is encrypted with; 0 is the one that it began
 * with.
 */
export type MessageKeyVersion = number;

/**
 * A number that the device has signed no other message with. Within a block of 2^24 numbers (such as 0
 * to 16,777,215) they grow in each channel; a client takes another block whenever it starts.
 */
export type MessageCounter = number;

/**
 * The signature of the device that sent a message. It is over the label `dialtone/message/v1` and
 * these fields, each
 * behind its length in bytes (4 bytes, big-endian): the channel's id, `device_id`, the sender's id,
 * the `client_id` of its frame,
 * `counter` and `key_version` in decimal digits, the SHA-256 of `body` and the SHA-256 of
 * `sender_name_enc`. Texts
 * are UTF-8. The server passes it on and does not check it: clients do, with the `signing_key` in the
 * certificate
 * of the device.
 */
export interface MessageProof {
  /** An opaque id given by the server. 1 to 64 characters. */
  device_id: string;
  /** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
  client_id: string;
  /**
   * The version of the channel's key that the message is encrypted with; 0 is the one that it began
   * with. 0 to 2,147,483,647.
   */
  key_version: number;
  /**
   * A number that the device has signed no other message with. Within a block of 2^24 numbers (such as 0
   * to 16,777,215) they grow in each channel; a client takes another block whenever it starts. 1 to
   * 9,007,199,254,740,991.
   */
  counter: number;
  /** An Ed25519 signature of 64 bytes in standard base64, 88 characters. At most 88 characters. */
  signature: string;
}

export interface Message {
  /** The message's id. 1 to 64 characters. */
  id: string;
  /** The channel that it was sent to. 1 to 64 characters. */
  channel_id: string;
  /** The user who sent it. 1 to 64 characters. */
  sender_id: string;
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  sender_name_enc: string;
  /**
   * A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes, not only
   * white space. At least 1 character. At most 16,384 bytes.
   */
  body: string;
  /** When it was stored (RFC 3339, UTC). */
  sent_at: string;
  /** Left out for a message that was not signed. */
  proof?: MessageProof | undefined;
}

/** Answer of `GET /channels/messages` (`listMessages`). */
export interface MessageList {
  /** The channel that was asked for. 1 to 64 characters. */
  channel_id: string;
  /** Oldest first. */
  messages: Message[];
  /** Are there more messages in the direction asked for? */
  has_more: boolean;
}

/** Answer of `GET /sync` (`syncMessages`). */
export interface MessageSync {
  /** In the order in which they were stored, oldest first. */
  messages: Message[];
  /** The cursor to ask with next, as `since`. */
  next: string;
  /** Are there more messages now? */
  has_more: boolean;
}

/** Answer of `GET /channels/keys` (`getChannelKey`). */
export interface ChannelKey {
  /** The channel that the key is for. 1 to 64 characters. */
  channel_id: string;
  /** The device that the envelope is sealed for: the one that asks. 1 to 64 characters. */
  device_id: string;
  /** The device that sealed it. 1 to 64 characters. */
  sender_device_id: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  sender_public_key: string;
  /**
   * A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only
   * white space. At least 1 character.
   */
  envelope: string;
  /** When it was posted (RFC 3339, UTC). */
  created_at: string;
  /** What its maker said of this version; left out for version 0. */
  key?: ChannelKeyVersion | undefined;
  /** The envelopes of the same key from other devices, newest first; left out when there are none. */
  others?: OtherEnvelopes | undefined;
}

/** A version of a channel's key; the key that a channel began with is version 0. */
export type KeyVersion = number;

/**
 * SHA-256 over the label `dialtone/channel-key/v1` and these fields, each behind its length in bytes
 * (4 bytes, big-endian): the channel's id, the version in decimal digits, the 32 bytes of the key. In
 * standard base64, 44 characters.
 */
export type KeyCommitment = string;

/**
 * Who made a version of a channel's key, and what tells that key from any other. `signature` is that
 * of the maker's
 * device, with the `signing_key` of its certificate, over the label `dialtone/key-version/v1` and
 * these fields, each
 * behind its length in bytes (4 bytes, big-endian): the channel's id, the version in decimal digits,
 * `commitment`,
 * `previous` (the commitment of the version before, left out at version 1: nothing then), the maker's
 * user id and
 * device id. Texts are UTF-8, commitments their raw bytes. The device may be gone since `created_at`.
 */
export interface ChannelKeyVersion {
  /** A version of a channel's key; the key that a channel began with is version 0. 1 to 2,147,483,647. */
  version: number;
  /**
   * SHA-256 over the label `dialtone/channel-key/v1` and these fields, each behind its length in bytes
   * (4 bytes, big-endian): the channel's id, the version in decimal digits, the 32 bytes of the key. In
   * standard base64, 44 characters. At most 44 characters.
   */
  commitment: string;
  /**
   * SHA-256 over the label `dialtone/channel-key/v1` and these fields, each behind its length in bytes
   * (4 bytes, big-endian): the channel's id, the version in decimal digits, the 32 bytes of the key. In
   * standard base64, 44 characters. At most 44 characters.
   */
  previous?: string | undefined;
  /** An opaque id given by the server. 1 to 64 characters. */
  device_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  user_id: string;
  /** An Ed25519 signature of 64 bytes in standard base64, 88 characters. At most 88 characters. */
  signature: string;
  /** RFC 3339, UTC. */
  created_at: string;
}

/** Body of `POST /channels/key-versions` (`createKeyVersion`). */
export interface CreateKeyVersionRequest {
  /** The channel that the key is for. 1 to 64 characters. */
  channel_id: string;
  /** A version of a channel's key; the key that a channel began with is version 0. 1 to 2,147,483,647. */
  version: number;
  /**
   * SHA-256 over the label `dialtone/channel-key/v1` and these fields, each behind its length in bytes
   * (4 bytes, big-endian): the channel's id, the version in decimal digits, the 32 bytes of the key. In
   * standard base64, 44 characters. At most 44 characters.
   */
  commitment: string;
  /** That of the caller's device. At most 88 characters. */
  signature: string;
  /** 1 to 1,000 items. */
  envelopes: ChannelKeyEnvelope[];
}

/** Body of `POST /channels/rotations` (`requestRotation`). */
export interface RequestRotationRequest {
  /** The channel that should get a new key. 1 to 64 characters. */
  channel_id: string;
}

/** The envelopes of the same key from other devices, newest first; left out when there are none. */
export type OtherEnvelopes = OtherEnvelope[];

export interface OtherEnvelope {
  /** The device that sealed it. 1 to 64 characters. */
  sender_device_id: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  sender_public_key: string;
  /**
   * A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only
   * white space. At least 1 character.
   */
  envelope: string;
  /** When it was posted (RFC 3339, UTC). */
  created_at: string;
}

/** Answer of `GET /directory/keys` (`getDirectoryKey`). */
export interface DirectoryKey {
  /** The device that the envelope is sealed for: the one that asks. 1 to 64 characters. */
  device_id: string;
  /** The device that sealed it. 1 to 64 characters. */
  sender_device_id: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  sender_public_key: string;
  /**
   * A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only
   * white space. At least 1 character.
   */
  envelope: string;
  /** When it was posted (RFC 3339, UTC). */
  created_at: string;
  /** The envelopes of the same key from other devices, newest first; left out when there are none. */
  others?: OtherEnvelopes | undefined;
}

export interface ChannelKeyEnvelope {
  /** The device that the envelope is sealed for. 1 to 64 characters. */
  device_id: string;
  /** The caller's device, which sealed it. 1 to 64 characters. */
  sender_device_id: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  sender_public_key: string;
  /**
   * A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only
   * white space. At least 1 character.
   */
  envelope: string;
  /** Accepted for older clients and ignored. At most 64 characters. */
  channel_id?: string | undefined;
}

/** Body of `POST /channels/keys` (`putChannelKeys`). */
export interface PutChannelKeysRequest {
  /** The channel that the key is for. 1 to 64 characters. */
  channel_id: string;
  /** The version of the key; 0 if left out. 0 to 2,147,483,647. */
  version?: number | undefined;
  /** 1 to 1,000 items. */
  envelopes: ChannelKeyEnvelope[];
}

export interface DirectoryKeyEnvelope {
  /** The device that the envelope is sealed for. 1 to 64 characters. */
  device_id: string;
  /** The caller's device, which sealed it. 1 to 64 characters. */
  sender_device_id: string;
  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  sender_public_key: string;
  /**
   * A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only
   * white space. At least 1 character.
   */
  envelope: string;
}

/** Body of `POST /directory/keys` (`putDirectoryKeys`). */
export interface PutDirectoryKeysRequest {
  /** 1 to 1,000 items. */
  envelopes: DirectoryKeyEnvelope[];
}

/**
 * Keys that a device has encrypted for its user's recovery, in base64; opaque to the server, at most
 * 262,144 bytes, which is room for the keys of over 2,000 channels.
 */
export type KeyBackupData = string;

/** Answer of `GET /keys/backup` (`getKeyBackup`). */
export interface KeyBackup {
  /** How many times it was stored since it was last deleted. At least 1. */
  version: number;
  /**
   * Keys that a device has encrypted for its user's recovery, in base64; opaque to the server, at most
   * 262,144 bytes, which is room for the keys of over 2,000 channels. At least 4 characters.
   */
  data: string;
  /** When it was stored (RFC 3339, UTC). */
  updated_at: string;
}

/** Body of `POST /keys/backup` (`putKeyBackup`). */
export interface PutKeyBackupRequest {
  /** The stored version plus 1; 1 where none is stored. 1 to 2,147,483,647. */
  version: number;
  /**
   * Keys that a device has encrypted for its user's recovery, in base64; opaque to the server, at most
   * 262,144 bytes, which is room for the keys of over 2,000 channels. At least 4 characters.
   */
  data: string;
}

/** Body of `POST /presence` (`queryPresence`). */
export interface PresenceRequest {
  /** At most 20,000 items. Each: An opaque id given by the server. 1 to 64 characters. */
  user_ids: string[];
}

/** Answer of `POST /presence` (`queryPresence`). */
export interface Presence {
  /** User id to online or not. */
  statuses: {
    [key: string]: boolean;
  };
  /** User id to admin or not. */
  admins: {
    [key: string]: boolean;
  };
}

/** Answer of `POST /server/invites` (`createInvite`). */
export interface Invite {
  /** The invite's token (base64url). */
  token: string;
  /** Until when it can be used (RFC 3339, UTC). */
  expires_at: string;
}

export interface InviteInfo {
  /** The invite's id; `DELETE /server/invites` revokes it. 1 to 64 characters. */
  id: string;
  /** When it was made (RFC 3339, UTC). */
  created_at: string;
  /** Until when it can be used (RFC 3339, UTC). */
  expires_at: string;
  /** When somebody registered with it; null while nobody has. */
  used_at: string | null;
  /** Whose reserved name it is for; null for any that is free. */
  user_id: string | null;
  /** Whose password it resets; null when it is for a name. */
  reset_user_id: string | null;
  /** The admin who made it; null when it was made with the operator's token. */
  created_by: string | null;
}

/** Answer of `GET /server/invites` (`listInvites`). */
export interface InviteList {
  /** Every invite of the last 30 days, newest first. */
  invites: InviteInfo[];
}

/**
 * The frame `channel.message.send`. Stores a message and then sends it to everyone connected as
 * `channel.message.new` (RT4).
 */
export interface SendChannelMessage {
  /** Always `channel.message.send`. */
  type: "channel.message.send";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /**
   * A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes, not only
   * white space. At least 1 character. At most 16,384 bytes.
   */
  body: string;
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  sender_name_enc: string;
  /** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
  client_id?: string | undefined;
  /**
   * The signature of the sending device: a `MessageProof`, whose `client_id` is that of the frame, which
   * is required then. `device_id` is the device of the connection.
   */
  proof?: NewMessageProof | undefined;
}

/**
 * The frame `voice_join`. Every channel has a voice room. Joining one leaves the room that the
 * connection was in (RT6, RT7).
 */
export interface JoinVoice {
  /** Always `voice_join`. */
  type: "voice_join";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
}

/** The frame `voice_leave`. Leaves the room (RT8); a connection that is not in it stays as it is. */
export interface LeaveVoice {
  /** Always `voice_leave`. */
  type: "voice_leave";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
}

/** The frame `webrtc_offer`. Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
export interface SendOffer {
  /** Always `webrtc_offer`. */
  type: "webrtc_offer";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  recipient: string;
  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  recipient_device?: string | undefined;
  /**
   * A session description for the other browser; opaque to the server. Its event must fit (RT27). At
   * least 1 character. At most 32,768 bytes.
   */
  sdp: string;
}

/** The frame `webrtc_answer`. Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
export interface SendAnswer {
  /** Always `webrtc_answer`. */
  type: "webrtc_answer";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  recipient: string;
  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  recipient_device?: string | undefined;
  /**
   * A session description for the other browser; opaque to the server. Its event must fit (RT27). At
   * least 1 character. At most 32,768 bytes.
   */
  sdp: string;
}

/** The frame `ice_candidate`. Passed on to the recipient's connections in the room (RT9, RT10, RT21). */
export interface SendCandidate {
  /** Always `ice_candidate`. */
  type: "ice_candidate";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  recipient: string;
  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  recipient_device?: string | undefined;
  /**
   * A candidate for the other browser; opaque to the server, at most 16 KiB. Its event must fit (RT27).
   * At least 1 character. At most 16,384 bytes.
   */
  candidate: string;
}

/** The event `channel.message.new`. A message was stored (RT4, RT5). */
export interface ChannelMessageNew {
  /** Always `channel.message.new`. */
  type: "channel.message.new";
  /** An opaque id given by the server. 1 to 64 characters. */
  message_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  sender_name_enc: string;
  /**
   * A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes, not only
   * white space. At least 1 character. At most 16,384 bytes.
   */
  body: string;
  /** RFC 3339, UTC. */
  sent_at: string;
  /**
   * The signature of the device that sent a message. It is over the label `dialtone/message/v1` and
   * these fields, each behind its length in bytes (4 bytes, big-endian): the channel's id, `device_id`,
   * the sender's id, the `client_id` of its frame, `counter` and `key_version` in decimal digits, the
   * SHA-256 of `body` and the SHA-256 of `sender_name_enc`. Texts are UTF-8. The server passes it on and
   * does not check it: clients do, with the `signing_key` in the certificate of the device.
   */
  proof?: MessageProof | undefined;
}

/**
 * The event `channel.message.ack`. Sent to the connection that sent a message with a `client_id`
 * (RT13).
 */
export interface ChannelMessageAck {
  /** Always `channel.message.ack`. */
  type: "channel.message.ack";
  /** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
  client_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  message_id: string;
  /** RFC 3339, UTC. */
  sent_at: string;
}

/**
 * The event `channel.updated`. A channel was created or renamed (RT12), or its key is another or
 * should be (RT35). `name_key_version` is the
 * version of the key that the name is under; left out for version 0.
 */
export interface ChannelUpdated {
  /** Always `channel.updated`. */
  type: "channel.updated";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  channel_name_enc: string;
  /**
   * Who made a version of a channel's key, and what tells that key from any other. `signature` is that
   * of the maker's device, with the `signing_key` of its certificate, over the label
   * `dialtone/key-version/v1` and these fields, each behind its length in bytes (4 bytes, big-endian):
   * the channel's id, the version in decimal digits, `commitment`, `previous` (the commitment of the
   * version before, left out at version 1: nothing then), the maker's user id and device id. Texts are
   * UTF-8, commitments their raw bytes. The device may be gone since `created_at`.
   */
  key?: ChannelKeyVersion | undefined;
  /** A version of a channel's key; the key that a channel began with is version 0. 1 to 2,147,483,647. */
  name_key_version?: number | undefined;
  /** As in `GET /channels`. */
  is_stale?: boolean | undefined;
}

/** The event `channel.deleted`. A channel was deleted with all that belonged to it (RT12). */
export interface ChannelDeleted {
  /** Always `channel.deleted`. */
  type: "channel.deleted";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
}

/** The event `voice_join`. Sent to the members of the room, the one who joined too (RT6). */
export interface VoiceJoined {
  /** Always `voice_join`. */
  type: "voice_join";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
}

/** The event `voice_leave`. Sent to the members who are still in the room (RT8). */
export interface VoiceLeft {
  /** Always `voice_leave`. */
  type: "voice_leave";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
}

/**
 * The event `voice_roster`. Sent to the connection that has just joined (RT6). Who does not fit into
 * it follows with `voice_join` (RT28).
 */
export interface VoiceRoster {
  /** Always `voice_roster`. */
  type: "voice_roster";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** Always empty: the server speaks. */
  sender: "";
  /** The members' user ids, sorted. Each: An opaque id given by the server. 1 to 64 characters. */
  users: string[];
  /**
   * How many `voice_join` events follow at once, for who did not fit in; absent when all did. At least
   * 1.
   */
  following?: number | undefined;
}

/** The event `voice.presence`. Sent to everyone connected (RT6, RT8). */
export interface VoicePresence {
  /** Always `voice.presence`. */
  type: "voice.presence";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
  /** Is the user in the room now? */
  active: boolean;
}

/**
 * The event `voice.presence.snapshot`. Sent to a new connection before anything else (RT3). Who does
 * not fit into it follows (RT28).
 */
export interface VoicePresenceSnapshot {
  /** Always `voice.presence.snapshot`. */
  type: "voice.presence.snapshot";
  /** Always empty: it is about all channels. */
  channel_id: "";
  /** Always empty: the server speaks. */
  sender: "";
  /**
   * Channel id to the sorted user ids of its room's members; only rooms that are in use. Each: Each: An
   * opaque id given by the server. 1 to 64 characters.
   */
  voice_rooms: {
    [key: string]: string[];
  };
  /**
   * How many `voice.presence` events follow at once, for who did not fit in; absent when all did. At
   * least 1.
   */
  following?: number | undefined;
}

/** The event `webrtc_offer`. Somebody in the room offers a session (RT9). */
export interface Offer {
  /** Always `webrtc_offer`. */
  type: "webrtc_offer";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
  /** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
  sender_device: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  recipient: string;
  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  recipient_device?: string | undefined;
  /**
   * A session description for the other browser; opaque to the server. Its event must fit (RT27). At
   * least 1 character. At most 32,768 bytes.
   */
  sdp: string;
}

/** The event `webrtc_answer`. Somebody in the room answers an offer (RT9). */
export interface Answer {
  /** Always `webrtc_answer`. */
  type: "webrtc_answer";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
  /** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
  sender_device: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  recipient: string;
  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  recipient_device?: string | undefined;
  /**
   * A session description for the other browser; opaque to the server. Its event must fit (RT27). At
   * least 1 character. At most 32,768 bytes.
   */
  sdp: string;
}

/** The event `ice_candidate`. Somebody in the room offers a candidate (RT9). */
export interface Candidate {
  /** Always `ice_candidate`. */
  type: "ice_candidate";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
  /** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
  sender_device: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  recipient: string;
  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  recipient_device?: string | undefined;
  /**
   * A candidate for the other browser; opaque to the server, at most 16 KiB. Its event must fit (RT27).
   * At least 1 character. At most 16,384 bytes.
   */
  candidate: string;
}

/**
 * The event `device.joined`. Sent to everyone else when a connection opens (RT2); a cue to share keys
 * with the device.
 */
export interface DeviceJoined {
  /** Always `device.joined`. */
  type: "device.joined";
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  device_id: string;
}

/**
 * The event `device.removed`. It is no longer among the devices of its user, `sender`, in `GET
 * /devices/keys`, and every channel should get a
 * new key (RT34).
 */
export interface DeviceRemoved {
  /** Always `device.removed`. */
  type: "device.removed";
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  device_id: string;
}

/** The event `device.certified`. Read it with `GET /devices/keys` (RT30). */
export interface DeviceCertified {
  /** Always `device.certified`. */
  type: "device.certified";
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
  /** An opaque id given by the server. 1 to 64 characters. */
  device_id: string;
}

/** The event `device.link.requested`. Read the request with `GET /devices/links` (RT31). */
export interface DeviceLinkRequested {
  /** Always `device.link.requested`. */
  type: "device.link.requested";
  /** An opaque id given by the server. 1 to 64 characters. */
  device_id: string;
}

/** The event `device.link.answered`. Read the answer with `GET /devices/links` (RT31). */
export interface DeviceLinkAnswered {
  /** Always `device.link.answered`. */
  type: "device.link.answered";
  /** An opaque id given by the server. 1 to 64 characters. */
  device_id: string;
}

/** The event `user.profile.updated`. Read it with `GET /users/profiles` (RT12). */
export interface ProfileUpdated {
  /** Always `user.profile.updated`. */
  type: "user.profile.updated";
  /** An opaque id given by the server. 1 to 64 characters. */
  sender: string;
}

/** The event `user.disabled`. Read with `GET /devices/keys` who may still be sent keys (RT32). */
export interface UserDisabled {
  /** Always `user.disabled`. */
  type: "user.disabled";
  /** An opaque id given by the server. 1 to 64 characters. */
  user_id: string;
  /** Is the user kept out now? */
  disabled: boolean;
}

/**
 * The event `keys.shared`. Somebody was the first to seal a key for this device (RT26). Read it with
 * `GET /channels/keys`, or without
 * `channel_id` the directory key with `GET /directory/keys`. `version` is left out for version 0 of a
 * channel's key.
 */
export interface KeysShared {
  /** Always `keys.shared`. */
  type: "keys.shared";
  /** An opaque id given by the server. 1 to 64 characters. */
  channel_id?: string | undefined;
  /** A version of a channel's key; the key that a channel began with is version 0. 1 to 2,147,483,647. */
  version?: number | undefined;
}

/**
 * The event `presence.changed`. Sent to everyone else when a user's first connection opens or their
 * last one ends (RT18).
 */
export interface PresenceChanged {
  /** Always `presence.changed`. */
  type: "presence.changed";
  /** An opaque id given by the server. 1 to 64 characters. */
  user_id: string;
  /** Has the user a connection now? */
  online: boolean;
}

/**
 * The event `sync.required`. Sent when the server could not hear of everything for a while (RT22).
 * Read what was missed with `GET /sync`;
 * ask anew for what else the client keeps (channels, profiles, presence). `voice.presence.snapshot`
 * follows.
 */
export interface SyncRequired {
  /** Always `sync.required`. */
  type: "sync.required";
}

/** The event `server.going_away`. Sent before the connection is closed with 1001 (RT20). */
export interface ServerGoingAway {
  /** Always `server.going_away`. */
  type: "server.going_away";
  /**
   * How many milliseconds to wait before reconnecting; random, so that not all come back at once. 0 to
   * 5,000.
   */
  reconnect_after_ms: number;
}

/**
 * The event `error`. Answers a frame that cannot be served (RT11); `client_id` is that of the frame
 * (RT25).
 */
export interface ErrorEvent {
  /** Always `error`. */
  type: "error";
  /** Every error that the server answers with, over HTTP or in an `error` event. */
  code: ErrorCode;
  /** What went wrong, for people. */
  message: string;
  /** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
  client_id?: string | undefined;
}

/**
 * The signature of the sending device: a `MessageProof`, whose `client_id` is that of the frame, which
 * is required then. `device_id` is the device of the connection.
 */
export interface NewMessageProof {
  /** An opaque id given by the server. 1 to 64 characters. */
  device_id: string;
  /**
   * The version of the channel's key that the message is encrypted with; 0 is the one that it began
   * with. 0 to 2,147,483,647.
   */
  key_version: number;
  /**
   * A number that the device has signed no other message with. Within a block of 2^24 numbers (such as 0
   * to 16,777,215) they grow in each channel; a client takes another block whenever it starts. 1 to
   * 9,007,199,254,740,991.
   */
  counter: number;
  /** An Ed25519 signature of 64 bytes in standard base64, 88 characters. At most 88 characters. */
  signature: string;
}

/** The one device of the recipient that the signal is for; without it, all of theirs in the room. */
export type RecipientDevice = string;

/** A session description for the other browser; opaque to the server. Its event must fit (RT27). */
export type SessionDescription = string;

/** A candidate for the other browser; opaque to the server, at most 16 KiB. Its event must fit (RT27). */
export type IceCandidate = string;

/** The device that the signal comes from; name it as `recipient_device` to answer it alone. */
export type SenderDevice = string;

/** Input of `POST /auth/register`. */
export type RegisterUserInput = RegisterRequest;

/** Input of `POST /auth/login`. */
export type LoginUserInput = LoginRequest;

/** Input of `DELETE /auth/sessions`. Exactly one of `session_id` and `others` is given. */
export type EndSessionsInput = {
  /** A session of the caller's. 1 to 64 characters. */
  session_id: string;
  others?: never | undefined;
} | {
  session_id?: never | undefined;
  /** `1` ends all sessions but the one that calls. Always `1`. */
  others: "1";
};

/** Input of `POST /auth/password`. */
export type ChangePasswordInput = ChangePasswordRequest;

/** Input of `GET /users`. */
export interface ListUsersInput {
  /** How many users to answer with at most. 1 to 500. Default 100. */
  limit?: number | undefined;
  /** The id of a user: the list goes on behind them. 1 to 64 characters. */
  after?: string | undefined;
}

/** Input of `POST /users`. */
export type CreateUserInput = CreateUserRequest;

/** Input of `PATCH /users`. */
export type UpdateUserInput = UpdateUserRequest;

/** Input of `POST /users/lookup`. */
export type FindUserInput = FindUserRequest;

/** Input of `GET /users/sessions`. */
export interface ListUserSessionsInput {
  /** The user's id. 1 to 64 characters. */
  user_id: string;
}

/** Input of `DELETE /users/sessions`. */
export interface EndUserSessionsInput {
  /** The user's id. 1 to 64 characters. */
  user_id: string;
  /** One session of the user's; all of them without it. 1 to 64 characters. */
  session_id?: string | undefined;
}

/** Input of `POST /users/profiles`. */
export type SetProfileInput = SetProfileRequest;

/** Input of `POST /devices`. */
export type CreateDeviceInput = CreateDeviceRequest;

/** Input of `DELETE /devices`. */
export interface DeleteDeviceInput {
  /** The device's id. 1 to 64 characters. */
  device_id: string;
}

/** Input of `GET /devices/keys`. At least one of `user_id` and `all` is given. */
export type ListDeviceKeysInput = {
  /** The caller's own user id. 1 to 64 characters. */
  user_id: string;
  /** `1` asks for the keys of all users. Always `1`. */
  all?: "1" | undefined;
} | {
  /** The caller's own user id. 1 to 64 characters. */
  user_id?: string | undefined;
  /** `1` asks for the keys of all users. Always `1`. */
  all: "1";
};

/** Input of `POST /devices/certificates`. */
export type PutDeviceCertificatesInput = PutDeviceCertificatesRequest;

/** Input of `GET /devices/links`. */
export interface GetDeviceLinkInput {
  /** The device that asked. 1 to 64 characters. */
  device_id: string;
}

/** Input of `POST /devices/links`. */
export type RequestDeviceLinkInput = RequestDeviceLinkRequest;

/** Input of `PATCH /devices/links`. */
export type AnswerDeviceLinkInput = AnswerDeviceLinkRequest;

/** Input of `POST /channels`. */
export type CreateChannelInput = CreateChannelRequest;

/** Input of `PATCH /channels`. */
export type RenameChannelInput = RenameChannelRequest;

/** Input of `DELETE /channels`. */
export interface DeleteChannelInput {
  /** The channel's id. 1 to 64 characters. */
  channel_id: string;
}

/** Input of `GET /channels/messages`. At most one of `before` and `after` is given. */
export type ListMessagesInput = {
  /** The channel's id. 1 to 64 characters. */
  channel_id: string;
  /** How many messages to answer with at most. 1 to 500. Default 100. */
  limit?: number | undefined;
} & ({
  /** The id of a message of this channel. 1 to 64 characters. */
  before?: string | undefined;
  after?: never | undefined;
} | {
  before?: never | undefined;
  /** The id of a message of this channel. 1 to 64 characters. */
  after?: string | undefined;
});

/** Input of `GET /sync`. */
export interface SyncMessagesInput {
  /** `next` of an earlier answer, the id of a message, or `0`. 1 to 64 characters. */
  since?: string | undefined;
  /** How many messages to answer with at most. 1 to 500. Default 100. */
  limit?: number | undefined;
}

/** Input of `GET /channels/keys`. */
export interface GetChannelKeyInput {
  /** The channel's id. 1 to 64 characters. */
  channel_id: string;
  /** The version of the key. 0 to 2,147,483,647. Default 0. */
  version?: number | undefined;
}

/** Input of `POST /channels/keys`. */
export type PutChannelKeysInput = PutChannelKeysRequest;

/** Input of `POST /channels/key-versions`. */
export type CreateKeyVersionInput = CreateKeyVersionRequest;

/** Input of `POST /channels/rotations`. */
export type RequestRotationInput = RequestRotationRequest;

/** Input of `POST /directory/keys`. */
export type PutDirectoryKeysInput = PutDirectoryKeysRequest;

/** Input of `POST /keys/backup`. */
export type PutKeyBackupInput = PutKeyBackupRequest;

/** Input of `POST /presence`. */
export type QueryPresenceInput = PresenceRequest;

/** Input of `POST /server/invites`. At most one of `user_id` and `reset_user_id` is given. */
export type CreateInviteInput = {
  /** The id of a reserved name (`POST /users`). 1 to 64 characters. */
  user_id?: string | undefined;
  reset_user_id?: never | undefined;
} | {
  user_id?: never | undefined;
  /** The id of a registered user who has lost their password. 1 to 64 characters. */
  reset_user_id?: string | undefined;
};

/** Input of `DELETE /server/invites`. */
export interface RevokeInviteInput {
  /** The invite's id. 1 to 64 characters. */
  invite_id: string;
}
