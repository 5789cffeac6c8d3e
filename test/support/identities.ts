import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { DeviceCertificate, DeviceKey } from '@dialtone/sdk';

/** An identity that a test has made up, with node:crypto alone. */
export interface Identity {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly sign: (bytes: Buffer) => string;
  /** The certificate that it would give the device. */
  readonly certify: (device: DeviceKey, terms?: Partial<DeviceCertificate>) => DeviceCertificate;
}

export function generateIdentity(): Identity {
  return identityOf(generateKeyPairSync('ed25519').privateKey);
}

/** The identity, or the signing key, whose private key this is, in base64. */
export function identityFrom(privateKey: string): Identity {
  const der = Buffer.concat([PKCS8_OF_ED25519, Buffer.from(privateKey, 'base64')]);
  return identityOf(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

function identityOf(key: KeyObject): Identity {
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const base64 = (url: string) => Buffer.from(url, 'base64url').toString('base64');
  const publicKey = base64(x);
  return {
    publicKey,
    privateKey: base64(d),
    sign: (bytes) => sign(null, bytes, key).toString('base64'),
    certify: (device, terms = {}) => certificateOf(key, device, { identity_key: publicKey, ...DEFAULTS, ...terms }),
  };
}

const PKCS8_OF_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

const DEFAULTS = { generation: 1, capabilities: [], signed_at: '2026-03-01T09:30:00.000Z' };

function certificateOf(
  key: KeyObject,
  { user_id = '', device_id, public_key }: DeviceKey,
  unsigned: Omit<DeviceCertificate, 'signature'>,
): DeviceCertificate {
  const { identity_key, signing_key = '', generation, capabilities, signed_at } = unsigned;
  const keys = [public_key, identity_key, signing_key].map((base64) => Buffer.from(base64, 'base64'));
  const bytes = statementOf(
    'dialtone/device/v1',
    user_id,
    device_id,
    ...keys,
    String(generation),
    signed_at,
    ...capabilities,
  );
  return { ...unsigned, signature: sign(null, bytes, key).toString('base64') };
}

/** The bytes that are signed for one purpose: fields, each behind its length. */
export function statementOf(...fields: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    fields.map((field) => Buffer.from(field as string)).flatMap((field) => [lengthOf(field), field]),
  );
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(field.length);
  return length;
}
