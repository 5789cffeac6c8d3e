import type { DeviceKey } from '../generated/types.js';

/** What a {@link ChatStore} keeps: documents by their names, each a plain object that JSON can hold. */
export interface ChatDocuments {
  /** This device's X25519 private key, in base64. */
  device_key: { private_key: string };
  /** The keys that the channels began with, in base64, by the channels' ids. */
  channel_keys: { keys: Record<string, string> };
  /** The keys that took their place. */
  key_versions: KeyVersionsDocument & Counted;
  /** The directory key, in base64. */
  directory_key: { key: string };
  /** The private keys that this device signs with. */
  identity: IdentityDocument & Counted;
  /** Whose identities this device knows. */
  trust: TrustDocument & Counted;
  /** What this device signs and has seen signed. */
  proofs: ProofsDocument & Counted;
  /** What this device knows of the backup of the user's keys. */
  recovery: RecoveryDocument & Counted;
  /** Whose store it is, and how far the session has come. It holds the session's token. */
  session: SessionDocument & Counted;
  /** The devices that this one knows, and which of them have been sent its keys. */
  devices: DevicesDocument & Counted;
}

/** By document, how often it had been changed when the one was written that says so. */
export type Revisions = Partial<Record<ChatDocumentName, number>>;

/** What the documents have that no other client writes: it tells when one of them is put back to what it was. */
export interface Counted {
  revisions?: Revisions;
}

/** The document `session`. */
export interface SessionDocument {
  base_url: string;
  username: string;
  user_id: string;
  device_id: string;
  is_admin: boolean;
  /** Missing after a logout. */
  token?: string;
  display_name: string;
  /** Has the server yet to be told `display_name`? */
  display_name_is_new: boolean;
  /** How far the session has come in the history of all messages; missing until the first connection. */
  cursor?: string;
  /** By channel, the first message that came before the channel's key; it is shown once the key is here. */
  unread_since: Record<string, string>;
  /** Of each channel, device and block of counters, the counter of the last signed message that was shown. */
  counters?: Record<string, number>;
  /** Keys of channels that were being created; the one whose name such a key opens is its channel. */
  new_channel_keys: string[];
  /** Directory keys that were given up for another one: this user's profile may still be encrypted with one. */
  former_directory_keys?: string[];
}

/** The document `identity`: Ed25519 private keys, in base64. */
export interface IdentityDocument {
  /** This device's own. */
  signing_key: string;
  /** The user's, which certifies their devices; missing until this device was linked, or the account recovered. */
  identity_key?: string;
  /** The private key of an identity that is about to take the place of the user's; a reset that is not done yet. */
  new_identity_key?: string;
  /** The public key of the identity whose place that takes: if there is another one meanwhile, it does not. */
  replaced_identity_key?: string;
  /** The ids of the user's devices that are being removed: the others have yet to be certified anew. */
  removing?: string[];
}

/** The document `recovery`. */
export interface RecoveryDocument {
  /** The highest version of the backup that was seen. */
  version: number;
  /** The key of the backup, in base64, which is made from the recovery words; missing while there is no backup. */
  key?: string;
  /** The public key of the identity that the words recover. They are given up with it: a thief may have the key. */
  identity_key?: string;
  /** Of what this device has, as far as the backup has it too; missing when the backup has to be written. */
  digest?: string;
}

/** The document `trust`. */
export interface TrustDocument {
  /** By user id, the identity that was seen first, or accepted later. */
  users: Record<string, KnownIdentity>;
  /** The identity of who invited this user, as the invite named it, until the server lists it: it is verified then. */
  inviter?: string;
}

/** What is known of a user's identity. */
export interface KnownIdentity {
  /** The Ed25519 public key, in base64. */
  identity_key: string;
  /** Have the people compared it over another channel? */
  is_verified: boolean;
  /** The highest generation of its certificates that was seen. */
  generation: number;
  /** Another identity that the server has named since; nothing is shared with the user until it is accepted. */
  changed_to?: string;
}

/** The document `proofs`. */
export interface ProofsDocument {
  /** The blocks of counters that were taken for signing messages, the last ones, in ascending order. */
  blocks: number[];
  /** The Ed25519 public keys, in base64, of devices that their users' identities have certified. */
  signers: { device_id: string; user_id: string; signing_key: string }[];
}

/** The document `key_versions`. */
export interface KeyVersionsDocument {
  /** By channel id; those whose key has always been the first one are left out. */
  channels: Record<string, KnownKeyVersions>;
}

/** What is known of the versions of a channel's key after the first, which is version 0. */
export interface KnownKeyVersions {
  /** The highest version that is believed. */
  version: number;
  /** The commitment of that version, in base64. */
  commitment: string;
  /** The keys that are here, in base64, by their versions. */
  keys: Record<string, string>;
}

/** The document `devices`. */
export interface DevicesDocument {
  /**
   * In the order in which they became known; the key of a device never changes. Each with the latest of its certificates
   * that has counted; none in stores from before that was kept.
   */
  known: (DeviceKey & { user_id: string })[];
  /**
   * By channel id, by `<channel id>/<version>` for later versions of its key, and by `''` for the directory key, the ids
   * of the devices that have been sent the key.
   */
  shared: Record<string, string[]>;
  /** The ids of those that were told to be gone; missing in stores from before that was told. */
  gone?: string[];
}

/** The name of a document. */
export type ChatDocumentName = keyof ChatDocuments;

/**
 * Where a {@link ChatSession} keeps its keys and its place in the history. Everything in it is secret: keep it encrypted.
 * Several sessions may use one store at the same time, as two tabs of a browser do.
 */
export interface ChatStore {
  /** The document, or undefined when there is none. */
  read<N extends ChatDocumentName>(name: N): Promise<ChatDocuments[N] | undefined>;
  /**
   * Replaces the document with what `change` makes of it, atomically: no other update comes in between. `change` may be
   * called more than once. Resolves when the change is sure to survive a crash.
   */
  update<N extends ChatDocumentName>(
    name: N,
    change: (current: ChatDocuments[N] | undefined) => ChatDocuments[N],
  ): Promise<void>;
}

/** A store in memory: when the program ends, the device and its keys are gone. For tests, and for guests. */
export function memoryStore(): ChatStore {
  const documents = new Map<ChatDocumentName, string>();
  const read = <N extends ChatDocumentName>(name: N) => {
    const text = documents.get(name);
    return text === undefined ? undefined : (JSON.parse(text) as ChatDocuments[N]);
  };
  return {
    read: (name) => Promise.resolve(read(name)),
    update: async (name, change) => void documents.set(name, JSON.stringify(change(read(name)))),
  };
}
