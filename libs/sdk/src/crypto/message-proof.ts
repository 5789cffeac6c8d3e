import type { Message, MessageProof } from '../generated/types.js';
import { statement } from '../protocol/statement.js';
import { webCrypto, type Bytes } from './bytes.js';
import { sign, verify } from './ed25519.js';

/** What a proof speaks of: all of a message that its sender decides. */
export type ProvenMessage = Pick<Message, 'channel_id' | 'sender_id' | 'body' | 'sender_name_enc'>;

/** Signs a message with the signing key of the device that sends it. Throws CryptoError `invalid_key` or `unsupported`. */
export async function signMessage(
  signingKey: string,
  message: ProvenMessage,
  terms: Omit<MessageProof, 'signature'>,
): Promise<MessageProof> {
  return { ...terms, signature: await sign(signingKey, await bytesOf(message, terms)) };
}

/** Did the owner of this public key sign the message, and the terms of its proof? */
export async function isProofOf(signingKey: string, message: ProvenMessage, proof: MessageProof): Promise<boolean> {
  return verify(signingKey, await bytesOf(message, proof), proof.signature);
}

async function bytesOf(
  { channel_id, sender_id, body, sender_name_enc }: ProvenMessage,
  { device_id, client_id, counter, key_version }: Omit<MessageProof, 'signature'>,
): Promise<Bytes> {
  const [bodyHash, nameHash] = await Promise.all([hashOf(body), hashOf(sender_name_enc)]);
  return statement(
    'dialtone/message/v1',
    channel_id,
    device_id,
    sender_id,
    client_id,
    String(counter),
    String(key_version),
    bodyHash,
    nameHash,
  );
}

async function hashOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await webCrypto().digest('SHA-256', new TextEncoder().encode(text)));
}
