import type { DeviceCertificate } from '../generated/types.js';
import { statement } from '../protocol/statement.js';
import { fromBase64, type Bytes } from './bytes.js';
import { sign, signingPublicKeyOf, verify } from './ed25519.js';

/** The device that a certificate speaks of. */
export interface CertifiedDevice {
  readonly userId: string;
  readonly deviceId: string;
  /** Its X25519 key. */
  readonly publicKey: string;
}

/** What an identity says of a device besides who it is. */
export type CertificateTerms = Omit<DeviceCertificate, 'identity_key' | 'signature'>;

/** Signs a device as one of the user's own. `identityPrivateKey` is the user's identity key (Ed25519). */
export async function signCertificate(
  identityPrivateKey: string,
  device: CertifiedDevice,
  terms: CertificateTerms,
): Promise<DeviceCertificate> {
  const unsigned = { ...terms, identity_key: await signingPublicKeyOf(identityPrivateKey) };
  return { ...unsigned, signature: await sign(identityPrivateKey, bytesOf(device, unsigned)) };
}

/** Was the certificate signed by the identity key that it names, for this very device? */
export async function isCertificateOf(device: CertifiedDevice, certificate: DeviceCertificate): Promise<boolean> {
  return verify(certificate.identity_key, bytesOf(device, certificate), certificate.signature);
}

function bytesOf(device: CertifiedDevice, certificate: Omit<DeviceCertificate, 'signature'>): Bytes {
  const { identity_key, signing_key = '', generation, capabilities, signed_at } = certificate;
  const key = (base64: string) => fromBase64(base64) ?? new Uint8Array();
  return statement(
    'dialtone/device/v1',
    device.userId,
    device.deviceId,
    key(device.publicKey),
    key(identity_key),
    key(signing_key),
    String(generation),
    signed_at,
    ...capabilities,
  );
}
