import { statement } from '../protocol/statement.js';
import { agreedKey } from './agreed-key.js';
import { fromBase64, keyBytes, toBase64, webCrypto, type Bytes } from './bytes.js';

const LABEL = 'dialtone/voice/v1';
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** A session description on its way from one device to another, and what its proof says of it. */
export interface ProvenDescription {
  readonly type: 'offer' | 'answer';
  readonly channelId: string;
  readonly from: { readonly user: string; readonly device: string };
  readonly to: { readonly user: string; readonly device: string };
  /** Random, so that no two proofs are the same; in base64. */
  readonly nonce: string;
  /** Of an answer, the nonce of the offer that it answers, `''` if that had none. Of an offer, `''`. */
  readonly offerNonce: string;
  /**
   * The whole description as the browser made it and the other one reads it, without the lines that were added. With
   * it the fingerprints of the DTLS certificates are proven, and `ice-ufrag`, `ice-pwd` and `setup`. Candidates that
   * follow later need no proof: whoever answers at such an address has to know the ICE password, and then has to have
   * the private key of the certificate whose fingerprint is proven here.
   */
  readonly sdp: string;
}

/**
 * The proof: HMAC-SHA256, in base64, of the statement `dialtone/voice/v1`, under the key that the two devices agree on
 * for that purpose. Only they can make it. `privateKey` is the sender's or the recipient's, `publicKey` the other's.
 * Throws CryptoError `invalid_key`.
 */
export async function proveDescription(
  privateKey: string,
  publicKey: string,
  description: ProvenDescription,
): Promise<string> {
  const key = await macKey(privateKey, publicKey);
  return toBase64(new Uint8Array(await webCrypto().sign('HMAC', key, bytesOf(description))));
}

/** Is it the proof of the description? Takes the same time for every wrong one. Throws CryptoError `invalid_key`. */
export async function isProofOf(
  proof: string,
  privateKey: string,
  publicKey: string,
  description: ProvenDescription,
): Promise<boolean> {
  const mac = fromBase64(proof);
  const key = await macKey(privateKey, publicKey);
  return mac !== undefined && webCrypto().verify('HMAC', key, mac, bytesOf(description));
}

async function macKey(privateKey: string, publicKey: string): Promise<CryptoKey> {
  const key = await agreedKey(keyBytes('privateKey', privateKey), keyBytes('publicKey', publicKey), LABEL);
  return webCrypto().importKey('raw', key, HMAC, false, ['sign', 'verify']);
}

function bytesOf({ type, channelId, from, to, nonce, offerNonce, sdp }: ProvenDescription): Bytes {
  return statement(LABEL, type, channelId, from.user, from.device, to.user, to.device, nonce, offerNonce, sdp);
}
