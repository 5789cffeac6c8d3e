import { CryptoError } from './errors.js';

/** Bytes that WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The length of every key: X25519 private and public, channel and directory. */
export const KEY_BYTES = 32;

const NOT_BASE64 = /[^A-Za-z0-9+/]/;
/** The last four. The unused bits before the padding must be zero, so that there is only one spelling of the same bytes. */
const END_OF_BASE64 = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * The bytes of standard base64 with padding; undefined for anything else, even for another spelling of the same bytes.
 */
export function fromBase64(text: unknown): Bytes | undefined {
  if (typeof text !== 'string' || text.length % 4 > 0) return undefined;
  // In two parts: one expression for groups of four needs more stack than there is for texts of some megabytes.
  if (NOT_BASE64.test(text.slice(0, -4)) || !END_OF_BASE64.test(text.slice(-4))) return undefined;
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** The WebCrypto of this runtime. Throws CryptoError `unsupported`. */
export function webCrypto(): typeof globalThis.crypto.subtle {
  const { subtle } = (globalThis as { crypto?: Partial<Crypto> }).crypto ?? {};
  if (subtle === undefined) {
    throw new CryptoError('unsupported', 'there is no WebCrypto here: a page needs https or localhost');
  }
  return subtle;
}

/** The 32 bytes of a key. Throws CryptoError `invalid_key`, naming the key by `name`. */
export function keyBytes(name: string, key: unknown): Bytes {
  const bytes = fromBase64(key);
  if (bytes?.length !== KEY_BYTES) throw new CryptoError('invalid_key', `${name} must be the base64 of 32 bytes`);
  return bytes;
}

/** Bytes from the runtime's cryptographic random generator. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** The parts, one after the other. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
