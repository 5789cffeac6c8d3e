import { statement } from '../protocol/statement.js';
import { open, seal } from './aes-gcm.js';
import { concat, fromBase64, KEY_BYTES, keyBytes, toBase64, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';
import { hkdf } from './hkdf.js';

const LABEL = 'dialtone/backup/v1';
const KEY_LABEL = 'dialtone/backup-key/v1';

/** The first byte of a backup: the form of the rest. */
const FORM = 1;

/** A key of 32 bytes, sealed: nonce, ciphertext and tag. */
const SEALED_KEY_BYTES = 12 + KEY_BYTES + 16;

/** Whose backup it is, and which. Both are authenticated, so that no other can be passed off as it. */
export interface BackupPlace {
  readonly userId: string;
  readonly version: number;
}

/** The key that twelve words' 16 bytes stand for: HKDF-SHA256, salted with the user's id. In base64. */
export async function backupKeyOf(entropy: Bytes, userId: string): Promise<string> {
  return toBase64(await hkdf(entropy, LABEL, userId));
}

/**
 * Encrypts a backup under its key. The key itself is added, sealed under one that is derived from the user's private
 * identity key: the user's linked devices keep the backup up to date without having seen the words.
 *
 * Returns base64(1 ‖ key sealed, 60 bytes ‖ nonce ‖ ciphertext ‖ tag), both parts with AES-256-GCM, whose additional
 * data are the statement of a label, the user's id and the version.
 */
export async function sealBackup(
  keys: { readonly backupKey: string; readonly identityKey: string },
  place: BackupPlace,
  content: string,
): Promise<string> {
  const backupKey = keyBytes('backupKey', keys.backupKey);
  const wrapping = await wrappingKey(keys.identityKey, place.userId);
  return sealBackupWith({ backupKey, wrapping }, place, content);
}

/** Like {@link sealBackup}, with nonces that only test vectors may choose. */
export async function sealBackupWith(
  { backupKey, wrapping }: { readonly backupKey: Bytes; readonly wrapping: Bytes },
  place: BackupPlace,
  content: string,
  nonces: readonly [Bytes?, Bytes?] = [],
): Promise<string> {
  const key = bytesOf(await seal(wrapping, backupKey, nonces[0], additional(KEY_LABEL, place)));
  const text = new TextEncoder().encode(content);
  return toBase64(
    concat(Uint8Array.of(FORM), key, bytesOf(await seal(backupKey, text, nonces[1], additional(LABEL, place)))),
  );
}

/** Decrypts a backup under its key. Throws CryptoError `invalid_data` or `decryption_failed`. */
export async function openBackup(backupKey: string, place: BackupPlace, data: string): Promise<string> {
  const { content } = partsOf(data);
  const bytes = await open(keyBytes('backupKey', backupKey), toBase64(content), additional(LABEL, place));
  return new TextDecoder().decode(bytes);
}

/** The key of a backup, for a device with the user's private identity key. Throws as {@link openBackup} does. */
export async function openBackupKey(identityKey: string, place: BackupPlace, data: string): Promise<string> {
  const wrapping = await wrappingKey(identityKey, place.userId);
  return toBase64(await open(wrapping, toBase64(partsOf(data).key), additional(KEY_LABEL, place)));
}

/** What a private identity key seals the backup's key under. */
export async function wrappingKey(identityKey: string, userId: string): Promise<Bytes> {
  return hkdf(keyBytes('identityKey', identityKey), KEY_LABEL, userId);
}

function partsOf(data: string): { key: Bytes; content: Bytes } {
  const bytes = bytesOf(data);
  const after = 1 + SEALED_KEY_BYTES;
  if (bytes[0] !== FORM || bytes.length < after) {
    throw new CryptoError('invalid_data', 'the backup is cut short, or of a form that this version does not know');
  }
  return { key: bytes.slice(1, after), content: bytes.slice(after) };
}

function bytesOf(base64: string): Bytes {
  return fromBase64(base64) ?? new Uint8Array();
}

function additional(label: string, { userId, version }: BackupPlace): Bytes {
  return statement(label, userId, String(version));
}
