import * as node from 'node:crypto';
import certificates from '../../vectors/certificates.json' with { type: 'json' };
import links from '../../vectors/links.json' with { type: 'json' };
import safetyNumbers from '../../vectors/safety-numbers.json' with { type: 'json' };
import type { DeviceCertificate } from '../generated/types.js';
import { fromBase64, type Bytes } from './bytes.js';
import { isCertificateOf, signCertificate } from './certificate.js';
import { isLinkMac, linkKeys, linkMac, openLinkAnswer, sealLinkAnswer } from './link.js';
import { safetyNumber, type PublicIdentity } from './safety-number.js';

const raw = (base64: string): Buffer => Buffer.from(base64, 'base64');
const bytes = (base64: string): Bytes => fromBase64(base64) as Bytes;

/** The same formats implemented again, on node:crypto and without any of the package's own code. */
const reference = {
  statement(...fields: (string | Buffer)[]): Buffer {
    const parts = fields.map((field) => Buffer.from(field as string));
    const length = (part: Buffer) => Buffer.from(part.length.toString(16).padStart(8, '0'), 'hex');
    return Buffer.concat(parts.flatMap((part) => [length(part), part]));
  },
  verifies(publicKey: Buffer, signed: Buffer, signature: Buffer): boolean {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    return node.verify(null, signed, node.createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  },
  certified(vector: {
    user_id: string;
    device_id: string;
    public_key: string;
    certificate: DeviceCertificate;
  }): boolean {
    const { identity_key, signing_key, generation, signed_at, capabilities, signature } = vector.certificate;
    const keys = [vector.public_key, identity_key, signing_key ?? ''].map(raw);
    const terms = [String(generation), signed_at, ...capabilities];
    const signed = this.statement('dialtone/device/v1', vector.user_id, vector.device_id, ...keys, ...terms);
    return this.verifies(raw(identity_key), signed, raw(signature));
  },
  linkKey(purpose: string, { code, user_id, device_id }: (typeof links.valid)[number]): Buffer {
    const salt = this.statement('dialtone/link/v1', user_id, device_id);
    const secret = node.scryptSync(code, salt, 32, { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
    return Buffer.from(node.hkdfSync('sha256', secret, '', `dialtone/link/${purpose}/v1`, 32));
  },
  safetyNumber(users: { user_id: string; identity_key: string }[]): string {
    const label = 'dialtone/safety-number/v1';
    const sorted = users.map((user) => [Buffer.from(user.user_id), raw(user.identity_key)]);
    sorted.sort(([a = Buffer.of()], [b = Buffer.of()]) => Buffer.compare(a, b));
    const digest = node.pbkdf2Sync(this.statement(label, ...sorted.flat()), label, 5200, 60, 'sha512');
    const group = (i: number) => String(digest.readUIntBE(i * 5, 5) % 100_000).padStart(5, '0');
    return Array.from({ length: 12 }, (_, i) => group(i)).join(' ');
  },
};

const certifiedDevice = (vector: { user_id: string; device_id: string; public_key: string }) => {
  return { userId: vector.user_id, deviceId: vector.device_id, publicKey: vector.public_key };
};

describe('vectors/certificates.json', () => {
  it.each(certificates.valid)('signs and verifies: $name', async (vector) => {
    const { identity_key: _, signature: __, ...terms } = vector.certificate;
    expect(reference.certified(vector)).toBe(true);

    const device = certifiedDevice(vector);
    expect(await signCertificate(vector.identity_private_key, device, terms)).toEqual(vector.certificate);
    expect(await isCertificateOf(device, vector.certificate)).toBe(true);
  });

  it.each(certificates.invalid)('refuses: $name', async (vector) => {
    expect(reference.certified(vector)).toBe(false);
    expect(await isCertificateOf(certifiedDevice(vector), vector.certificate)).toBe(false);
  });
});

describe('vectors/links.json', () => {
  const linking = (vector: (typeof links.invalid)[number] | (typeof links.valid)[number]) => {
    return { ...certifiedDevice(vector), signingKey: vector.signing_key, capabilities: vector.capabilities };
  };

  it.each(links.valid)('authenticates, seals and opens: $name', async (vector) => {
    const { user_id, device_id, identity_private_key, answer } = vector;
    const keys = [raw(vector.public_key), raw(vector.signing_key)];
    const request = reference.statement(
      'dialtone/link/request/v1',
      user_id,
      device_id,
      ...keys,
      ...vector.capabilities,
    );
    const hmac = node.createHmac('sha256', reference.linkKey('mac', vector)).update(request);
    expect(hmac.digest('base64')).toBe(vector.mac);
    const nonce = raw(vector.nonce);
    const cipher = node.createCipheriv('aes-256-gcm', reference.linkKey('encryption', vector), nonce);
    const parties = [user_id, device_id, answer.device_id];
    cipher.setAAD(reference.statement('dialtone/link/answer/v1', ...parties, ...keys, raw(answer.identity_key)));
    const inside = Buffer.concat([raw(identity_private_key), Buffer.from(vector.rest)]);
    const sealed = Buffer.concat([nonce, cipher.update(inside), cipher.final(), cipher.getAuthTag()]);
    expect(sealed.toString('base64')).toBe(answer.sealed);

    const device = linking(vector);
    const derived = await linkKeys(vector.code, user_id, device_id);
    const rest = new TextEncoder().encode(vector.rest);
    const told = { answeringDeviceId: answer.device_id, identityPrivateKey: identity_private_key, rest };
    expect(await linkMac(derived, device)).toBe(vector.mac);
    expect(await isLinkMac(derived, device, vector.mac)).toBe(true);
    expect(await sealLinkAnswer(derived, device, told, bytes(vector.nonce))).toEqual(answer);
    expect(await openLinkAnswer(derived, device, answer)).toEqual({ identityPrivateKey: identity_private_key, rest });
  });

  it.each(links.invalid)('refuses: $name', async (vector) => {
    const device = linking(vector);
    const derived = await linkKeys(vector.code, vector.user_id, vector.device_id);
    expect(await isLinkMac(derived, device, vector.mac)).toBe(!vector.fails.includes('mac'));
    const opening = openLinkAnswer(derived, device, vector.answer);
    if (vector.fails.includes('answer')) {
      await expect(opening).rejects.toMatchObject({ name: 'CryptoError', code: 'decryption_failed' });
    } else await expect(opening).resolves.toBeDefined();
  });
});

describe('vectors/safety-numbers.json', () => {
  it.each(safetyNumbers.valid)('has the same digits, whoever asks: $name', async ({ users, safety_number }) => {
    expect(reference.safetyNumber(users)).toBe(safety_number);

    const [one, other] = users.map(({ user_id, identity_key }) => ({ userId: user_id, identityKey: identity_key }));
    expect(await safetyNumber(one as PublicIdentity, other as PublicIdentity)).toBe(safety_number);
    expect(await safetyNumber(other as PublicIdentity, one as PublicIdentity)).toBe(safety_number);
  });
});
