import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { DeviceCertificate, DeviceKey } from '@dialtone/sdk';

/** An identity that a test has made up, with node:crypto alone. */
export interface Identity {
  readonly publicKey: string;
  readonly privateKey: string;
  /** The certificate that it would give the device. */
  readonly certify: (device: DeviceKey, terms?: Partial<DeviceCertificate>) => DeviceCertificate;
}

export function generateIdentity(): Identity {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const base64 = (url: string) => Buffer.from(url, 'base64url').toString('base64');
  const publicKey = base64(x);
  return {
    publicKey,
    privateKey: base64(d),
    certify: (device, terms = {}) => certificateOf(key, device, { identity_key: publicKey, ...DEFAULTS, ...terms }),
  };
}

const DEFAULTS = { generation: 1, capabilities: [], signed_at: '2026-03-01T09:30:00.000Z' };

function certificateOf(
  key: KeyObject,
  { user_id = '', device_id, public_key }: DeviceKey,
  unsigned: Omit<DeviceCertificate, 'signature'>,
): DeviceCertificate {
  const { identity_key, signing_key = '', generation, capabilities, signed_at } = unsigned;
  const keys = [public_key, identity_key, signing_key].map((base64) => Buffer.from(base64, 'base64'));
  const fields = ['dialtone/device/v1', user_id, device_id, ...keys, String(generation), signed_at, ...capabilities];
  const bytes = fields.map((field) => Buffer.from(field)).flatMap((field) => [lengthOf(field), field]);
  return { ...unsigned, signature: sign(null, Buffer.concat(bytes), key).toString('base64') };
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(field.length);
  return length;
}
