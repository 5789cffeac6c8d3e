import { concat, fromBase64, randomBytes, toBase64, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts with AES-256-GCM under a 32-byte key, without additional data.
 * Returns base64(nonce 12 bytes ‖ ciphertext ‖ tag 16 bytes). A nonce must never serve twice with one key: leave it out.
 */
export async function seal(key: Bytes, plaintext: Bytes, nonce = randomBytes(NONCE_BYTES)): Promise<string> {
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, await aesKey(key), plaintext);
  return toBase64(concat(nonce, new Uint8Array(ciphertext)));
}

/** Decrypts what {@link seal} returns. Throws CryptoError `invalid_data` or `decryption_failed`. */
export async function open(key: Bytes, sealed: unknown): Promise<Bytes> {
  const bytes = fromBase64(sealed);
  if (bytes === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new CryptoError('invalid_data', 'the data must be base64 of a nonce, a ciphertext and a tag');
  }
  const iv = bytes.subarray(0, NONCE_BYTES);
  const imported = await aesKey(key);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, imported, bytes.subarray(NONCE_BYTES)));
  } catch {
    throw new CryptoError('decryption_failed', 'the key is the wrong one, or the data was changed');
  }
}

function aesKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
