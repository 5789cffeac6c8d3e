import { randomBytes } from 'node:crypto';
import type { NewDeviceCertificate } from '@dialtone/sdk';

/** A key that nobody has, whether it signs or not: the server does not check signatures. */
export function newSigningKey(): string {
  return randomBytes(32).toString('base64');
}

/** The identity of everyone, where a test needs no other. */
const IDENTITY = newSigningKey();

/** A certificate of a device, as far as the server can tell. */
export function certificateOf(
  device_id: string,
  certificate: Partial<NewDeviceCertificate> = {},
): NewDeviceCertificate {
  return {
    device_id,
    identity_key: IDENTITY,
    signing_key: newSigningKey(),
    generation: 1,
    capabilities: ['message-proofs', 'voice-proofs'],
    signed_at: '2026-03-01T09:30:00.000Z',
    signature: randomBytes(64).toString('base64'),
    ...certificate,
  };
}
