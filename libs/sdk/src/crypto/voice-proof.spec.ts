import * as node from 'node:crypto';
import vectors from '../../vectors/voice-proofs.json' with { type: 'json' };
import { isProofOf, proveDescription, type ProvenDescription } from './voice-proof.js';

type Vector = (typeof vectors.valid)[number];

const description = ({ type, channel_id: channelId, offer_nonce: offerNonce, from, to, nonce, sdp }: Vector) =>
  ({ type, channelId, from, to, nonce, offerNonce, sdp }) as ProvenDescription;

/** The same format implemented again, on node:crypto and without any of the package's own code. */
function reference({ type, channel_id, from, to, nonce, offer_nonce, sdp }: Vector): string {
  const raw = (base64: string) => Buffer.from(base64, 'base64');
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), raw(vectors.alice_private_key)]);
  const spki = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), raw(vectors.bob_public_key)]);
  const secret = node.diffieHellman({
    privateKey: node.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    publicKey: node.createPublicKey({ key: spki, format: 'der', type: 'spki' }),
  });
  const mac = node.createHmac('sha256', Buffer.from(node.hkdfSync('sha256', secret, '', 'dialtone/voice/v1', 32)));
  const texts = ['dialtone/voice/v1', type, channel_id, from.user, from.device, to.user, to.device, nonce, offer_nonce];
  for (const text of [...texts, sdp]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    mac.update(length).update(text);
  }
  return mac.digest('base64');
}

const { alice_private_key, alice_public_key, bob_private_key, bob_public_key } = vectors;

describe('vectors/voice-proofs.json', () => {
  it.each(vectors.valid)('proves, from either side: $name', async (vector) => {
    expect(reference(vector)).toBe(vector.proof);
    expect(await proveDescription(alice_private_key, bob_public_key, description(vector))).toBe(vector.proof);
    expect(await proveDescription(bob_private_key, alice_public_key, description(vector))).toBe(vector.proof);
    expect(await isProofOf(vector.proof, bob_private_key, alice_public_key, description(vector))).toBe(true);
  });

  it.each(vectors.invalid)('proves nothing: $name', async (vector) => {
    expect(await isProofOf(vector.proof, bob_private_key, alice_public_key, description(vector))).toBe(false);
  });

  it('takes no key from which everyone would have the same secret', async () => {
    const [vector] = vectors.valid;
    const low = `${'A'.repeat(43)}=`;
    const proof = isProofOf(vector?.proof ?? '', bob_private_key, low, description(vector as Vector));
    await expect(proof).rejects.toMatchObject({ name: 'CryptoError', code: 'invalid_key' });
  });
});
