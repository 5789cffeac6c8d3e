import { fromBase64, KEY_BYTES, toBase64, webCrypto } from '../crypto/bytes.js';
import { sessionOf, type ChatContext } from './context.js';
import { readDocument } from './documents.js';
import { ChatError } from './errors.js';
import type { KeyVersionsDocument, KnownIdentity } from './store.js';

/** What a backup holds once it is decrypted; keys are in base64. */
export interface BackupContent {
  /** The user's private identity key. */
  identity_key: string;
  /** Whose identities the user's devices know. */
  users: Record<string, KnownIdentity>;
  channel_keys: Record<string, string>;
  channel_key_versions: KeyVersionsDocument['channels'];
  directory_key?: string;
  former_directory_keys: string[];
}

/** What takes a backup's place when the user wants none any more, so that nobody takes it for one that was hidden. */
export const ENDED = JSON.stringify({ v: 1, ended: true });

/** What this device would put into a backup; undefined while it does not have the identity. */
export function ownContent(context: ChatContext): BackupContent | undefined {
  const { vault } = context;
  const identity_key = vault.get('identity')?.identity_key;
  if (identity_key === undefined) return undefined;
  const directory_key = vault.get('directory_key')?.key;
  return {
    identity_key,
    users: Object.fromEntries(
      // What the server claims at the moment is no knowledge: whoever reads the backup judges that again.
      Object.entries(vault.get('trust')?.users ?? {}).map(([id, { changed_to: _, ...pin }]) => [id, pin]),
    ),
    channel_keys: vault.get('channel_keys')?.keys ?? {},
    channel_key_versions: vault.get('key_versions')?.channels ?? {},
    ...(directory_key !== undefined && { directory_key }),
    former_directory_keys: sessionOf(context).former_directory_keys ?? [],
  };
}

/**
 * All that either of them holds. Where both know something, the first one counts; of one identity known to both, it is
 * verified if either says so, and the later generation counts.
 */
export function unite(first: BackupContent, second: BackupContent): BackupContent {
  const directory_key = first.directory_key ?? second.directory_key;
  const former = [...first.former_directory_keys, ...second.former_directory_keys, second.directory_key ?? ''];
  return {
    identity_key: first.identity_key,
    users: unitePins(first.users, second.users),
    channel_keys: { ...second.channel_keys, ...first.channel_keys },
    channel_key_versions: uniteVersions(first.channel_key_versions, second.channel_key_versions),
    ...(directory_key !== undefined && { directory_key }),
    former_directory_keys: [...new Set(former)].filter((key) => key !== '' && key !== directory_key),
  };
}

/** Pins of both; see {@link unite}. */
function unitePins(
  first: Readonly<Record<string, KnownIdentity>>,
  second: Readonly<Record<string, KnownIdentity>>,
): Record<string, KnownIdentity> {
  const users = new Map(Object.entries(second));
  for (const [id, pin] of Object.entries(first)) {
    const other = users.get(id);
    const isSame = other?.identity_key === pin.identity_key;
    users.set(id, {
      ...pin,
      is_verified: pin.is_verified || (isSame && other.is_verified),
      generation: isSame ? Math.max(pin.generation, other.generation) : pin.generation,
    });
  }
  return Object.fromEntries(users);
}

/** The keys of both, and the higher version of each channel; where both have one, the first one's counts. */
export function uniteVersions(
  first: KeyVersionsDocument['channels'],
  second: KeyVersionsDocument['channels'],
): KeyVersionsDocument['channels'] {
  const channels = { ...second };
  for (const [id, one] of Object.entries(first)) {
    const other = second[id];
    const { version, commitment } = other !== undefined && other.version > one.version ? other : one;
    channels[id] = { version, commitment, keys: { ...other?.keys, ...one.keys } };
  }
  return channels;
}

/** The text that is encrypted: the same for the same content. */
export function textOf(content: BackupContent): string {
  const { users, channel_keys, channel_key_versions, former_directory_keys, ...rest } = content;
  const former = [...former_directory_keys].sort();
  const keys = { channel_keys: sorted(channel_keys), channel_key_versions: sorted(channel_key_versions) };
  return JSON.stringify({ v: 1, ...rest, users: sorted(users), ...keys, former });
}

/** What tells contents apart. */
export async function digestOf(content: BackupContent): Promise<string> {
  const bytes = new TextEncoder().encode(textOf(content));
  return toBase64(new Uint8Array(await webCrypto().digest('SHA-256', bytes)));
}

/**
 * The content of a decrypted backup; undefined if the user wants none any more. Throws ChatError `backup_newer` for one
 * that a newer version of this package has written, and `invalid_backup` for one that is not of the right form.
 */
export function readContent(text: string): BackupContent | undefined {
  const { v, ended, former, ...content } = parse(text);
  if (Number.isSafeInteger(v) && (v as number) > 1)
    throw new ChatError('backup_newer', 'a newer version of the app has written the backup: update this one');
  if (v !== 1) throw invalidBackup();
  return ended === true ? undefined : { ...content, ...checked(content, former) };
}

/** The fields that this version knows, of the form that a store's have. */
function checked(content: Record<string, unknown>, former: unknown = []): BackupContent {
  const { identity_key, users, channel_keys, channel_key_versions: channels, directory_key } = content;
  const areKeys = [identity_key, directory_key ?? identity_key].every((key) => fromBase64(key)?.length === KEY_BYTES);
  if (!areKeys || !Array.isArray(former) || !former.every((key) => typeof key === 'string')) throw invalidBackup();
  try {
    return {
      identity_key: identity_key as string,
      users: readDocument('trust', { users })?.users ?? {},
      channel_keys: readDocument('channel_keys', { keys: channel_keys })?.keys ?? {},
      channel_key_versions: readDocument('key_versions', { channels })?.channels ?? {},
      ...(typeof directory_key === 'string' && { directory_key }),
      former_directory_keys: former,
    };
  } catch {
    throw invalidBackup();
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return { ...(JSON.parse(text) as object) };
  } catch {
    throw invalidBackup(); // without the parser's error: it quotes the text
  }
}

function invalidBackup(): ChatError {
  return new ChatError('invalid_backup', 'the backup is not of the right form: whoever wrote it made a mistake');
}

function sorted<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
