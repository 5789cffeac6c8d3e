import { brand, hasBrand } from '../core/errors.js';

/**
 * Why a {@link ChatError} was thrown:
 * - `no_session`: the store has no session to resume, or has lost it; log in;
 * - `other_account`: the store belongs to another user, or to another server;
 * - `key_missing`: nobody has shared the channel's key with this device yet;
 * - `text_too_long`: the text, or the name, does not fit once it is encrypted;
 * - `name_blank`: the name is empty, or nothing but white space;
 * - `invalid_store`: a document of the store is not of the right form;
 * - `not_admin`: only admins can do that;
 * - `not_linked`: this device does not have the user's identity: link it first;
 * - `no_identity`: the user has no identity, or not the one that was meant;
 * - `identity_changed`: the server names another identity for this very user: see `identity-changed`;
 * - `reset_needed`: no device can be removed for good any more: make a new identity;
 * - `this_device`: a device cannot remove itself;
 * - `already_linked`: this device is linked already;
 * - `invalid_code`: what was typed or scanned is of the wrong form;
 * - `no_link_request`: no new device of the user asks to be linked;
 * - `wrong_code`: no device that asks shows that code, or the server has changed what it asks;
 * - `too_many_codes`: five codes were wrong; let the new device ask anew;
 * - `too_many_unsigned`: more devices of the user may ask than a typed code is tried on: scan the QR text, or remove those
 *   that the user does not know;
 * - `link_expired`: the new device has asked more than 10 minutes ago; let it ask anew;
 * - `wrong_answer`: somebody who does not know the code has answered; ask anew, and expect the server to lie;
 * - `unknown_device`: the user has no such device;
 * - `not_matching`: the fingerprint, safety number or scanned text is not that of what the server shows;
 * - `wrong_words`: these are not the recovery words;
 * - `no_backup`: the user has no backup that words could open;
 * - `invalid_backup`: the backup is not of the right form;
 * - `backup_newer`: a newer version of this package has written the backup;
 * - `backup_too_long`: the keys do not fit into a backup;
 * - `recovery_on`: there are recovery words already;
 * - `rotation_blocked`: not every device can take a new key of the channel.
 */
export type ChatErrorCode =
  | 'no_session'
  | 'other_account'
  | 'key_missing'
  | 'text_too_long'
  | 'name_blank'
  | 'invalid_store'
  | 'not_admin'
  | 'not_linked'
  | 'no_identity'
  | 'identity_changed'
  | 'reset_needed'
  | 'this_device'
  | 'already_linked'
  | 'invalid_code'
  | 'no_link_request'
  | 'wrong_code'
  | 'too_many_codes'
  | 'too_many_unsigned'
  | 'link_expired'
  | 'wrong_answer'
  | 'unknown_device'
  | 'not_matching'
  | 'wrong_words'
  | 'no_backup'
  | 'invalid_backup'
  | 'backup_newer'
  | 'backup_too_long'
  | 'recovery_on'
  | 'rotation_blocked';

/** A {@link ChatSession} cannot do what it was asked to. Nothing was sent. */
export class ChatError extends Error {
  static {
    brand(this, 'ChatError');
  }
  declare readonly name: 'ChatError';
  readonly code: ChatErrorCode;

  constructor(code: ChatErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Is it a {@link ChatError}, and, with `code`, one with that code? Works across copies of the package. */
export function isChatError(error: unknown, code?: ChatErrorCode): error is ChatError {
  return hasBrand(error, 'ChatError') && (code === undefined || (error as ChatError).code === code);
}
