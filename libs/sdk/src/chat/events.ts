import type { MessageProof } from '../generated/types.js';
import type { TrustState } from './pins.js';
import type { ChatDocumentName } from './store.js';
import type { RealtimeClosed, RealtimeGap, RealtimeStateChange } from '../realtime/events.js';

/** A channel, as this device can read it. */
export interface Channel {
  readonly id: string;
  /** Undefined while the channel's key is missing, or when the name was not encrypted with it. */
  readonly name: string | undefined;
  /** Is the channel's key here, in the version that messages are sent with now? */
  readonly hasKey: boolean;
  /** That version: 0 for the key that the channel began with. */
  readonly keyVersion: number;
  /** Should it get a new key? It does before the next message, unless some device could not take it. */
  readonly isStale: boolean;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** A user of the server. */
export interface Member {
  readonly userId: string;
  /**
   * The name in their profile; undefined while they have none, or while the directory key is missing. Where several
   * members have the same one, the end of their id stands behind it: `alice (6b0f3c11)`.
   */
  readonly name: string | undefined;
  /** What this device knows of their identity. */
  readonly trust: TrustState;
}

/** A {@link Member}, and what the server says of them now. */
export interface MemberStatus extends Member {
  readonly online: boolean;
  readonly isAdmin: boolean;
}

/**
 * Who says that a message is its sender's.
 * `valid`: a device of the sender has signed it, for this channel and nothing else.
 * `none`: nobody but the server; it is not signed, as those of older clients are not.
 * `unknown`: a device of which this one has never seen a certificate has signed it: as good as none.
 * `out-of-order`: a device of the sender has signed it, but before one that was shown before it, or it was shown already:
 * the server delays messages, changes their order, or repeats them.
 * `invalid`: the server says something else of it than its signature: it is refused, and `text` is null.
 */
export type ProofState = 'valid' | 'none' | 'unknown' | 'out-of-order' | 'invalid';

interface MessageBase {
  readonly id: string;
  readonly channelId: string;
  /** Who sent it, as the server says; `proof` tells whether that is true. */
  readonly senderId: string;
  /**
   * The name that the sender has set in their profile, as {@link Member} has it. While there is none that can be read, a
   * neutral one with the end of their id: `user 6b0f3c11`. Never the name inside the message: everybody who has the
   * channel's key can write any name there.
   */
  readonly senderName: string;
  /** RFC 3339, by the server's clock. */
  readonly sentAt: string;
  readonly proof: ProofState;
}

/** A message that could be decrypted. */
export interface ReadableMessage extends MessageBase {
  readonly text: string;
}

/** A message that could not be decrypted. */
export interface UnreadableMessage extends MessageBase {
  readonly text: null;
  /**
   * `key-missing`: the channel's key is not here yet. `undecryptable`: it was changed, or encrypted with another key.
   * `forged`: its proof is `invalid`.
   */
  readonly reason: 'key-missing' | 'undecryptable' | 'forged';
  /** What `decrypt` takes. */
  readonly encrypted: { readonly body: string; readonly senderName: string; readonly proof?: MessageProof };
}

/** A message of a channel; `text` is null when it could not be decrypted. */
export type ChatMessage = ReadableMessage | UnreadableMessage;

/** A device's public key, as the server tells it. */
export interface DeviceInfo {
  readonly userId: string;
  readonly deviceId: string;
  readonly publicKey: string;
}

/** A device that was not known before. */
export interface NewDevice extends DeviceInfo {
  /** Has its user's identity signed it? Without that, it gets keys only if its user never had an identity. */
  readonly isSigned: boolean;
}

/** A certificate does not count. Its device is unsigned, unless a later certificate of it is known. */
export interface CertificateRefused {
  readonly userId: string;
  readonly deviceId: string;
  /**
   * `signature`: it was not signed by the identity that it names, or for another device. `outdated`: the device was left
   * out when the user removed one, or the server shows an older certificate than before; the one from before goes on counting
   * unless the device was left out. `other-identity`: it names another identity than that of the user's other devices.
   */
  readonly reason: 'signature' | 'outdated' | 'other-identity';
}

/** The server names another identity for a user than the one that is known. */
export interface IdentityChanged {
  readonly userId: string;
  /** The identity that is known: an Ed25519 public key, in base64. */
  readonly known: string;
  /** The one that the server names now; the known one if it went back to that. */
  readonly claimed: string;
}

/** The server does not have the backup that this user's devices have stored. */
export interface BackupRolledBack {
  /** The version that this device has seen. */
  readonly known: number;
  /** The one that the server has; undefined for none. */
  readonly found: number | undefined;
  /** `unreadable`: this user's devices have not written it, or it was changed since. */
  readonly reason: 'older' | 'missing' | 'unreadable';
}

/** Somebody sealed a key for this device that it does not take. */
export interface KeyRefused {
  /** Undefined for the directory key. */
  readonly channelId: string | undefined;
  /** Who sealed it, as the server says. */
  readonly senderDeviceId: string;
  /**
   * `unknown-sender`: that device is not registered, or its public key is a different one. `undecryptable`: the
   * envelope was not sealed by that device for this one, this channel and this version. `wrong-key`: the key does not
   * open the channel's name, or is not the one that the maker of the version meant.
   * `unsigned-sender`: the sender's user has an identity, which has not signed that device, or has changed.
   */
  readonly reason: 'unknown-sender' | 'undecryptable' | 'wrong-key' | 'unsigned-sender';
}

/** What this device has learnt or done is no longer in its store. */
export interface StoreRolledBack {
  /**
   * The document that is older than the others say: only that one was put back. Undefined for all of them, or for a store
   * that was copied: there are messages that this device has signed, of which its store knows nothing.
   */
  readonly document: ChatDocumentName | undefined;
}

/** The server names a new key of a channel that this device does not believe in. */
export interface KeyVersionRefused {
  readonly channelId: string;
  readonly version: number;
  /** Who has made it, as the server says. */
  readonly deviceId: string;
  /**
   * `signature`: that device has not signed it. `other-key`: it is another key than the one that is known, by a maker whom
   * no identity that is known has signed. `unknown-maker`: no identity that is known has signed that device, and nobody
   * who can be believed has passed the key on.
   */
  readonly reason: 'signature' | 'other-key' | 'unknown-maker';
}

/** A message whose proof does not fit what the server says of it. */
export interface MessageRefused {
  readonly message: UnreadableMessage;
  /**
   * `signature`: its device has not signed this text for this channel. `wrong-sender`: the device is another user's.
   * `replayed`: the same signature has come with another message; one of both is a copy.
   */
  readonly reason: 'signature' | 'wrong-sender' | 'replayed';
}

/** The events of a {@link ChatSession}. */
export interface ChatEvents {
  /** A message was stored, this user's own included; in the order of its channel. */
  message: ChatMessage;
  /** The server passes on a message that its sender has not sent like that. Its `message` comes too, without text. */
  'message-refused': MessageRefused;
  /** A channel was made, deleted, or renamed; a key that arrives can change the name too. */
  channel: { readonly change: 'created' | 'updated' | 'deleted'; readonly channel: Channel };
  /** Somebody is new here, or has changed their name. */
  member: Member;
  /** Somebody came online or went offline. */
  presence: { readonly userId: string; readonly online: boolean };
  /** A message came in a channel whose key is not here; its `message` follows when the key comes. */
  'key-missing': { readonly channelId: string };
  /** A sealed key was ignored: a mistake of its sender, or an attack. */
  'key-refused': KeyRefused;
  /** The server names a new key of a channel that does not count; told once. */
  'key-version-refused': KeyVersionRefused;
  /**
   * Others have another key than this device under that version, which is known here: the server was put back and has lost
   * the one, or shows members different ones. Neither reads what the others have sent under it. A new version for all of
   * them is made before the next message of somebody who is told this, unless some device could not take it.
   */
  'key-version-split': { readonly channelId: string; readonly version: number };
  /** The server shows an older version of a channel's key than before: it was put back, or means harm. The newest counts. */
  'key-version-rolled-back': { readonly channelId: string; readonly known: number; readonly found: number };
  /**
   * A channel should get a new key, since a device that had the old one is gone, or a member has asked for it; but these
   * devices could not take it: their apps are too old. Messages go on under the old key; told once for those devices.
   */
  'rotation-blocked': { readonly channelId: string; readonly deviceIds: readonly string[] };
  /**
   * The key that people's names are encrypted with was replaced by one that `senderDeviceId` sealed: somebody has reset
   * the directory, or means harm. Names that were encrypted with the old key stay readable.
   */
  'directory-key-changed': { readonly senderDeviceId: string };
  /** A device was not known before. It gets the keys if it is signed, or if its user never had an identity. */
  'device-new': NewDevice;
  /** A device that was sent keys is no longer registered. */
  'device-gone': { readonly userId: string; readonly deviceId: string; readonly hadKeys: true };
  /** The server names a different key or user for a device than before: an attack. The device is shut out. */
  'device-changed': { readonly known: DeviceInfo; readonly claimed: DeviceInfo };
  /**
   * The server names another identity for a user: they have lost all their devices, or the server means harm. They get
   * no keys, and none of theirs is taken, until `chat.trust.accept(userId)`. Told once for each claim.
   */
  'identity-changed': IdentityChanged;
  /** What this device knows of a user's identity has changed. */
  trust: { readonly userId: string; readonly state: TrustState };
  /** A device's certificate does not count; told once. */
  'certificate-refused': CertificateRefused;
  /** The invite named the identity of who made it, and nobody on the server has it: it is not their server, or it lies. */
  'identity-missing': { readonly identityKey: string };
  /**
   * This device is not linked: another one of the user has to link it, or the account has to be recovered, before it is
   * given keys. Told once for each start.
   */
  'link-needed': Record<string, never>;
  /** A new device of this user asks to be linked: let the user take its code for `chat.linking.approve`. */
  'link-requested': { readonly deviceId: string };
  /** The server has lost or hidden the newest backup, or means harm. It is stored again from what is on this device. */
  'backup-rolled-back': BackupRolledBack;
  /**
   * The store is not the one that this device has written last: somebody has put it back to what it was, such as from a
   * backup of files, or uses a copy of it. Whom this device trusted, which keys it had and whom it has sent them to may be
   * lost; what it is told from now on counts as if it had never known better. Told once.
   */
  'store-rolled-back': StoreRolledBack;
  /** The state of the connection has changed. */
  state: RealtimeStateChange;
  /** Messages were missed for good; read the histories. */
  gap: RealtimeGap;
  /** Something in the background failed and is tried again; or a listener threw. */
  error: unknown;
  /** The login is no longer valid, and `getPassword` did not help: log in again. `close` follows. */
  'session-ended': { readonly error: Error | undefined };
  /** The session has ended: by `close()` or `logout()`, or because the server refused it for good. */
  close: RealtimeClosed;
}
