import * as node from 'node:crypto';
import envelopes from '../../vectors/envelopes.json' with { type: 'json' };
import fingerprints from '../../vectors/fingerprints.json' with { type: 'json' };
import keystores from '../../vectors/keystores.json' with { type: 'json' };
import messageProofs from '../../vectors/message-proofs.json' with { type: 'json' };
import texts from '../../vectors/texts.json' with { type: 'json' };
import { seal } from './aes-gcm.js';
import { fromBase64, type Bytes } from './bytes.js';
import { sealEnvelopeWith } from './envelope.js';
import { decryptText, fingerprint, getPublicKey, openEnvelope, openKeystore } from './index.js';
import { sealKeystoreWith } from './keystore.js';
import { isProofOf, signMessage } from './message-proof.js';

/** The same formats implemented again, on node:crypto and without any of the package's own code. */
const reference = {
  gcm(key: Buffer, nonce: Buffer, plaintext: Buffer): string {
    const cipher = node.createCipheriv('aes-256-gcm', key, nonce);
    return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString('base64');
  },
  wrappingKey(privateKey: Buffer, publicKey: Buffer): Buffer {
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), privateKey]);
    const spki = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), publicKey]);
    const secret = node.diffieHellman({
      privateKey: node.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
      publicKey: node.createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    });
    return Buffer.from(node.hkdfSync('sha256', secret, '', 'dialtone-e2e-v1', 32));
  },
  passwordKey(password: string, salt: Buffer): Buffer {
    return node.scryptSync(password, salt, 32, { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
  },
};

const raw = (base64: string): Buffer => Buffer.from(base64, 'base64');
const bytes = (base64: string): Bytes => fromBase64(base64) as Bytes;

describe('vectors/envelopes.json', () => {
  it.each(envelopes.valid)('seals and opens: $name', async (vector) => {
    const { key, nonce, envelope } = vector;
    const [sender, recipient] = [vector.sender_private_key, vector.recipient_private_key];
    const wrapping = reference.wrappingKey(raw(sender), raw(vector.recipient_public_key));
    expect(reference.gcm(wrapping, raw(nonce), raw(key))).toBe(envelope);

    const input = { key, senderPrivateKey: sender, recipientPublicKey: vector.recipient_public_key };
    expect(await sealEnvelopeWith(input, bytes(nonce))).toBe(envelope);
    expect(await openEnvelope({ envelope, privateKey: recipient, senderPublicKey: vector.sender_public_key })).toBe(
      key,
    );
    expect(await getPublicKey(sender)).toBe(vector.sender_public_key);
    expect(await getPublicKey(recipient)).toBe(vector.recipient_public_key);
  });

  it.each(envelopes.invalid)('refuses to open: $name', async (vector) => {
    const opening = openEnvelope({
      envelope: vector.envelope,
      privateKey: vector.recipient_private_key,
      senderPublicKey: vector.sender_public_key,
    });
    await expect(opening).rejects.toMatchObject({ name: 'CryptoError', code: vector.error });
  });
});

describe('vectors/message-proofs.json', () => {
  it.each(messageProofs.valid)('signs and checks: $name', async (vector) => {
    const { message, proof, signing_key, signing_private_key } = vector;
    const { device_id, client_id, counter, key_version, signature } = proof;
    const hashes = [message.body, message.sender_name_enc].map((text) =>
      node.createHash('sha256').update(text).digest(),
    );
    const ids = [message.channel_id, device_id, message.sender_id, client_id, String(counter), String(key_version)];
    const fields = [...['dialtone/message/v1', ...ids].map((text) => Buffer.from(text)), ...hashes];
    const signed = Buffer.concat(
      fields.flatMap((field) => [Buffer.from(Uint32Array.of(field.length).buffer).swap32(), field]),
    );
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw(signing_key)]);
    const publicKey = node.createPublicKey({ key: spki, format: 'der', type: 'spki' });
    expect(node.verify(null, signed, publicKey, raw(signature))).toBe(true);

    expect(await signMessage(signing_private_key, message, { device_id, client_id, counter, key_version })).toEqual(
      proof,
    );
    expect(await isProofOf(signing_key, message, proof)).toBe(true);
    expect(await isProofOf(signing_key, { ...message, sender_id: 'another' }, proof)).toBe(false);
  });
});

describe('vectors/texts.json', () => {
  it.each(texts.valid)('encrypts and decrypts: $name', async ({ key, nonce, text, data }) => {
    expect(reference.gcm(raw(key), raw(nonce), Buffer.from(text))).toBe(data);
    expect(await seal(bytes(key), new TextEncoder().encode(text), bytes(nonce))).toBe(data);
    expect(await decryptText(key, data)).toBe(text);
  });

  it.each(texts.invalid)('refuses to decrypt: $name', async ({ key, data, error }) => {
    await expect(decryptText(key, data)).rejects.toMatchObject({ name: 'CryptoError', code: error });
  });
});

describe('vectors/keystores.json', () => {
  it.each(keystores.valid)('seals and opens: $name', async ({ password, salt, nonce, value, keystore }) => {
    const file = JSON.parse(keystore) as { data: string };
    const plaintext = Buffer.from(JSON.stringify(value));
    expect(reference.gcm(reference.passwordKey(password, raw(salt)), raw(nonce), plaintext)).toBe(file.data);

    expect(await sealKeystoreWith(password, value, bytes(salt), bytes(nonce))).toBe(keystore);
    expect(await openKeystore(password, keystore)).toEqual(value);
  });

  it.each(keystores.invalid)('refuses to open: $name', async ({ password, keystore, error }) => {
    await expect(openKeystore(password, keystore)).rejects.toMatchObject({ name: 'CryptoError', code: error });
  });
});

describe('vectors/fingerprints.json', () => {
  it.each(fingerprints.valid)('has the same digits: $name', async (vector) => {
    expect(await fingerprint(vector.user_id, vector.public_keys)).toBe(vector.fingerprint);
    expect(await fingerprint(vector.user_id, [...vector.public_keys, ...vector.public_keys].reverse())).toBe(
      vector.fingerprint,
    );
  });
});
