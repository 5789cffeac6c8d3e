/**
 * End-to-end encryption as Dialtone's clients do it, on WebCrypto alone: Node 20 and later, browsers, workers.
 * Every key is a string: standard base64 of its 32 bytes.
 */
import { keyBytes, KEY_BYTES, randomBytes, toBase64 } from './bytes.js';
import { publicKeyOf } from './x25519.js';

export {
  openEnvelope,
  sealEnvelope,
  type EnvelopeBinding,
  type OpenEnvelopeInput,
  type SealEnvelopeInput,
} from './envelope.js';
export { CryptoError, isCryptoError, type CryptoErrorCode } from './errors.js';
export { fingerprint } from './fingerprint.js';
export { openKeystore, sealKeystore } from './keystore.js';
export { safetyNumber, type PublicIdentity } from './safety-number.js';
export { decryptText, encryptText } from './text.js';
export { generateKeyPair, type KeyPair } from './x25519.js';

/** Makes a new channel or directory key: base64 of 32 random bytes. */
export function generateKey(): string {
  return toBase64(randomBytes(KEY_BYTES));
}

/** The public key that belongs to a device's private key. Throws CryptoError `invalid_key`. */
export async function getPublicKey(privateKey: string): Promise<string> {
  return publicKeyOf(keyBytes('privateKey', privateKey));
}
