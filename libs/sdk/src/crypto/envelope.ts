import { open, seal } from './aes-gcm.js';
import { KEY_BYTES, keyBytes, toBase64, webCrypto, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';
import { sharedSecret } from './x25519.js';

const INFO = new TextEncoder().encode('dialtone-e2e-v1');

/** What {@link sealEnvelope} takes; every key is the base64 of 32 bytes. */
export interface SealEnvelopeInput {
  /** The channel or directory key to share. */
  key: string;
  senderPrivateKey: string;
  recipientPublicKey: string;
}

/** What {@link openEnvelope} takes. */
export interface OpenEnvelopeInput {
  envelope: string;
  /** The recipient's own. */
  privateKey: string;
  /** Check that it belongs to a device of a user you trust: whoever knows your public key can make envelopes for you. */
  senderPublicKey: string;
}

/**
 * Seals a channel or directory key for one device (the `envelope` of `POST /channels/keys` and `POST /directory/keys`).
 * Throws CryptoError `invalid_key`.
 */
export async function sealEnvelope(input: SealEnvelopeInput): Promise<string> {
  return sealEnvelopeWith(input);
}

/** Like {@link sealEnvelope}, with a nonce that only test vectors may choose. */
export async function sealEnvelopeWith(input: SealEnvelopeInput, nonce?: Bytes): Promise<string> {
  const { key, senderPrivateKey, recipientPublicKey } = fields(input);
  const bytes = keyBytes('key', key);
  const wrapping = await wrappingKey(
    keyBytes('senderPrivateKey', senderPrivateKey),
    keyBytes('recipientPublicKey', recipientPublicKey),
  );
  return seal(wrapping, bytes, nonce);
}

/**
 * Opens an envelope and returns the key in it, in base64.
 * Throws CryptoError `invalid_key`, `invalid_data` or `decryption_failed`.
 */
export async function openEnvelope(input: OpenEnvelopeInput): Promise<string> {
  const { envelope, privateKey, senderPublicKey } = fields(input);
  const wrapping = await wrappingKey(keyBytes('privateKey', privateKey), keyBytes('senderPublicKey', senderPublicKey));
  const key = await open(wrapping, envelope);
  if (key.length !== KEY_BYTES) throw new CryptoError('invalid_data', 'the envelope does not hold a key of 32 bytes');
  return toBase64(key);
}

/** The input; without one, every field is reported as missing. */
function fields<T extends object>(input: T | null | undefined): Partial<T> {
  return input ?? {};
}

/** HKDF-SHA256 of the shared secret; the same from either side. */
async function wrappingKey(privateKey: Bytes, publicKey: Bytes): Promise<Bytes> {
  const secret = await sharedSecret(privateKey, publicKey);
  const imported = await webCrypto().importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: INFO };
  return new Uint8Array(await webCrypto().deriveBits(hkdf, imported, KEY_BYTES * 8));
}
