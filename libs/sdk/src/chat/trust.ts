import { Recent } from '../core/recent.js';
import { signingPublicKeyOf } from '../crypto/ed25519.js';
import type { DeviceCertificate } from '../generated/types.js';
import { Certificates, isOlder, type CertifiedDevice, type ListedDevice } from './certificates.js';
import { sessionOf, type ChatContext } from './context.js';
import { ChatError } from './errors.js';
import type { CertificateRefused } from './events.js';
import { mergedPins } from './merged-pins.js';
import { pinOf, pinsAfter, stateOfPin, withPin, type OwnIdentity, type TrustState } from './pins.js';
import type { KnownIdentity, TrustDocument } from './store.js';

/** How many refused certificates are remembered, so that each is reported once. */
const MOST_REPORTED = 1_000;

/**
 * What is known of everyone's identities: each is kept as it was first seen, and a device counts as its user's if that
 * identity has signed it. What the server says later changes nothing of it: another identity and a missing certificate take
 * trust away, and never give it; an older certificate does neither.
 */
export class Trust {
  readonly #context: ChatContext;
  readonly #onChosen: () => void;
  readonly #certificates = new Certificates();
  readonly #reported = new Recent(MOST_REPORTED);
  /** The devices whose certificates are valid signatures, as the server listed them last. */
  #certified: readonly CertifiedDevice[] = [];
  /** By device id, the certificates that count. */
  #signed = new Map<string, DeviceCertificate>();
  /** The ids of the devices whose certificates are of a generation before the last. */
  #outdated = new Set<string>();
  /** By device id, the latest certificate that has counted, in earlier sessions too. */
  readonly #latest = new Map<string, DeviceCertificate>();
  /** The ids of the devices of which the server shows an older certificate than that. */
  #behind = new Set<string>();
  #own: OwnIdentity | undefined;
  #isInviterMissing = false;

  /** `onChosen` is called when the user has decided something that may let other devices have keys. */
  constructor(context: ChatContext, onChosen: () => void) {
    this.#context = context;
    this.#onChosen = onChosen;
  }

