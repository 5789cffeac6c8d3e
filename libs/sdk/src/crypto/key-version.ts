import type { ChannelKeyVersion } from '../generated/types.js';
import { statement } from '../protocol/statement.js';
import { fromBase64, keyBytes, toBase64, webCrypto, type Bytes } from './bytes.js';
import { sign, verify } from './ed25519.js';

/** What the maker of a version of a channel's key signs. */
export interface KeyVersionTerms extends Pick<
  ChannelKeyVersion,
  'version' | 'commitment' | 'previous' | 'user_id' | 'device_id'
> {
  readonly channelId: string;
}

/** What tells a key from any other one, and says nothing about it, in base64. Throws CryptoError `invalid_key`. */
export async function keyCommitment(channelId: string, version: number, key: string): Promise<string> {
  const bytes = statement('dialtone/channel-key/v1', channelId, String(version), keyBytes('key', key));
  return toBase64(new Uint8Array(await webCrypto().digest('SHA-256', bytes)));
}

/** Signs a version of a channel's key with the signing key of the device that makes it. */
export async function signKeyVersion(signingKey: string, terms: KeyVersionTerms): Promise<string> {
  return sign(signingKey, bytesOf(terms));
}

/** Did the owner of this public key make the version? */
export async function isKeyVersionOf(signingKey: string, terms: KeyVersionTerms, signature: string): Promise<boolean> {
  return verify(signingKey, bytesOf(terms), signature);
}

function bytesOf({ channelId, version, commitment, previous, user_id, device_id }: KeyVersionTerms): Bytes {
  const hash = (base64 = '') => fromBase64(base64) ?? new Uint8Array();
  return statement(
    'dialtone/key-version/v1',
    channelId,
    String(version),
    hash(commitment),
    hash(previous),
    user_id,
    device_id,
  );
}
