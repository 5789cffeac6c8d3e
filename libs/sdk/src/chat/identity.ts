import { isApiError } from '../core/errors.js';
import { signCertificate, type CertificateTerms } from '../crypto/certificate.js';
import { generateSigningKeyPair, signingPublicKeyOf } from '../crypto/ed25519.js';
import { getPublicKey } from '../crypto/index.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import { ChatError } from './errors.js';
import type { IdentityDocument } from './store.js';
import type { Trust } from './trust.js';
import { oneAtATime } from './turns.js';

/** What this version can do beyond the first version of the protocol; it stands in a device's certificate. */
export const CAPABILITIES: readonly string[] = ['message-proofs', 'voice-proofs', 'key-versions'];

/** The contract has no later one. */
const LAST_DATE = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** What {@link Identity.certify} signs. */
export interface DeviceToCertify {
  readonly deviceId: string;
  /** Its X25519 key. */
  readonly publicKey: string;
  /** Its Ed25519 key, if it has one. */
  readonly signingKey?: string | undefined;
  readonly capabilities: readonly string[];
}

/** Goes on with changes of the identity that were begun: `IdentityChanges`. */
export interface BegunChanges {
  finishReset(): Promise<void>;
  finishRemovals(): Promise<void>;
}

/** What an {@link Identity} works with. */
export interface IdentityOptions {
  readonly devices: Devices;
  readonly trust: Trust;
  /** Loads what makes a new identity and removes devices. */
  readonly loadChanges: () => Promise<BegunChanges>;
}

/**
 * This device's part in its user's identity. Every private key is in the store before the server learns of the public
 * one, and whatever a crash interrupts is finished by the next `ensure`.
 */
export class Identity {
  readonly #context: ChatContext;
  readonly #devices: Devices;
  readonly #trust: Trust;
  readonly #loadChanges: () => Promise<BegunChanges>;
  #isTold = false;
  /** Has this device been certified since the start? A server that does not list the certificate is not asked again. */
  #isPosted = false;
  /** Another device has certified its own identity first, though the server does not list it: no more tries. */
  #isRefused = false;

  constructor(context: ChatContext, { devices, trust, loadChanges }: IdentityOptions) {
    this.#context = context;
    this.#devices = devices;
    this.#trust = trust;
    this.#loadChanges = loadChanges;
  }

  /** Is the identity's private key here? */
  get isLinked(): boolean {
    return this.document?.identity_key !== undefined;
  }

  /** The user's identity, as far as this device knows it: an Ed25519 public key, in base64. */
  get publicKey(): string | undefined {
    return this.#trust.identityOf(sessionOf(this.#context).user_id)?.identity_key;
  }

  /** The Ed25519 private key that this device signs with, in base64. */
  get signingKey(): string {
    return this.document?.signing_key ?? '';
  }

