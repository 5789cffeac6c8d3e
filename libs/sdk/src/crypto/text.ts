import { open, seal } from './aes-gcm.js';
import { keyBytes } from './bytes.js';
import { CryptoError } from './errors.js';

/**
 * Encrypts a message, a channel's name or a display name (the fields `body`, `name_enc`, `sender_name_enc`) under a
 * channel or directory key, the base64 of 32 bytes. Throws CryptoError `invalid_key`, or `invalid_data` when `text` is no
 * string.
 */
export async function encryptText(key: string, text: string): Promise<string> {
  if (typeof text !== 'string') throw new CryptoError('invalid_data', 'the text must be a string');
  return seal(keyBytes('key', key), new TextEncoder().encode(text));
}

/**
 * Decrypts what {@link encryptText} returns.
 * Throws CryptoError `invalid_key`, `invalid_data` (also when it is not UTF-8) or `decryption_failed`.
 */
export async function decryptText(key: string, data: string): Promise<string> {
  const bytes = await open(keyBytes('key', key), data);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CryptoError('invalid_data', 'the decrypted data is not UTF-8 text');
  }
}
