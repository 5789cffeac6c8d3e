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
 * - `this_device`: a device cannot remove itself.
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
  | 'this_device';

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
