import { concat, toBase64, webCrypto, type Bytes } from './bytes.js';

/** What makes and checks signatures. Keys and signatures are of the right length. */
export interface Ed25519 {
  publicKeyOf(seed: Bytes): Promise<string>;
  sign(seed: Bytes, bytes: Bytes): Promise<string>;
  verify(publicKey: Bytes, bytes: Bytes, signature: Bytes): Promise<boolean>;
}

const ED25519 = { name: 'Ed25519' };

/** What precedes the 32 bytes of an Ed25519 private key in PKCS#8; WebCrypto takes no raw private keys. */
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

/** How many keys are kept ready: importing one costs about as much as a signature. */
const MOST_READY = 200;
const readyToSign = new Map<string, Promise<CryptoKey>>();
const readyToVerify = new Map<string, Promise<CryptoKey | undefined>>();

/** The curve's base point, as good a public key as any. */
const SOME_PUBLIC_KEY = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0x58 : 0x66));

/** Does this runtime's WebCrypto know Ed25519? */
export async function hasWebEd25519(): Promise<boolean> {
  return webCrypto()
    .importKey('raw', SOME_PUBLIC_KEY, ED25519, false, ['verify'])
    .then(
      () => true,
      () => false,
    );
}

/** Signatures by WebCrypto. */
export const webEd25519: Ed25519 = {
  publicKeyOf: async (seed) => {
    const { x = '' } = await webCrypto().exportKey('jwk', await importSeed(seed, true));
    return `${x.replaceAll('-', '+').replaceAll('_', '/')}=`;
  },
  sign: async (seed, bytes) => {
    const key = await ready(readyToSign, seed, () => importSeed(seed, false));
    return toBase64(new Uint8Array(await webCrypto().sign(ED25519, key, bytes)));
  },
  verify: async (publicKey, bytes, signature) => {
    const key = await ready(readyToVerify, publicKey, () =>
      webCrypto()
        .importKey('raw', publicKey, ED25519, false, ['verify'])
        .catch(() => undefined),
    );
    return key !== undefined && webCrypto().verify(ED25519, key, signature, bytes);
  },
};

/** The imported key; the one that was imported first is forgotten first. */
async function ready<T>(keys: Map<string, Promise<T>>, bytes: Bytes, load: () => Promise<T>): Promise<T> {
  const name = toBase64(bytes);
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

function importSeed(seed: Bytes, extractable: boolean): Promise<CryptoKey> {
  return webCrypto().importKey('pkcs8', concat(PKCS8_PREFIX, seed), ED25519, extractable, ['sign']);
}
