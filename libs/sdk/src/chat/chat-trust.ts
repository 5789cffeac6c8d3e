import type { SessionParts } from './parts.js';
import type { TrustState } from './pins.js';

type Parts = Pick<SessionParts, 'loadIdentityChanges' | 'trust' | 'verification'>;

/** Whose devices a {@link ChatSession} believes: `chat.trust`. */
export class ChatTrust {
  readonly #parts: Parts;

  /** Made by `ChatSession`. */
  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What this device knows of a user's identity. */
  stateOf(userId: string): TrustState {
    return this.#parts.trust.stateOf(userId);
  }

  /** The user's identity as it is known here: an Ed25519 public key, in base64. Undefined while they never had one. */
  identityOf(userId: string): string | undefined {
    return this.#parts.trust.identityOf(userId)?.identity_key;
  }

  /** The identity that the server names for a user who is `changed`: what `accept` would take. Else undefined. */
  claimedIdentityOf(userId: string): string | undefined {
    return this.#parts.trust.identityOf(userId)?.changed_to;
  }

  /** Has the user's known and unchanged identity signed the device? */
  isSigned(deviceId: string): boolean {
    return this.#parts.trust.isSigned(deviceId);
  }

  /**
   * The safety number of this user and another one: 60 digits in 12 groups, the same on their device. When they are, the
   * server has told neither of you of a false identity: `ChatSession.verify`. Rejects with a ChatError `no_identity`
   * when one of you has none.
   */
  safetyNumber(userId: string): Promise<string> {
    return this.#parts.verification.safetyNumber(userId);
  }

  /**
   * The same for a QR code, which the other user scans for `ChatSession.verify`: it holds both users' ids and identities,
   * so that one scan compares both. Throws a ChatError `no_identity`.
   */
  qrText(userId: string): string {
    return this.#parts.verification.qrText(userId);
  }

  /** Takes back that a user was verified. Rejects with a ChatError `no_identity`. */
  unverify(userId: string): Promise<void> {
    return this.#parts.verification.unverify(userId);
  }

  /**
   * Takes the identity that the server names for a user now for the known one, after `identity-changed`: ask the user
   * first, over another channel. It is `unverified` then, and their signed devices are sent the keys. With `claimed`, the
   * one of the event or of `claimedIdentityOf`, it is that one or none. For this user's own id it means that this device gives up the identity that
   * it has: it is to be linked anew. Rejects with a ChatError `no_identity`.
   */
  accept(userId: string, claimed?: string): Promise<void> {
    return this.#parts.trust.accept(userId, claimed);
  }

  /**
   * Gives this user a new identity, for when all their other devices and their recovery words are lost, or somebody has
   * stolen one of their devices. Their other devices have to be linked anew, and everyone else sees `identity-changed`
   * and shares nothing with this user until they accept it. Recovery is off then, since the old words may be known:
   * `recovery.begin` makes new ones. Rejects as a call does; what was begun goes on at the next start. Rejects with
   * a ChatError `identity_changed` when another device has made a new identity meanwhile: that one stays, and this device
   * has to be linked to it (`accept`), or to call this once more.
   */
  async resetIdentity(): Promise<void> {
    await (await this.#parts.loadIdentityChanges()).reset();
  }
}
