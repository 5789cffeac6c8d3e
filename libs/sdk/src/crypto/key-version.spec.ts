import * as node from 'node:crypto';
import vectors from '../../vectors/key-versions.json' with { type: 'json' };
import { fromBase64, type Bytes } from './bytes.js';
import { openEnvelope, sealEnvelopeWith } from './envelope.js';
import { isKeyVersionOf, keyCommitment, signKeyVersion } from './key-version.js';

type Vector = Omit<(typeof vectors.valid)[number], 'previous'> & { readonly previous?: string };

const { keys } = vectors;
const valid: readonly Vector[] = vectors.valid;
const invalid: readonly (Vector & { readonly fails: readonly string[] })[] = vectors.invalid;
const raw = (base64: string): Buffer => Buffer.from(base64, 'base64');

const terms = ({ channel_id: channelId, version, commitment, previous, user_id, device_id }: Vector) => {
  return { channelId, version, commitment, ...(previous && { previous }), user_id, device_id };
};
const binding = ({ channel_id: channelId, version, device_id, recipient_device_id }: Vector) => {
  return { channelId, version, senderDeviceId: device_id, recipientDeviceId: recipient_device_id };
};
const open = (vector: Vector) =>
  openEnvelope({
    envelope: vector.envelope,
    privateKey: keys.recipient_private_key,
    senderPublicKey: keys.sender_public_key,
    binding: binding(vector),
  });

/** The same formats implemented again, on node:crypto and without any of the package's own code. */
const reference = {
  statement(...fields: (string | Buffer)[]): Buffer {
    const parts = fields.map((field) => Buffer.from(field as string));
    const length = (part: Buffer) => Buffer.from(part.length.toString(16).padStart(8, '0'), 'hex');
    return Buffer.concat(parts.flatMap((part) => [length(part), part]));
  },
  commitment({ channel_id, version, key }: Vector): string {
    const bytes = this.statement('dialtone/channel-key/v1', channel_id, String(version), raw(key));
    return node.createHash('sha256').update(bytes).digest('base64');
  },
  verifies({ channel_id, version, commitment, previous = '', user_id, device_id, signature }: Vector): boolean {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw(keys.signing_key)]);
    const fields = [channel_id, String(version), raw(commitment), raw(previous), user_id, device_id];
    const key = node.createPublicKey({ key: der, format: 'der', type: 'spki' });
    return node.verify(null, this.statement('dialtone/key-version/v1', ...fields), key, raw(signature));
  },
};

describe('vectors/key-versions.json', () => {
  it.each(valid)('commits, signs, seals and opens: $name', async (vector) => {
    expect(reference.commitment(vector)).toBe(vector.commitment);
    expect(reference.verifies(vector)).toBe(true);

    expect(await keyCommitment(vector.channel_id, vector.version, vector.key)).toBe(vector.commitment);
    expect(await signKeyVersion(keys.signing_private_key, terms(vector))).toBe(vector.signature);
    expect(await isKeyVersionOf(keys.signing_key, terms(vector), vector.signature)).toBe(true);
    const { sender_private_key: senderPrivateKey, recipient_public_key: recipientPublicKey } = keys;
    const input = { key: vector.key, senderPrivateKey, recipientPublicKey, binding: binding(vector) };
    expect(await sealEnvelopeWith(input, fromBase64(vector.nonce) as Bytes)).toBe(vector.envelope);
    expect(await open(vector)).toBe(vector.key);
  });

  it.each(invalid)('refuses: $name', async (vector) => {
    const { fails } = vector;
    expect(reference.verifies(vector)).toBe(!fails.includes('signature'));
    const commitment = await keyCommitment(vector.channel_id, vector.version, vector.key);
    expect(commitment === vector.commitment).toBe(!fails.includes('commitment'));
    expect(await isKeyVersionOf(keys.signing_key, terms(vector), vector.signature)).toBe(!fails.includes('signature'));
    if (fails.includes('envelope')) await expect(open(vector)).rejects.toMatchObject({ code: 'decryption_failed' });
    else expect(await open(vector)).toBe(valid[1]?.key);
  });

  it('keeps both forms of envelopes apart', async () => {
    const [vector] = valid as [Vector];
    const unbound = { privateKey: keys.recipient_private_key, senderPublicKey: keys.sender_public_key };
    await expect(openEnvelope({ envelope: vector.envelope, ...unbound })).rejects.toMatchObject({
      code: 'decryption_failed',
    });
    const { sender_private_key: senderPrivateKey, recipient_public_key: recipientPublicKey } = keys;
    const envelope = await sealEnvelopeWith({ key: vector.key, senderPrivateKey, recipientPublicKey });
    await expect(open({ ...vector, envelope })).rejects.toMatchObject({ code: 'decryption_failed' });
  });
});
