import { statement } from '../protocol/statement.js';
import { open, seal } from './aes-gcm.js';
import { agreedKey } from './agreed-key.js';
import { KEY_BYTES, keyBytes, toBase64, type Bytes } from './bytes.js';
import { CryptoError } from './errors.js';

const PURPOSE = 'dialtone-e2e-v1';
const BOUND_PURPOSE = 'dialtone/envelope/v2';

/** What an envelope of the second form is for: it opens nowhere else. */
export interface EnvelopeBinding {
  channelId: string;
  /** The version of the channel's key. */
  version: number;
  senderDeviceId: string;
  recipientDeviceId: string;
}

/** What {@link sealEnvelope} takes; every key is the base64 of 32 bytes. */
export interface SealEnvelopeInput {
  /** The channel or directory key to share. */
  key: string;
  senderPrivateKey: string;
  recipientPublicKey: string;
  /** For devices that announce `key-versions` in their certificates; without it, the form that every client knows. */
  binding?: EnvelopeBinding | undefined;
}

/** What {@link openEnvelope} takes. */
export interface OpenEnvelopeInput {
  envelope: string;
  /** The recipient's own. */
  privateKey: string;
  /** Check that it belongs to a device of a user you trust: whoever knows your public key can make envelopes for you. */
  senderPublicKey: string;
  /** What it has to be sealed for; without it, an envelope of the first form is expected. */
  binding?: EnvelopeBinding | undefined;
}

/**
 * Seals a channel or directory key for one device (the `envelope` of `POST /channels/keys` and `POST /directory/keys`).
 * Throws CryptoError `invalid_key`.
 */
export async function sealEnvelope(input: SealEnvelopeInput): Promise<string> {
  return sealEnvelopeWith(input);
}

/** Like {@link sealEnvelope}, with a nonce that only test vectors may choose. */
export async function sealEnvelopeWith(input: SealEnvelopeInput, nonce?: Bytes): Promise<string> {
  const { key, senderPrivateKey, recipientPublicKey, binding } = fields(input);
  const bytes = keyBytes('key', key);
  const wrapping = await agreedKey(
    keyBytes('senderPrivateKey', senderPrivateKey),
    keyBytes('recipientPublicKey', recipientPublicKey),
    purposeOf(binding),
  );
  return seal(wrapping, bytes, nonce, boundTo(binding));
}

/**
 * Opens an envelope and returns the key in it, in base64.
 * Throws CryptoError `invalid_key`, `invalid_data` or `decryption_failed`.
 */
export async function openEnvelope(input: OpenEnvelopeInput): Promise<string> {
  const { envelope, privateKey, senderPublicKey, binding } = fields(input);
  const wrapping = await agreedKey(
    keyBytes('privateKey', privateKey),
    keyBytes('senderPublicKey', senderPublicKey),
    purposeOf(binding),
  );
  const key = await open(wrapping, envelope, boundTo(binding));
  if (key.length !== KEY_BYTES) throw new CryptoError('invalid_data', 'the envelope does not hold a key of 32 bytes');
  return toBase64(key);
}

function purposeOf(binding: EnvelopeBinding | undefined): string {
  return binding === undefined ? PURPOSE : BOUND_PURPOSE;
}

/** The additional data that is authenticated with the key. */
function boundTo(binding: EnvelopeBinding | undefined): Bytes | undefined {
  if (binding === undefined) return undefined;
  const { channelId, version, senderDeviceId, recipientDeviceId } = binding;
  return statement(BOUND_PURPOSE, channelId, String(version), senderDeviceId, recipientDeviceId);
}

/** The input; without one, every field is reported as missing. */
function fields<T extends object>(input: T | null | undefined): Partial<T> {
  return input ?? {};
}
