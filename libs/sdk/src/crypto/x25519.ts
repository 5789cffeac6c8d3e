import { concat, fromBase64, KEY_BYTES, toBase64, webCrypto, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';

/** A device's keys: standard base64 of the 32 raw bytes of an X25519 key each. */
export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

const X25519 = { name: 'X25519' };

/** What precedes the 32 raw bytes of an X25519 private key in PKCS#8; WebCrypto takes no raw private keys. */
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);

/** Makes a new device key pair. Throws CryptoError `unsupported`. */
export async function generateKeyPair(): Promise<KeyPair> {
  const { privateKey } = (await supported(webCrypto().generateKey(X25519, true, ['deriveBits']))) as CryptoKeyPair;
  const { x, d } = await webCrypto().exportKey('jwk', privateKey);
  return { publicKey: fromJwk(x), privateKey: fromJwk(d) };
}

/** The public key of 32 private bytes, in base64. */
export async function publicKeyOf(privateKey: Bytes): Promise<string> {
  const { x } = await webCrypto().exportKey('jwk', await importPrivateKey(privateKey, true));
  return fromJwk(x);
}

/** The 32-byte secret that two devices share. Throws CryptoError `invalid_key` for a public key that yields none. */
export async function sharedSecret(privateKey: Bytes, publicKey: Bytes): Promise<Bytes> {
  const ours = await usablePrivateKey(privateKey);
  const theirs = await webCrypto().importKey('raw', publicKey, X25519, false, []);
  const secret = await webCrypto()
    .deriveBits({ ...X25519, public: theirs }, ours, KEY_BYTES * 8)
    .then((bits) => new Uint8Array(bits))
    .catch(() => undefined);
  // With a point of low order everyone would share the same secret: all zeros. Most runtimes refuse it themselves.
  if (secret === undefined || secret.every((byte) => byte === 0)) {
    throw new CryptoError('invalid_key', 'the public key is not one that keys can be agreed with');
  }
  return secret;
}

/** The last private key that was used: a device agrees with thousands of others, and importing takes the longest. */
let lastUsed: { readonly text: string; readonly key: Promise<CryptoKey> } | undefined;

function usablePrivateKey(privateKey: Bytes): Promise<CryptoKey> {
  const text = toBase64(privateKey);
  if (lastUsed?.text !== text) lastUsed = { text, key: importPrivateKey(privateKey, false) };
  return lastUsed.key;
}

function importPrivateKey(privateKey: Bytes, extractable: boolean): Promise<CryptoKey> {
  const pkcs8 = concat(PKCS8_PREFIX, privateKey);
  return supported(webCrypto().importKey('pkcs8', pkcs8, X25519, extractable, ['deriveBits']));
}

/** Any 32 bytes are a private key, so a refusal here means that the algorithm is missing. */
function supported<T>(operation: Promise<T>): Promise<T> {
  return operation.catch((cause: unknown) => {
    throw new CryptoError('unsupported', 'this runtime lacks X25519', { cause });
  });
}

/** The 32 bytes of a JSON Web Key in base64: there they are base64url without padding. */
function fromJwk(value = ''): string {
  const bytes = fromBase64(`${value.replaceAll('-', '+').replaceAll('_', '/')}=`);
  if (bytes?.length !== KEY_BYTES)
    throw new CryptoError('unsupported', 'this runtime exports X25519 keys in another form');
  return toBase64(bytes);
}