  /** What is known of the user's identity; undefined while they never had one. */
  identityOf(userId: string): KnownIdentity | undefined {
    return pinOf(this.#document, userId);
  }

  /** How far the user's identity is to be trusted. */
  stateOf(userId: string): TrustState {
    return stateOfPin(this.identityOf(userId));
  }

  /** The device's certificate, if its user's known and unchanged identity has signed it. */
  certificateOf(deviceId: string): DeviceCertificate | undefined {
    return this.#signed.get(deviceId);
  }

  /** The latest certificate of the device that has counted, also if the server shows it no longer. */
  latestOf(deviceId: string): DeviceCertificate | undefined {
    return this.#latest.get(deviceId);
  }

  /** Has the known and unchanged identity of the device's user signed it? */
  isSigned(deviceId: string): boolean {
    return this.#signed.has(deviceId);
  }

  /** Was the device signed once, and left out when the user removed a device? */
  isOutdated(deviceId: string): boolean {
    return this.#outdated.has(deviceId);
  }

  /** Does the server show an older certificate of the device than the one that counts? */
  isBehind(deviceId: string): boolean {
    return this.#behind.has(deviceId);
  }

  /**
   * Records whether people have compared the user's identity over another channel. Throws ChatError `no_identity` for a
   * user who has none, or whose has changed.
   */
  async setVerified(userId: string, isVerified: boolean): Promise<void> {
    await this.#choose(userId, (pin) => {
      if (pin.changed_to !== undefined)
        throw new ChatError('no_identity', 'their identity has changed: accept it first');
      return { ...pin, is_verified: isVerified };
    });
  }

  /**
   * Takes the identity that the server names now for the known one; it is `unverified`. Does nothing when theirs has not
   * changed. With `claimed`, only that very one. Throws ChatError `no_identity` for a user who has none, or if the server
   * names another one than `claimed`.
   */
  async accept(userId: string, claimed?: string): Promise<void> {
    await this.#choose(userId, ({ changed_to, ...pin }) => {
      if (claimed !== undefined && (changed_to ?? pin.identity_key) !== claimed)
        throw new ChatError('no_identity', 'the server names yet another identity now');
      if (changed_to === undefined || changed_to === pin.identity_key) return pin;
      return { identity_key: changed_to, is_verified: false, generation: 0 };
    });
  }

  /** Learns what another device of this user knows; nothing that is known here gets less sure. */
  async mergePins(told: TrustDocument): Promise<void> {
    await this.#change((document) => mergedPins(document, told));
  }

  /**
   * This user's identity is the one whose private key is, or is about to be, on this device. Certificates of a lower
   * generation than `least` hold no longer.
   */
  async pinOwn(identityKey: string, least = 0): Promise<void> {
    const { user_id } = sessionOf(this.#context);
    this.#own = { userId: user_id, identityKey };
    if (this.identityOf(user_id)?.identity_key !== identityKey)
      this.#certified = this.#certified.filter(({ userId }) => userId !== user_id); // they are of the one from before
    await this.#change((document) => {
      const pin = pinOf(document, user_id);
      const generation = Math.max(least, pin?.identity_key === identityKey ? pin.generation : 0);
      return withPin(document, user_id, { identity_key: identityKey, is_verified: true, generation });
    });
  }

  /** Takes what the server lists. `isFirst`: it is the first list of this store, in which everybody is new. */
  async take(listed: readonly ListedDevice[], isFirst: boolean): Promise<void> {
    const { user_id: userId } = sessionOf(this.#context);
    const { identity_key, new_identity_key } = this.#context.vault.get('identity') ?? {};
    const ownKey = identity_key && (await signingPublicKeyOf(identity_key));
    const newKey = new_identity_key && (await signingPublicKeyOf(new_identity_key));
    const known = this.#context.vault.get('devices')?.known ?? [];
    if (this.#certificates.isNew) this.#certificates.remember(known);
    const { valid, forged } = await this.#certificates.check(listed);
    // The server has taken a new identity, though this device has not heard the answer.
    const isReset = valid.some((one) => one.userId === userId && one.certificate.identity_key === newKey);
    this.#own = { userId, identityKey: isReset ? newKey : ownKey };
    this.#certified = valid;
    for (const { device_id, user_id, certificate } of known) {
      const latest = this.#latest.get(device_id);
      // What is stored may still be of an identity in whose place another one was accepted.
      const isKept = latest && latest.identity_key === this.identityOf(user_id)?.identity_key;
      if (certificate && (!isKept || isOlder(latest, certificate))) this.#latest.set(device_id, certificate);
    }
    for (const device of forged) this.#refuse(device, 'signature');
    await this.#change((document) => document, isFirst);
    const { inviter } = this.#document ?? {};
    if (inviter !== undefined && !this.#isInviterMissing) {
      this.#context.emitter.emit('identity-missing', { identityKey: inviter });
      this.#isInviterMissing = true;
    }
  }

  get #document(): TrustDocument | undefined {
    return this.#context.vault.get('trust');
  }

  async #choose(userId: string, change: (pin: KnownIdentity) => KnownIdentity): Promise<void> {
    await this.#change((document) => {
      const pin = pinOf(document, userId);
      if (pin === undefined) throw new ChatError('no_identity', 'this user has no identity');
      return withPin(document, userId, change(pin));
    });
    this.#onChosen();
  }

  /** Changes the pins, judges the list by them, stores and tells what is new. */
  async #change(change: (document: TrustDocument | undefined) => TrustDocument | undefined, isFirst = false) {
    const { vault } = this.#context;
    const before = this.#document;
    const own = this.#own ?? { userId: sessionOf(this.#context).user_id, identityKey: undefined };
    const changed = (document: TrustDocument | undefined) => pinsAfter(change(document), this.#certified, own);
    // Another session of this store may have accepted what is `changed` here.
    const isOpen = Object.values(before?.users ?? {}).some(({ changed_to }) => changed_to !== undefined);
    if (isOpen || changed(before) !== before)
      await vault.update('trust', (current) => changed(current) ?? { users: {} });
    this.#settle(own);
    this.#tell(before, isFirst);
  }

  /** Finds the certificates that count. */
  #settle({ userId: ownId, identityKey }: OwnIdentity): void {
    const signed = new Map<string, DeviceCertificate>();
    const outdated = new Set<string>();
    const behind = new Set<string>();
    for (const device of this.#certified) {
      const { userId, deviceId, certificate } = device;
      const pin = this.identityOf(userId);
      const isOwn = userId === ownId && identityKey !== undefined && pin?.identity_key === identityKey;
      if (pin === undefined || (pin.changed_to !== undefined && !isOwn)) continue;
      if (certificate.identity_key !== pin.identity_key) {
        this.#refuse(device, 'other-identity');
        continue;
      }
      const latest = this.#latest.get(deviceId);
      const isBehind = latest !== undefined && isOlder(certificate, latest);
      const counting = isBehind ? latest : certificate;
      const isOutdated = counting.generation < pin.generation;
      if (isBehind || isOutdated) this.#refuse(device, 'outdated');
      if (isBehind) behind.add(deviceId);
      if (isOutdated) outdated.add(deviceId);
      else {
        signed.set(deviceId, counting);
        this.#latest.set(deviceId, counting);
      }
    }
    this.#signed = signed;
    this.#outdated = outdated;
    this.#behind = behind;
  }

  #tell(before: TrustDocument | undefined, isFirst: boolean): void {
    const { emitter } = this.#context;
    const after = this.#document;
    if (after === before) return;
    for (const [userId, pin] of Object.entries(after?.users ?? {})) {
      const known = pinOf(before, userId);
      const { identity_key, changed_to } = pin;
      if (changed_to !== undefined && changed_to !== known?.changed_to)
        emitter.emit('identity-changed', { userId, known: identity_key, claimed: changed_to });
      const state = stateOfPin(pin);
      if (state !== stateOfPin(known) && !isFirst) emitter.emit('trust', { userId, state });
    }
  }

  #refuse({ userId, deviceId, certificate }: CertifiedDevice, reason: CertificateRefused['reason']): void {
    if (!this.#reported.add(`${reason} ${deviceId} ${certificate.signature}`)) return;
    this.#context.emitter.emit('certificate-refused', { userId, deviceId, reason });
  }
}
