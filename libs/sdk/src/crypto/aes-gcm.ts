import { concat, fromBase64, randomBytes, toBase64, webCrypto, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NOTHING = new Uint8Array(0);

/**
 * Encrypts with AES-256-GCM under a 32-byte key (or one of WebCrypto's). Returns base64(nonce 12 bytes ‖ ciphertext ‖ tag
 * 16 bytes). A nonce must never be used twice with one key, so leave it out. Who opens it has to know the additional data.
 */
export async function seal(
  key: Bytes | CryptoKey,
  plaintext: Bytes,
  nonce = randomBytes(NONCE_BYTES),
  additionalData: Bytes = NOTHING,
): Promise<string> {
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData };
  const ciphertext = await webCrypto().encrypt(algorithm, await aesKey(key), plaintext);
  return toBase64(concat(nonce, new Uint8Array(ciphertext)));
}

/** Decrypts what {@link seal} returns. Throws CryptoError `invalid_data` or `decryption_failed`. */
export async function open(key: Bytes | CryptoKey, sealed: unknown, additionalData: Bytes = NOTHING): Promise<Bytes> {
  const bytes = fromBase64(sealed);
  if (bytes === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new CryptoError('invalid_data', 'the data must be base64 of a nonce, a ciphertext and a tag');
  }
  const iv = bytes.subarray(0, NONCE_BYTES);
  const imported = await aesKey(key);
  try {
    const algorithm = { name: 'AES-GCM', iv, additionalData };
    return new Uint8Array(await webCrypto().decrypt(algorithm, imported, bytes.subarray(NONCE_BYTES)));
  } catch {
    throw new CryptoError('decryption_failed', 'the key is the wrong one, or the data was changed');
  }
}

async function aesKey(key: Bytes | CryptoKey): Promise<CryptoKey> {
  if (!ArrayBuffer.isView(key)) return key;
  return webCrypto().importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
