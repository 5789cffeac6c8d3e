import type { Bytes } from './bytes.js';
import { hkdf } from './hkdf.js';
import { sharedSecret } from './x25519.js';

/**
 * The 32-byte key that two devices agree on for one purpose, the same from either side: HKDF-SHA256, without salt, of
 * what X25519 makes of the private key of one and the public key of the other. `info` names the purpose. Throws
 * CryptoError `invalid_key` for a public key that yields no secret.
 */
export async function agreedKey(privateKey: Bytes, publicKey: Bytes, info: string): Promise<Bytes> {
  return hkdf(await sharedSecret(privateKey, publicKey), info);
}
