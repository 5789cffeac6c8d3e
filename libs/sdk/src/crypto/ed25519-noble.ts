import { toBase64 } from './bytes.js';
import type { Ed25519 } from './ed25519-web.js';

/** Signatures where WebCrypto lacks them. The package is loaded only then. */
export async function loadNobleEd25519(): Promise<Ed25519> {
  const { ed25519 } = await import('@noble/curves/ed25519');
  return {
    publicKeyOf: async (seed) => toBase64(ed25519.getPublicKey(seed)),
    sign: async (seed, bytes) => toBase64(ed25519.sign(bytes, seed)),
    // Strictly as RFC 8032 has it, like WebCrypto: not the wider rules of ZIP 215.
    verify: async (publicKey, bytes, signature) => {
      try {
        return ed25519.verify(signature, bytes, publicKey, { zip215: false });
      } catch {
        return false; // bytes that are no point of the curve
      }
    },
  };
}