  /**
   * Sees to it that the user has an identity and that it has signed this device, unless another device has to do that;
   * and finishes what was interrupted. The list of devices has to be fresh.
   */
  readonly ensure = oneAtATime(() => this.#ensure());

  /** Takes the identity of the user, after this device was linked or the account recovered, and certifies the device. */
  async adopt(identityPrivateKey: string): Promise<void> {
    await this.#trust.pinOwn(await signingPublicKeyOf(identityPrivateKey));
    await this.change((document) => ({ ...document, identity_key: identityPrivateKey }));
    await this.#devices.refresh();
    await this.#certifyThis();
    this.#isTold = false; // it may be left out again, if a device is removed at this very moment
  }

  /** Signs devices of this user. Rejects as a call does, or with a ChatError `not_linked`. */
  async certify(devices: readonly DeviceToCertify[]): Promise<void> {
    try {
      await this.post(devices, this.generation);
    } catch (error) {
      if (!isApiError(error, 'certificate_outdated')) throw error;
      await this.#devices.refresh(); // another device has removed one since
      await this.post(devices, this.generation);
    }
    await this.#devices.refresh();
  }

  /** What is stored of the identity. */
  get document(): IdentityDocument | undefined {
    return this.#context.vault.get('identity');
  }

  /** The generation of the certificates that count. */
  get generation(): number {
    return Math.max(1, this.#trust.identityOf(sessionOf(this.#context).user_id)?.generation ?? 1);
  }

  async #ensure(): Promise<void> {
    const { user_id, device_id } = sessionOf(this.#context);
    if (this.document === undefined) {
      const { privateKey } = await generateSigningKeyPair(); // the store is from before there were identities
      await this.change((document) => document, { signing_key: privateKey });
    }
    if (this.document?.new_identity_key !== undefined) await (await this.#loadChanges()).finishReset();
    await this.#dropUnlessFirst();
    if (!this.isLinked) {
      if (this.publicKey !== undefined || this.#isRefused) {
        this.#tellUnlinked();
        return;
      }
      await this.#create();
    }
    if (this.#trust.stateOf(user_id) === 'changed') return; // the server would refuse what the key here signs
    if (this.document?.removing !== undefined) await (await this.#loadChanges()).finishRemovals();
    if (this.#trust.isOutdated(device_id)) {
      this.#tellUnlinked(); // another device has removed this one
      return;
    }
    if (this.#isPosted || (await this.#isCertified())) return;
    try {
      await this.#certifyThis();
      this.#isPosted = true;
    } catch (error) {
      if (!isApiError(error, 'identity_mismatch')) throw error;
      await this.#devices.refresh();
      this.#isRefused = true;
      await this.#dropUnlessFirst();
      if (!this.isLinked) this.#tellUnlinked();
    }
  }

  /** Makes an identity. It is this user's once the server has taken the certificate, and no other was first. */
  async #create(): Promise<void> {
    const { privateKey } = await generateSigningKeyPair();
    await this.change((document) => ({ ...document, identity_key: document.identity_key ?? privateKey }));
  }

  /** Forgets an identity that was made here, if one of another device was first. */
  async #dropUnlessFirst(): Promise<void> {
    const made = this.document?.identity_key;
    const isUnknown = this.publicKey === undefined && !this.#isRefused;
    if (made === undefined || isUnknown || this.publicKey === (await signingPublicKeyOf(made))) return;
    await this.change(({ identity_key, ...document }) =>
      identity_key === made ? document : { identity_key, ...document },
    );
  }

  async #isCertified(): Promise<boolean> {
    const { device_id } = sessionOf(this.#context);
    const certificate = this.#trust.certificateOf(device_id);
    return (
      certificate !== undefined &&
      !this.#trust.isBehind(device_id) &&
      certificate.signing_key === (await signingPublicKeyOf(this.signingKey)) &&
      CAPABILITIES.every((capability) => certificate.capabilities.includes(capability))
    );
  }

  async #certifyThis(): Promise<void> {
    const identityKey = this.document?.identity_key;
    await this.certify([await this.thisDevice()]);
    if (identityKey !== undefined) await this.#trust.pinOwn(await signingPublicKeyOf(identityKey));
  }

  /** This device, by the keys that it has, whatever the server says of it. */
  async thisDevice(): Promise<DeviceToCertify> {
    return {
      deviceId: sessionOf(this.#context).device_id,
      publicKey: await getPublicKey(this.#context.vault.get('device_key')?.private_key ?? ''),
      signingKey: await signingPublicKeyOf(this.signingKey),
      capabilities: CAPABILITIES,
    };
  }

  /** Signs devices with that generation, by the identity that is here or another one. Rejects as `certify` does. */
  async post(
    devices: readonly DeviceToCertify[],
    generation: number,
    { identityKey = this.document?.identity_key, isReset = false }: { identityKey?: string; isReset?: boolean } = {},
  ): Promise<void> {
    if (identityKey === undefined) throw new ChatError('not_linked', "this device does not have the user's identity");
    const { client, signal } = this.#context;
    const { user_id: userId } = sessionOf(this.#context);
    const publicKey = await signingPublicKeyOf(identityKey);
    const certificates = await Promise.all(
      devices.map(async ({ deviceId, publicKey: deviceKey, signingKey, capabilities }) => {
        const last = this.#trust.latestOf(deviceId);
        const isBefore = last?.identity_key === publicKey && last.generation === generation;
        const least = isBefore && Date.parse(last.signed_at) + 1; // the latest counts
        const signed_at = new Date(Math.min(Math.max(Date.now(), least || 0), LAST_DATE)).toISOString();
        const terms: CertificateTerms = { generation, capabilities: [...capabilities], signed_at };
        if (signingKey !== undefined) terms.signing_key = signingKey;
        return {
          device_id: deviceId,
          ...(await signCertificate(identityKey, { userId, deviceId, publicKey: deviceKey }, terms)),
        };
      }),
    );
    await client.devices.putCertificates({ certificates, ...(isReset && { reset_identity: true }) }, { signal });
  }

  /** Changes what is stored of the identity. */
  async change(change: (document: IdentityDocument) => IdentityDocument, first?: IdentityDocument): Promise<void> {
    await this.#context.vault.update('identity', (current) => {
      const document = current ?? first;
      if (document === undefined) throw new ChatError('no_session', 'the store was emptied while the session used it');
      return change(document);
    });
  }

  #tellUnlinked(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#context.emitter.emit('link-needed', {});
  }
}
