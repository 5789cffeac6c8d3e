import { concat, fromBase64, keyBytes, toBase64, webCrypto, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';

/** An Ed25519 key pair: standard base64 of 32 raw bytes each; the private one is the seed of RFC 8032. */
export interface SigningKeyPair {
  publicKey: string;
  privateKey: string;
}

const ED25519 = { name: 'Ed25519' };
const SIGNATURE_BYTES = 64;

/** How many keys are kept ready: importing one costs about as much as a signature. */
const MOST_READY = 200;
const readyToSign = new Map<string, Promise<CryptoKey>>();
const readyToVerify = new Map<string, Promise<CryptoKey | undefined>>();

/** What precedes the 32 bytes of an Ed25519 private key in PKCS#8; WebCrypto takes no raw private keys. */
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

/** Makes a key pair for signatures. Throws CryptoError `unsupported`. */
export async function generateSigningKeyPair(): Promise<SigningKeyPair> {
  const privateKey = toBase64(crypto.getRandomValues(new Uint8Array(32)));
  return { privateKey, publicKey: await signingPublicKeyOf(privateKey) };
}

/** The public key of a private one. Throws CryptoError `invalid_key` or `unsupported`. */
export async function signingPublicKeyOf(privateKey: string): Promise<string> {
  const { x = '' } = await webCrypto().exportKey('jwk', await importPrivateKey(privateKey, true));
  return `${x.replaceAll('-', '+').replaceAll('_', '/')}=`;
}

/** Signs the bytes; returns the base64 of the 64-byte signature. Throws CryptoError `invalid_key` or `unsupported`. */
export async function sign(privateKey: string, bytes: Bytes): Promise<string> {
  const key = await ready(readyToSign, privateKey, () => importPrivateKey(privateKey, false));
  return toBase64(new Uint8Array(await webCrypto().sign(ED25519, key, bytes)));
}

/** Is it the signature of the bytes by that key? False too for a key or a signature that is none. */
export async function verify(publicKey: string, bytes: Bytes, signature: string): Promise<boolean> {
  const [key, signed] = [fromBase64(publicKey), fromBase64(signature)];
  if (key?.length !== 32 || signed?.length !== SIGNATURE_BYTES) return false;
  const imported = await ready(readyToVerify, publicKey, () =>
    webCrypto()
      .importKey('raw', key, ED25519, false, ['verify'])
      .catch(() => undefined),
  );
  return imported !== undefined && webCrypto().verify(ED25519, imported, signed, bytes);
}

/** The imported key; the one that was imported first is forgotten first. */
async function ready<T>(keys: Map<string, Promise<T>>, name: string, load: () => Promise<T>): Promise<T> {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const loading = load();
  keys.set(name, loading);
  const [oldest] = keys.keys();
  if (oldest !== undefined && keys.size > MOST_READY) keys.delete(oldest);
  return loading.catch((error: unknown) => {
    keys.delete(name);
    throw error;
  });
}

function importPrivateKey(privateKey: string, extractable: boolean): Promise<CryptoKey> {
  const pkcs8 = concat(PKCS8_PREFIX, keyBytes('privateKey', privateKey));
  return webCrypto()
    .importKey('pkcs8', pkcs8, ED25519, extractable, ['sign'])
    .catch((cause: unknown) => {
      throw new CryptoError('unsupported', 'this runtime lacks Ed25519', { cause });
    });
}
