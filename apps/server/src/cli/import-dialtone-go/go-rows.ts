/**
 * What is read of dialtone-go's tables, as SQL and as rows. A device that its user has several times, under one key, is
 * `kept` once: the oldest of them.
 */

export interface GoUser {
  readonly id: string;
  readonly username_hash: string;
  readonly password_hash: string | null;
  readonly is_admin: boolean;
  readonly is_trusted: boolean;
  readonly created_at: unknown;
}

/** The oldest admin who can log in comes first. */
export const USERS = `
  SELECT id, username_hash, password_hash, is_admin, is_trusted, created_at FROM users
  ORDER BY (is_admin AND password_hash IS NOT NULL) DESC, created_at, id`;

export interface GoProfile {
  readonly user_id: string;
  readonly name_enc: string;
  readonly updated_at: unknown;
}

export const PROFILES = 'SELECT user_id, name_enc, updated_at FROM user_profiles ORDER BY user_id';

export interface GoDevice {
  readonly id: string;
  readonly user_id: string;
  readonly public_key: string;
  readonly created_at: unknown;
  /** Of all that have this key; to the hour, as it is kept here. */
  readonly seen_at: unknown;
  readonly kept_id: string;
}

const KEPT = 'first_value(id) OVER (PARTITION BY user_id, public_key ORDER BY created_at, id) AS kept_id';

export const DEVICES = `
  SELECT id, user_id, public_key, created_at, ${KEPT},
    date_trunc('hour', max(last_seen_at) OVER (PARTITION BY user_id, public_key)) AS seen_at
  FROM devices ORDER BY created_at, id`;

export interface GoChannel {
  readonly id: string;
  readonly name_enc: string;
  readonly created_by: string;
  readonly created_at: unknown;
}

export const CHANNELS = 'SELECT id, name_enc, created_by, created_at FROM channels ORDER BY created_at, id';

export interface GoEnvelope {
  /** Null for the directory key. */
  readonly channel_id: string | null;
  readonly device_id: string;
  readonly sender_device_id: string;
  readonly sender_public_key: string;
  readonly envelope: string;
  readonly created_at: unknown;
  /** The user and the key of the device that is said to have sealed it. */
  readonly sender_user_id: string;
  readonly sender_key: string;
}

/** Those of one key from one device for another follow each other, the newest first. */
function envelopesOf(table: string, channelId: string): string {
  return `
    WITH known AS (SELECT id, user_id, public_key, ${KEPT} FROM devices)
    SELECT ${channelId} AS channel_id, receiver.kept_id AS device_id, sender.kept_id AS sender_device_id,
      sender_public_key, envelope, created_at, sender.user_id AS sender_user_id, sender.public_key AS sender_key
    FROM ${table}
      JOIN known receiver ON receiver.id = device_id
      JOIN known sender ON sender.id = sender_device_id
    ORDER BY 1, 2, 3, created_at DESC`;
}

export const CHANNEL_ENVELOPES = envelopesOf('channel_key_envelopes', 'channel_id');

export const DIRECTORY_ENVELOPES = envelopesOf('directory_key_envelopes', 'NULL::text');

export interface GoMessage {
  readonly id: string;
  readonly channel_id: string;
  readonly sender_id: string;
  readonly sender_name_enc: string;
  readonly body: string;
  readonly sent_at: unknown;
}

export const MESSAGES = `
  SELECT id, channel_id, sender_id, sender_name_enc, body, sent_at FROM channel_messages ORDER BY sent_at, id`;

export interface GoInvite {
  /** The token itself. */
  readonly id: string;
  readonly created_at: unknown;
  readonly expires_at: unknown;
  readonly is_used: boolean;
  readonly is_expired: boolean;
}

export const INVITES = `
  SELECT id, created_at, expires_at, consumed_at IS NOT NULL OR consumed_by IS NOT NULL AS is_used,
    expires_at <= now() AS is_expired
  FROM server_invites ORDER BY created_at, id`;

/** The tables that have to be there. */
export const GO_TABLES = [
  'users',
  'user_profiles',
  'devices',
  'channels',
  'channel_key_envelopes',
  'directory_key_envelopes',
  'channel_messages',
  'server_invites',
] as const;

/** Retired, and perhaps gone. */
export const BROADCASTS = 'broadcast_messages';
