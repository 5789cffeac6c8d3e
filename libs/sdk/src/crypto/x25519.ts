import { concat, fromBase64, KEY_BYTES, toBase64, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';

/** A device's keys: standard base64 of the 32 raw bytes of an X25519 key each. */
export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

/** What stands before the 32 raw bytes of an X25519 private key in PKCS#8; WebCrypto takes no raw private keys. */
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);

/** Makes a new device key pair. */
export async function generateKeyPair(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey({ name: 'X25519' }, true, ['deriveBits']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return { publicKey: toBase64(publicKey), privateKey: toBase64(pkcs8.subarray(PKCS8_PREFIX.length)) };
}

/** The public key of 32 private bytes, in base64. */
export async function publicKeyOf(privateKey: Bytes): Promise<string> {
  const { x = '' } = await crypto.subtle.exportKey('jwk', await importPrivateKey(privateKey, true));
  const bytes = fromBase64(`${x.replaceAll('-', '+').replaceAll('_', '/')}=`);
  if (bytes?.length !== KEY_BYTES) throw new CryptoError('invalid_key', 'the private key has no public key');
  return toBase64(bytes);
}

/** The 32-byte secret that two devices share. Throws CryptoError `invalid_key` for a public key that yields none. */
export async function sharedSecret(privateKey: Bytes, publicKey: Bytes): Promise<Bytes> {
  const ours = await importPrivateKey(privateKey, false);
  const theirs = await crypto.subtle.importKey('raw', publicKey, { name: 'X25519' }, false, []);
  const secret = await crypto.subtle
    .deriveBits({ name: 'X25519', public: theirs }, ours, KEY_BYTES * 8)
    .then((bits) => new Uint8Array(bits))
    .catch(() => undefined);
  // With a point of low order everyone would share the same secret: all zeros. Most runtimes refuse it themselves.
  if (secret === undefined || secret.every((byte) => byte === 0)) {
    throw new CryptoError('invalid_key', 'the public key is not one that keys can be agreed with');
  }
  return secret;
}

function importPrivateKey(privateKey: Bytes, extractable: boolean): Promise<CryptoKey> {
  const pkcs8 = concat(PKCS8_PREFIX, privateKey);
  return crypto.subtle.importKey('pkcs8', pkcs8, { name: 'X25519' }, extractable, ['deriveBits']);
}
