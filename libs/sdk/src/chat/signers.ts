import type { DeviceCertificate } from '../generated/types.js';
import type { ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { ProofsDocument } from './store.js';

/** How many devices are remembered, the last ones. */
const MOST_SIGNERS = 10_000;

/** Whose signing key it is. */
export type Signer = ProofsDocument['signers'][number];

/** What {@link Signers} need to know of certificates. */
export interface Certified {
  /** The device's certificate, if its user's known and unchanged identity has signed it. */
  certificateOf(deviceId: string): DeviceCertificate | undefined;
}

/**
 * The signing keys of devices that their users' identities have certified, also of those that are gone by now: what they
 * sent can be read for as long as the channel is there.
 */
export class Signers {
  readonly #context: ChatContext;
  readonly #devices: Devices;
  readonly #trust: Certified;
  #list: readonly Signer[] = [];
  #byDevice = new Map<string, Signer[]>();

  constructor(context: ChatContext, devices: Devices, trust: Certified) {
    this.#context = context;
    this.#devices = devices;
    this.#trust = trust;
  }

  /** The signing keys that the device has had; none for one that was never seen with a certificate. */
  of(deviceId: string): readonly Signer[] {
    this.#index();
    return this.#byDevice.get(deviceId) ?? [];
  }

  /** Remembers the devices that are certified now. */
  async remember(): Promise<void> {
    this.#index();
    const found = this.#devices.registered.flatMap(({ device_id, user_id }): Signer[] => {
      const { signing_key } = this.#trust.certificateOf(device_id) ?? {};
      const isKnown = this.of(device_id).some((signer) => signer.signing_key === signing_key);
      return signing_key === undefined || isKnown ? [] : [{ device_id, user_id, signing_key }];
    });
    if (found.length === 0) return;
    await this.#context.vault.update('proofs', (current) => {
      const { blocks, signers } = current ?? { blocks: [], signers: [] };
      // Another session of this store may have been faster.
      const added = found.filter((signer) => !signers.some((known) => isSame(known, signer)));
      return { blocks, signers: [...signers, ...added].slice(-MOST_SIGNERS) };
    });
  }

  #index(): void {
    const list = this.#context.vault.get('proofs')?.signers ?? [];
    if (list === this.#list) return;
    this.#list = list;
    this.#byDevice = new Map();
    for (const signer of list)
      this.#byDevice.set(signer.device_id, [...(this.#byDevice.get(signer.device_id) ?? []), signer]);
  }
}

function isSame(a: Signer, b: Signer): boolean {
  return a.device_id === b.device_id && a.signing_key === b.signing_key;
}
