import { open, seal } from './aes-gcm.js';
import { keyBytes, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';

/**
 * Encrypts a message, a channel's name or a display name (the fields `body`, `name_enc`, `sender_name_enc`) under a
 * channel or directory key, the base64 of 32 bytes. Throws CryptoError `invalid_key`, or `invalid_data` when `text` is
 * not a string, or is cut in the middle of a character (a lone surrogate) and could not be decrypted to the same text.
 */
export async function encryptText(key: string, text: string): Promise<string> {
  return seal(keyBytes('key', key), textBytes('the text', text));
}

/** The UTF-8 of a text. Throws CryptoError `invalid_data`, naming the text by `name`, when there is none. */
export function textBytes(name: string, text: unknown): Bytes {
  if (typeof text !== 'string') throw new CryptoError('invalid_data', `${name} must be a string`);
  if (/\p{Surrogate}/u.test(text)) {
    throw new CryptoError('invalid_data', `${name} is cut in the middle of a character: it has a lone surrogate`);
  }
  return new TextEncoder().encode(text);
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
