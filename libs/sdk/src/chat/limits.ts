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

/** Does the text fit into a message? Throws ChatError `text_too_long`, or CryptoError `invalid_data`. */
export function checkText(text: string): void {
  check('a message', text, MAX_TEXT_BYTES);
}

/** Does the name fit, and is it one? Throws ChatError `text_too_long` or `name_blank`, or CryptoError `invalid_data`. */
export function checkName(name: string): void {
  check('a name', name, MAX_NAME_BYTES);
  // The server, which sees it encrypted, cannot tell.
  if (!/\S/.test(name)) throw new ChatError('name_blank', 'a name must not be blank');
}

function check(what: string, text: string, most: number): void {
  const bytes = textBytes(what, text).length;
  if (bytes > most) throw new ChatError('text_too_long', `${what} has at most ${most} bytes, this one has ${bytes}`);
}
