-- The tables of dialtone-go, as a running installation has them.
CREATE TABLE schema_migrations (id text PRIMARY KEY, applied_at timestamptz NOT NULL);
CREATE TABLE users (
  id text PRIMARY KEY,
  username_hash text NOT NULL UNIQUE,
  password_hash text,
  is_admin boolean NOT NULL DEFAULT false,
  is_trusted boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL
);
CREATE TABLE devices (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  public_key text NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz
);
CREATE TABLE channels (
  id text PRIMARY KEY,
  name_enc text NOT NULL,
  created_by text NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
  created_at timestamptz NOT NULL
);
CREATE TABLE channel_messages (
  id text PRIMARY KEY,
  channel_id text NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
  sender_id text NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
  sender_name_enc text NOT NULL,
  body text NOT NULL,
  sent_at timestamptz NOT NULL
);
CREATE TABLE channel_key_envelopes (
  channel_id text NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
  device_id text NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  sender_device_id text NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  sender_public_key text NOT NULL,
  envelope text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (channel_id, device_id)
);
CREATE TABLE directory_key_envelopes (
  device_id text PRIMARY KEY REFERENCES devices (id) ON DELETE CASCADE,
  sender_device_id text NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  sender_public_key text NOT NULL,
  envelope text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE user_profiles (
  user_id text PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  name_enc text NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE TABLE server_invites (
  id text PRIMARY KEY,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  consumed_at timestamptz,
  consumed_by text
);
CREATE TABLE broadcast_messages (
  id text PRIMARY KEY,
  sender_id text NOT NULL,
  sender_public_key text NOT NULL,
  sender_name_enc text NOT NULL,
  body text NOT NULL,
  key_envelopes jsonb,
  sent_at timestamptz NOT NULL
);
