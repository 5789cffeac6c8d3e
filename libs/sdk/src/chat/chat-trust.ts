import type { SessionParts } from './parts.js';
import type { TrustState } from './pins.js';

/** Whose devices a {@link ChatSession} believes: `chat.trust`. */
export class ChatTrust {
  readonly #parts: Pick<SessionParts, 'identity' | 'trust'>;

  /** Made by `ChatSession`. */
  constructor(parts: Pick<SessionParts, 'identity' | 'trust'>) {
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

  /** Has the user's known and unchanged identity signed the device? */
  isSigned(deviceId: string): boolean {
    return this.#parts.trust.isSigned(deviceId);
  }

  /**
   * Takes the identity that the server names for a user now for the known one, after `identity-changed`: ask the user
   * first, over another channel. It is `unverified` then, and their signed devices are sent the keys. With `claimed`, the
   * one of the event, it is that one or none. Rejects with a ChatError `no_identity`.
   */
  accept(userId: string, claimed?: string): Promise<void> {
    return this.#parts.trust.accept(userId, claimed);
  }

  /**
   * Gives this user a new identity, for when all their other devices and their recovery words are lost, or somebody has
   * stolen one of their devices. Their other devices have to be linked anew, and everyone else sees `identity-changed`
   * and shares nothing with this user until they accept it. Rejects as a call does; what was begun goes on at the next
   * start.
   */
  resetIdentity(): Promise<void> {
    return this.#parts.identity.reset();
  }
}
