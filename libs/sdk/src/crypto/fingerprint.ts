import { concat, keyBytes, webCrypto } from './bytes.js';
import { CryptoError } from './errors.js';
import { textBytes } from './text.js';

const LABEL = 'dialtone-fingerprint-v1';
const GROUPS = 12;
const BYTES_PER_GROUP = 5;

/** How many bytes become the digits of a fingerprint. */
export const FINGERPRINT_BYTES = GROUPS * BYTES_PER_GROUP;

/**
 * The fingerprint of a user: 60 digits in 12 groups over the public keys of their devices, the same on every machine
 * that was told of the same devices. Two people who compare it over another channel know that the server has not added
 * a device of its own. It changes whenever a device is added or removed.
 *
 * Derivation: SHA-512 of the UTF-8 of `dialtone-fingerprint-v1`, a zero byte, the UTF-8 of the user's id, a zero byte,
 * and the keys' 32 raw bytes each, in ascending order of their bytes, each key once. Every 5 of its first 60 bytes, as
 * a big-endian number modulo 100,000 with leading zeros, give a group of 5 digits; the groups are separated by spaces.
 *
 * Throws CryptoError `invalid_key` when a public key is not the base64 of 32 bytes, or `invalid_data` when the id is
 * not a text or the keys are not an array.
 */
export async function fingerprint(userId: string, publicKeys: readonly string[]): Promise<string> {
  const id = textBytes('userId', userId);
  if (!Array.isArray(publicKeys)) throw new CryptoError('invalid_data', 'publicKeys must be an array');
  const keys = [...new Set<unknown>(publicKeys)].map((key) => keyBytes('publicKey', key)).sort(compareBytes);
  const label = new TextEncoder().encode(`${LABEL}\0`);
  const digest = new Uint8Array(await webCrypto().digest('SHA-512', concat(label, id, Uint8Array.of(0), ...keys)));
  return digitGroups(digest);
}

/** The digits of 60 bytes: 12 groups of 5, separated by spaces. */
export function digitGroups(digest: Uint8Array): string {
  const groups = Array.from({ length: GROUPS }, (_, i) => {
    const bytes = digest.subarray(i * BYTES_PER_GROUP, (i + 1) * BYTES_PER_GROUP);
    const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    return String(number % 100_000).padStart(5, '0');
  });
  return groups.join(' ');
}

/** The order of two byte strings: that of their first different byte, or else the shorter one first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] as number) - (b[at] ?? -1);
}
