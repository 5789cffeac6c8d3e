import { DialtoneError } from './dialtone-error.js';

/**
 * A password or passphrase as it is hashed (OpaqueString of RFC 8265): blanks of all scripts as U+0020, and in Unicode's
 * form NFC, so that it is the same whatever keyboard types it. Nothing else is changed; ASCII stays as it is.
 */
export function preparePassword(password: string): string {
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}

/** The forms in which a password may have been hashed: as it is today and, where that differs, as it was given. */
export function passwordForms(password: string): string[] {
  return [...new Set([preparePassword(password), password])];
}

/**
 * A new password as it is hashed. The contract's schema has judged everything but the length in that form.
 *
 * @throws {DialtoneError} `invalid_request`
 */
export function newPassword(password: string): string {
  const prepared = preparePassword(password);
  if (Array.from(prepared).length >= 8) return prepared;
  throw new DialtoneError('invalid_request', 'a password must be longer than or equal to 8 characters');
}
