import { statement } from '../protocol/statement.js';
import { open, seal } from './aes-gcm.js';
import { concat, fromBase64, KEY_BYTES, keyBytes, randomBytes, toBase64, webCrypto, type Bytes } from './bytes.js';
import { signingPublicKeyOf } from './ed25519.js';
import { CryptoError } from './errors.js';
import { hkdf } from './hkdf.js';

/** How many decimal digits a code has: 66 bits. */
export const LINK_CODE_DIGITS = 20;

/** The same as for keystores: a guess at a code costs as much as one at a passphrase. */
const COST = { n: 32768, r: 8, p: 1 };

/** The device that asks to be linked, with the keys that it has. */
export interface LinkingDevice {
  readonly userId: string;
  readonly deviceId: string;
  /** Its X25519 key. */
  readonly publicKey: string;
  /** Its Ed25519 key. */
  readonly signingKey: string;
  readonly capabilities: readonly string[];
}

/** What the digits of a code become for one device. */
export interface LinkKeys {
  /** HMAC-SHA256, for the request. */
  readonly mac: Bytes;
  /** AES-256-GCM, for the answer. */
  readonly encryption: Bytes;
}

/** An answer: who sealed it, and in `sealed` what is told to the new device. */
export interface SealedAnswer {
  /** The device that answers. */
  readonly device_id: string;
  /** The public key of the user's identity. */
  readonly identity_key: string;
  readonly sealed: string;
}

/** What {@link sealLinkAnswer} seals. */
export interface LinkAnswer {
  readonly answeringDeviceId: string;
  /** The private key of the user's identity (Ed25519). */
  readonly identityPrivateKey: string;
  /** What else the new device is told: bytes that only the two devices understand. */
  readonly rest: Bytes;
}

/** Makes a code: 20 random digits, each as likely as any other. */
export function generateLinkCode(): string {
  let code = '';
  while (code.length < LINK_CODE_DIGITS) {
    const [byte = 255] = randomBytes(1);
    if (byte < 250) code += String(byte % 10); // the remaining six would make some digits likelier
  }
  return code;
}

/**
 * The keys that a code gives for a device. Takes a moment (scrypt, n = 32768) and 32 MiB.
 *
 * Derivation: scrypt of the code's digits with `statement('dialtone/link/v1', user id, device id)` as the salt gives 32
 * bytes, and HKDF-SHA256 of those, without salt, with the infos `dialtone/link/mac/v1` and `dialtone/link/encryption/v1`
 * the two keys of 32 bytes each. See `protocol/statement.ts` for how a statement is written in bytes.
 */
export async function linkKeys(code: string, userId: string, deviceId: string): Promise<LinkKeys> {
  const salt = statement('dialtone/link/v1', userId, deviceId);
  const { scrypt } = await import('./scrypt.js');
  const secret = await scrypt(new TextEncoder().encode(code), salt, COST, KEY_BYTES);
  const [mac, encryption] = await Promise.all([
    hkdf(secret, 'dialtone/link/mac/v1'),
    hkdf(secret, 'dialtone/link/encryption/v1'),
  ]);
  return { mac, encryption };
}

/** The MAC with which a new device shows that whoever knows the code may trust these keys; base64 of 32 bytes. */
export async function linkMac({ mac }: LinkKeys, device: LinkingDevice): Promise<string> {
  return toBase64(new Uint8Array(await webCrypto().sign('HMAC', await macKey(mac), requestBytes(device))));
}

/** Is it the MAC of this very device? Compared in constant time, as WebCrypto does. False too for keys that are none. */
export async function isLinkMac({ mac }: LinkKeys, device: LinkingDevice, tag: string): Promise<boolean> {
  const parts = [device.publicKey, device.signingKey, tag].map((part) => fromBase64(part));
  const [, , bytes] = parts;
  if (bytes === undefined || parts.some((part) => part?.length !== 32)) return false;
  return webCrypto().verify('HMAC', await macKey(mac), bytes, requestBytes(device));
}

/** Seals the answer for a device whose request was found to be right. */
export async function sealLinkAnswer(
  { encryption }: LinkKeys,
  device: LinkingDevice,
  { answeringDeviceId, identityPrivateKey, rest }: LinkAnswer,
  nonce?: Bytes,
): Promise<SealedAnswer> {
  const outside = { device_id: answeringDeviceId, identity_key: await signingPublicKeyOf(identityPrivateKey) };
  const inside = concat(keyBytes('identityPrivateKey', identityPrivateKey), rest);
  return { ...outside, sealed: await seal(encryption, inside, nonce, answerBytes(device, outside)) };
}

/**
 * Opens the answer to this device's request, with the keys that it really has: an answer for other keys, from another
 * code or for another identity does not open. Throws CryptoError `invalid_data` or `decryption_failed`.
 */
export async function openLinkAnswer(
  { encryption }: LinkKeys,
  device: LinkingDevice,
  answer: SealedAnswer,
): Promise<{ identityPrivateKey: string; rest: Bytes }> {
  const inside = await open(encryption, answer.sealed, answerBytes(device, answer));
  if (inside.length < KEY_BYTES) throw new CryptoError('invalid_data', 'the answer holds no key');
  const identityPrivateKey = toBase64(inside.subarray(0, KEY_BYTES));
  if ((await signingPublicKeyOf(identityPrivateKey)) !== answer.identity_key)
    throw new CryptoError('invalid_data', 'the answer holds another identity than it says');
  return { identityPrivateKey, rest: inside.slice(KEY_BYTES) };
}

function macKey(key: Bytes) {
  return webCrypto().importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function requestBytes({ userId, deviceId, publicKey, signingKey, capabilities }: LinkingDevice): Bytes {
  const keys = [keyBytes('publicKey', publicKey), keyBytes('signingKey', signingKey)];
  return statement('dialtone/link/request/v1', userId, deviceId, ...keys, ...capabilities);
}

function answerBytes(device: LinkingDevice, answer: Omit<SealedAnswer, 'sealed'>): Bytes {
  const { userId, deviceId, publicKey, signingKey } = device;
  const keys = [keyBytes('publicKey', publicKey), keyBytes('signingKey', signingKey)];
  const identity = keyBytes('identity_key', answer.identity_key);
  return statement('dialtone/link/answer/v1', userId, deviceId, answer.device_id, ...keys, identity);
}
