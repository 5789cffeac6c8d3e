import { textBytes } from '../crypto/text.js';
import { maxBytes } from '../generated/limits.js';
import { ChatError } from './errors.js';

/** What encryption adds: a nonce and a tag; base64 turns 3 bytes into 4. */
const OVERHEAD_BYTES = 12 + 16;
const mostBytes = (encrypted: number) => Math.floor(encrypted / 4) * 3 - OVERHEAD_BYTES;

/** The most bytes (UTF-8) of a message's text: 12,260. The contract's limit is that of the encrypted text. */
export const MAX_TEXT_BYTES = mostBytes(maxBytes.MessageBody);
/** The most bytes (UTF-8) of a channel's or a display name: 3,044. */
export const MAX_NAME_BYTES = mostBytes(maxBytes.EncryptedName);

/** The text, if it fits into a message. Throws ChatError `text_too_long`, or CryptoError `invalid_data`. */
export function checkedText(text: string): string {
  return checked('a message', text, MAX_TEXT_BYTES);
}

/** The name, if it fits. Throws ChatError `text_too_long`, or CryptoError `invalid_data`. */
export function checkedName(name: string): string {
  return checked('a name', name, MAX_NAME_BYTES);
}

function checked(what: string, text: string, most: number): string {
  const bytes = textBytes(what, text).length;
  if (bytes > most) throw new ChatError('text_too_long', `${what} has at most ${most} bytes, this one has ${bytes}`);
  return text;
}
