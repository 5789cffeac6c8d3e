import { statement } from '../protocol/statement.js';
import { keyBytes, webCrypto } from './bytes.js';
import { compareBytes, digitGroups, FINGERPRINT_BYTES } from './fingerprint.js';
import { textBytes } from './text.js';

const LABEL = 'dialtone/safety-number/v1';
const ROUNDS = 5200;

/** A user, and their identity: the public Ed25519 key, in base64. */
export interface PublicIdentity {
  readonly userId: string;
  readonly identityKey: string;
}

/**
 * The safety number of two users: 60 digits in 12 groups over both identities, the same on both sides, whoever asks.
 * Two people who compare it over another channel know that neither was told of another identity than the other's own.
 * It stays the same when devices are added or removed.
 *
 * Derivation: PBKDF2-HMAC-SHA-512 with 5,200 rounds, which slows down whoever looks for keys with a similar number, of
 * `statement(label, user id, identity key, user id, identity key)`, the user whose id comes first in the order of UTF-8
 * bytes first, keys as 32 raw bytes; the salt is the label, `dialtone/safety-number/v1`. Its 60 bytes become digits as
 * those of a fingerprint do.
 *
 * Throws CryptoError `invalid_key` when a key is not the base64 of 32 bytes, or `invalid_data` when an id is not a text.
 */
export async function safetyNumber(one: PublicIdentity, other: PublicIdentity): Promise<string> {
  const users = [one, other].map(({ userId, identityKey }) => ({
    id: textBytes('userId', userId),
    key: keyBytes('identityKey', identityKey),
  }));
  users.sort((a, b) => compareBytes(a.id, b.id) || compareBytes(a.key, b.key));
  const salt = new TextEncoder().encode(LABEL);
  const secret = statement(LABEL, ...users.flatMap(({ id, key }) => [id, key]));
  const imported = await webCrypto().importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-512', salt, iterations: ROUNDS };
  return digitGroups(new Uint8Array(await webCrypto().deriveBits(pbkdf2, imported, FINGERPRINT_BYTES * 8)));
}
