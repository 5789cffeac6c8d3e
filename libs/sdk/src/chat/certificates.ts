import { nextTurn } from '../core/next-turn.js';
import { isCertificateOf } from '../crypto/certificate.js';
import type { DeviceCertificate } from '../generated/types.js';
import type { DevicesDocument } from './store.js';

/** A device as the server lists it, with its certificate where it has one. */
export type ListedDevice = DevicesDocument['known'][number];

/** A device and its certificate. */
export interface CertifiedDevice {
  readonly userId: string;
  readonly deviceId: string;
  readonly certificate: DeviceCertificate;
}

/** The contract has no higher generation. */
export const MOST_GENERATIONS = 2_147_483_647;

/** How many signatures are checked before something else may run: a few milliseconds' worth. */
const CHECKED_AT_A_TIME = 32;

/** Checks the signatures of certificates, each once: a list of ten thousand devices is asked for again and again. */
export class Certificates {
  /** Whether what was checked last holds, by the text of the device with its certificate. */
  #checked: Map<string, boolean> | undefined;

  /** Were any checked yet? */
  get isNew(): boolean {
    return this.#checked === undefined;
  }

  /** Takes devices whose certificates an earlier session has checked. */
  remember(devices: readonly ListedDevice[]): void {
    this.#checked = new Map(devices.filter(hasCertificate).map((device) => [textOf(device), true]));
  }

  /** Those of the devices whose certificates are signed by the identity that they name, and those where they are not. */
  async check(devices: readonly ListedDevice[]): Promise<{ valid: CertifiedDevice[]; forged: CertifiedDevice[] }> {
    const checked = new Map<string, boolean>();
    const valid: CertifiedDevice[] = [];
    const forged: CertifiedDevice[] = [];
    let fresh: Promise<unknown>[] = [];
    const certified = devices.filter(hasCertificate).map((device) => ({ device, text: textOf(device) }));
    for (const { device, text } of certified) {
      const { device_id: deviceId, user_id: userId, public_key: publicKey, certificate } = device;
      const known = isGeneration(certificate.generation) ? this.#checked?.get(text) : false;
      if (known !== undefined) checked.set(text, known);
      else {
        const check = isCertificateOf({ userId, deviceId, publicKey }, certificate);
        fresh.push(check.then((isValid) => checked.set(text, isValid)));
      }
      if (fresh.length < CHECKED_AT_A_TIME) continue;
      await Promise.all(fresh);
      await new Promise<void>(nextTurn);
      fresh = [];
    }
    await Promise.all(fresh);
    this.#checked = checked;
    for (const { device, text } of certified) {
      const { device_id: deviceId, user_id: userId, certificate } = device;
      (checked.get(text) ? valid : forged).push({ userId, deviceId, certificate });
    }
    return { valid, forged };
  }
}

type Certified = ListedDevice & { readonly certificate: DeviceCertificate };

function hasCertificate(device: ListedDevice): device is Certified {
  return device.certificate !== undefined;
}

/** What a check depends on: the same for the same device with the same certificate. */
function textOf({ user_id, device_id, public_key, certificate }: Certified): string {
  const { identity_key, signing_key, generation, capabilities, signed_at, signature } = certificate;
  const keys = [public_key, identity_key, signing_key];
  return JSON.stringify([user_id, device_id, keys, generation, capabilities, signed_at, signature]);
}

/** Was the certificate signed before the other one, by the same identity for the same device? */
export function isOlder(certificate: DeviceCertificate, other: DeviceCertificate): boolean {
  if (certificate.identity_key !== other.identity_key) return false;
  if (certificate.generation !== other.generation) return certificate.generation < other.generation;
  return certificate.signed_at < other.signed_at; // UTC, all of one form
}

/** The highest one that is seen is kept, so it has to be a number that a store can hold, and that another can follow. */
function isGeneration(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MOST_GENERATIONS;
}
