import { lazy } from '../core/lazy.js';
import { fromBase64, KEY_BYTES, keyBytes, randomBytes, toBase64, type Bytes } from './bytes.js';
import { loadNobleEd25519 } from './ed25519-noble.js';
import { hasWebEd25519, webEd25519, type Ed25519 } from './ed25519-web.js';
import { CryptoError } from './errors.js';

/** An Ed25519 key pair: standard base64 of 32 raw bytes each; the private one is the seed of RFC 8032. */
export interface SigningKeyPair {
  publicKey: string;
  privateKey: string;
}

const SIGNATURE_BYTES = 64;

/** Makes a key pair for signatures. Throws CryptoError `unsupported`. */
export async function generateSigningKeyPair(): Promise<SigningKeyPair> {
  const privateKey = toBase64(randomBytes(KEY_BYTES));
  return { privateKey, publicKey: await signingPublicKeyOf(privateKey) };
}

/** The public key of a private one. Throws CryptoError `invalid_key` or `unsupported`. */
export async function signingPublicKeyOf(privateKey: string): Promise<string> {
  const seed = keyBytes('privateKey', privateKey);
  return (await implementation()).publicKeyOf(seed);
}

/** Signs the bytes; returns the base64 of the 64-byte signature. Throws CryptoError `invalid_key` or `unsupported`. */
export async function sign(privateKey: string, bytes: Bytes): Promise<string> {
  const seed = keyBytes('privateKey', privateKey);
  return (await implementation()).sign(seed, bytes);
}

/** Is it the signature of the bytes by that key? False too for a key or a signature that is none. */
export async function verify(publicKey: string, bytes: Bytes, signature: string): Promise<boolean> {
  const [key, signed] = [fromBase64(publicKey), fromBase64(signature)];
  if (key?.length !== KEY_BYTES || signed?.length !== SIGNATURE_BYTES) return false;
  return (await implementation()).verify(key, bytes, signed);
}

/** WebCrypto's, where the runtime has it, which is asked once; else that of the package `@noble/curves`. */
const implementation = lazy(find);

async function find(): Promise<Ed25519> {
  if (await hasWebEd25519()) return webEd25519;
  return loadNobleEd25519().catch((cause: unknown) => {
    throw new CryptoError('unsupported', 'this runtime lacks Ed25519, and @noble/curves cannot be loaded', { cause });
  });
}
