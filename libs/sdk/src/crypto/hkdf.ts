import { KEY_BYTES, webCrypto, type Bytes } from './bytes.js';

/** A key of 32 bytes for one purpose, which `info` names, of a secret: HKDF-SHA256. Texts count as UTF-8. */
export async function hkdf(secret: Bytes, info: string, salt = ''): Promise<Bytes> {
  const imported = await webCrypto().importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: bytesOf(salt), info: bytesOf(info) };
  return new Uint8Array(await webCrypto().deriveBits(algorithm, imported, KEY_BYTES * 8));
}
