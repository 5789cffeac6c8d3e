import type { DeviceCertificate, NewDeviceCertificate } from '@app/contract';
import type { DeviceCertificateEntity } from './device-certificate.entity.js';

/** Capabilities have no spaces in their names. */
const SEPARATOR = ' ';

export function toCertificate(stored: DeviceCertificateEntity): DeviceCertificate {
  return {
    identity_key: stored.identityKey,
    ...(stored.signingKey !== null && { signing_key: stored.signingKey }),
    generation: stored.generation,
    capabilities: stored.capabilities === '' ? [] : stored.capabilities.split(SEPARATOR),
    signed_at: stored.signedAt,
    signature: stored.signature,
  };
}

export function toCertificateEntity(certificate: NewDeviceCertificate): DeviceCertificateEntity {
  return {
    deviceId: certificate.device_id,
    identityKey: certificate.identity_key,
    signingKey: certificate.signing_key ?? null,
    generation: certificate.generation,
    capabilities: certificate.capabilities.join(SEPARATOR),
    signedAt: certificate.signed_at,
    signature: certificate.signature,
  };
}
