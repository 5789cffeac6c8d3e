import { safetyNumber, type PublicIdentity } from '../crypto/safety-number.js';
import { sessionOf, type ChatContext } from './context.js';
import { ChatError } from './errors.js';
import type { Trust } from './trust.js';

const QR_PREFIX = 'dialtone-verify:1:';

/** How people make sure, over another channel, that the server has told them of each other's true identities. */
export class Verification {
  readonly #context: ChatContext;
  readonly #trust: Trust;

  constructor(context: ChatContext, trust: Trust) {
    this.#context = context;
    this.#trust = trust;
  }

  /** 60 digits, the same on both sides. */
  async safetyNumber(userId: string): Promise<string> {
    const [own, other] = this.#identities(userId);
    return safetyNumber(own, other);
  }

  /** The same for a QR code: both users and identities, so that one scan compares both. */
  qrText(userId: string): string {
    const [own, other] = this.#identities(userId);
    return qrText(own, other);
  }

  /** Marks the user as verified: after what was scanned or typed was found to be right, or since people have compared. */
  async verify(userId: string, scannedOrNumber?: string): Promise<void> {
    const [own, other] = this.#identities(userId);
    if (scannedOrNumber !== undefined && !(await isMatch(scannedOrNumber, own, other)))
      throw new ChatError(
        'not_matching',
        'the identities differ: it is another user, or the server has lied to one of you',
      );
    await this.#trust.setVerified(userId, true);
  }

  async unverify(userId: string): Promise<void> {
    this.#identities(userId);
    await this.#trust.setVerified(userId, false);
  }

  #identities(userId: string): readonly [PublicIdentity, PublicIdentity] {
    const { user_id } = sessionOf(this.#context);
    return [this.#identityOf(user_id, 'you have no identity'), this.#identityOf(userId, 'this user has no identity')];
  }

  #identityOf(userId: string, problem: string): PublicIdentity {
    const known = this.#trust.identityOf(userId);
    if (known === undefined) throw new ChatError('no_identity', problem);
    return { userId, identityKey: known.identity_key };
  }
}

/** The one who shows it comes first. */
function qrText(own: PublicIdentity, other: PublicIdentity): string {
  const fields = [own, other].flatMap(({ userId, identityKey }) => [userId, identityKey]);
  return QR_PREFIX + fields.map(encodeURIComponent).join(':');
}

/** Was it scanned from that user, or is it the number? Throws ChatError `invalid_code` for what is neither. */
async function isMatch(scannedOrNumber: string, own: PublicIdentity, other: PublicIdentity): Promise<boolean> {
  const text = scannedOrNumber.trim();
  if (text.startsWith(QR_PREFIX)) return text === qrText(other, own); // to them, they are themselves
  const digits = text.replace(/\s/g, '');
  if (!/^\d{60}$/.test(digits)) throw new ChatError('invalid_code', 'a safety number has 60 digits, or is scanned');
  return digits === (await safetyNumber(own, other)).replace(/\s/g, '');
}
