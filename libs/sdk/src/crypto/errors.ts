import { brand, hasBrand } from '../core/errors.js';

/**
 * Why a {@link CryptoError} was thrown:
 * - `invalid_key`: a key is not the base64 of 32 bytes, or a public key is one that yields no secret;
 * - `invalid_data`: a ciphertext, an envelope or a keystore is not of the right form;
 * - `invalid_password`: a keystore cannot be sealed under a password that is empty or no string;
 * - `decryption_failed`: the key is the wrong one, or the data was changed;
 * - `wrong_password`: the keystore's password is the wrong one, or the keystore was changed;
 * - `unsupported`: this runtime has no WebCrypto (a page needs https or localhost), or it lacks X25519.
 */
export type CryptoErrorCode =
  'invalid_key' | 'invalid_data' | 'invalid_password' | 'decryption_failed' | 'wrong_password' | 'unsupported';

/** Something could not be encrypted or decrypted. It never holds key bytes, passwords or plaintext. */
export class CryptoError extends Error {
  static {
    brand(this, 'CryptoError');
  }
  declare readonly name: 'CryptoError';
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Is it a {@link CryptoError}, and, with `code`, one with that code? Works across copies of the package. */
export function isCryptoError(error: unknown, code?: CryptoErrorCode): error is CryptoError {
  return hasBrand(error, 'CryptoError') && (code === undefined || (error as CryptoError).code === code);
}
