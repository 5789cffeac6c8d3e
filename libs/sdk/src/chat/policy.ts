import type { ListedDevice } from './certificates.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Trust } from './trust.js';

/**
 * Which devices get this device's keys:
 * - `signed`: of users with an identity, the devices that it has signed; of users who never had one, as with clients
 *   from before there were identities, all their devices;
 * - `verified`: only devices that a verified identity has signed;
 * - `all`: every registered device, also one that the server has made up.
 */
export type ShareWith = 'signed' | 'verified' | 'all';

/** The capability, in a device's certificate, of taking keys that have versions. */
const TAKES_VERSIONS = 'key-versions';

const POLICIES: readonly string[] = ['signed', 'verified', 'all'] satisfies ShareWith[];

/** The policy of the options. Throws a TypeError for another text: a misspelt one must not be a weaker one. */
export function policyOf({ shareWith = 'signed' }: { readonly shareWith?: ShareWith | undefined }): ShareWith {
  if (!POLICIES.includes(shareWith)) throw new TypeError(`shareWith must be one of ${POLICIES.join(', ')}`);
  return shareWith;
}

type Device = Pick<ListedDevice, 'device_id' | 'user_id'>;

/** Decides whom this device gives keys, and whose it takes. */
export class Policy {
  readonly #context: ChatContext;
  readonly #trust: Trust;
  readonly #shareWith: ShareWith;

  constructor(context: ChatContext, trust: Trust, shareWith: ShareWith) {
    this.#context = context;
    this.#trust = trust;
    this.#shareWith = shareWith;
  }

  /** May the device be sent the keys, and can it take this one, if it is sealed for its channel and version? */
  mayShareWith(device: Device, isBound = false): boolean {
    if (isBound && !this.takesVersions(device)) return false;
    if (this.#shareWith === 'all' || this.#isThis(device)) return true;
    const isSigned = this.#trust.isSigned(device.device_id);
    if (this.#shareWith === 'signed') return isSigned || this.#trust.stateOf(device.user_id) === 'none';
    return isSigned && this.#isVerified(device);
  }

  /** May a key that the device has sealed be taken? Later versions are made and passed on by signed devices only. */
  mayAcceptFrom(device: Device, { version }: { readonly version: number } = { version: 0 }): boolean {
    if (this.#isThis(device) || this.#trust.isSigned(device.device_id)) return true;
    return version === 0 && this.#trust.stateOf(device.user_id) === 'none';
  }

  /** Would others take a key that this device seals? A device that has yet to be linked waits until it is. */
  get isHeard(): boolean {
    const { device_id, user_id } = sessionOf(this.#context);
    const isLinked = this.#context.vault.get('identity')?.identity_key !== undefined; // whatever the server lists
    return isLinked || this.#trust.isSigned(device_id) || this.#trust.stateOf(user_id) === 'none';
  }

  /** Does the device say that it knows versions of keys? */
  takesVersions(device: Device): boolean {
    if (this.#isThis(device)) return true;
    return this.#trust.certificateOf(device.device_id)?.capabilities.includes(TAKES_VERSIONS) ?? false;
  }

  /** Whose word counts first: 0 for this user's own devices, then verified, signed and other ones. */
  rankOf(device: Device): number {
    if (this.#isThis(device)) return 0;
    if (!this.#trust.isSigned(device.device_id)) return 3;
    if (!this.#isVerified(device)) return 2;
    return this.#isOwn(device) ? 0 : 1;
  }

  /**
   * Is the identity that has signed it more than the server's word? This user's own is that only on a linked device; it is
   * that there even while the server names another one.
   */
  #isVerified({ user_id }: Device): boolean {
    return this.#trust.identityOf(user_id)?.is_verified === true;
  }

  #isThis({ device_id }: Device): boolean {
    return device_id === sessionOf(this.#context).device_id;
  }

  #isOwn({ user_id }: Device): boolean {
    return user_id === sessionOf(this.#context).user_id;
  }
}
