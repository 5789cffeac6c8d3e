import { Recent } from '../core/recent.js';
import { randomBytes, toBase64 } from '../crypto/bytes.js';
import { isCryptoError } from '../crypto/errors.js';
import { isProofOf, proveDescription } from '../crypto/voice-proof.js';
import type { VoiceDevice, VoicePeer } from './events.js';
import { addLines, canBeNamed, readLines, type ProofLine, type ReadDescription } from './proof-lines.js';

/** A device, as far as proofs need to know it. */
export interface VoiceDeviceKey {
  readonly userId: string;
  readonly deviceId: string;
  /** Its X25519 key, in base64. */
  readonly publicKey: string;
  /** Does it prove all that it sends, so that nothing without a proof is from it? */
  readonly needsProof: boolean;
  /** Is nothing to be accepted from it, because its user's identity has not signed it, for example? */
  readonly isRefused?: boolean | undefined;
}

/** The keys that prove from which device a description comes. A `ChatSession` has them: `voiceKeys`. */
export interface VoiceKeys {
  /** This device's X25519 private key, in base64. */
  readonly privateKey: string;
  /** The device that the server says a description came from; undefined if it cannot be found. */
  deviceOf(from: VoiceDevice): VoiceDeviceKey | undefined | Promise<VoiceDeviceKey | undefined>;
  /** The devices of a user that an offer to all of them is to be proven to. */
  devicesOf(userId: string): readonly VoiceDeviceKey[] | Promise<readonly VoiceDeviceKey[]>;
}

/**
 * From whom a description without a proof is accepted: from nobody (`require`), from devices that do not prove what
 * they send (`signed`), or from everyone (`prefer`). A wrong proof is never accepted.
 */
export type ProofPolicy = 'require' | 'signed' | 'prefer';

/** Was it proven from which device the connection is? */
export type ProofState = 'verified' | 'none';

/**
 * Why a description was refused: it has no proof and needs one, its proof is wrong, or nothing is accepted from its
 * device.
 */
export type ProofRefusal = 'missing' | 'wrong' | 'untrusted';

/** A description that may be used. */
export interface CheckedDescription extends ReadDescription {
  readonly proof: ProofState;
  /** What an answer to it has to prove that it answers. */
  readonly nonce: string;
}

const NONCE_BYTES = 16;
/** How many nonces of offers are remembered, so that none is accepted twice. */
const MOST_REMEMBERED = 1_000;

/** Proves the descriptions of this device, and checks those of others. */
export class VoiceProofs {
  readonly #keys: VoiceKeys | undefined;
  readonly #policy: ProofPolicy;
  readonly #channelId: string;
  readonly #self: VoiceDevice;
  readonly #offers = new Recent(MOST_REMEMBERED);

  constructor(options: { keys?: VoiceKeys | undefined; policy: ProofPolicy; channelId: string; self: VoiceDevice }) {
    this.#keys = options.keys;
    this.#policy = options.policy;
    this.#channelId = options.channelId;
    this.#self = options.self;
  }

  /**
   * Adds the proofs to a description: for one device, or for each one of the user's that is known. Returns it with the
   * ids of those devices.
   */
  async prove(
    type: 'offer' | 'answer',
    sdp: string,
    to: VoicePeer,
    offerNonce = '',
  ): Promise<{ sdp: string; nonce: string; devices: ReadonlySet<string> }> {
    const nonce = toBase64(randomBytes(NONCE_BYTES));
    const lines: ProofLine[] = [];
    for (const { deviceId: device, userId: user, publicKey } of await this.#recipients(to)) {
      if (user !== to.user || !canBeNamed(device)) continue;
      const description = { ...this.#route(type, this.#self, { user, device }), nonce, offerNonce, sdp };
      const mac = await withKey(() => proveDescription(this.#keys?.privateKey ?? '', publicKey, description));
      if (mac !== undefined) lines.push({ device, nonce, mac });
    }
    const devices = new Set(lines.map(({ device }) => device));
    return { sdp: addLines(sdp, lines), nonce: lines.length > 0 ? nonce : '', devices };
  }

  /**
   * Checks a description that came. `offerNonce` is that of the offer, if it is an answer; `hasProof` says that the
   * connection which it changes was proven. Resolves with what may be used, or with why it is refused.
   */
  async check(
    type: 'offer' | 'answer',
    from: VoiceDevice,
    text: string,
    { offerNonce = '', hasProof = false } = {},
  ): Promise<CheckedDescription | ProofRefusal> {
    const read = readLines(text);
    const known = await this.#keys?.deviceOf(from);
    if (known !== undefined && (known.isRefused === true || known.userId !== from.user)) return 'untrusted';
    const line = read.proofs.find(({ device }) => device === this.#self.device);
    const nonce = (line ?? read.proofs[0])?.nonce ?? '';
    if (known === undefined || line === undefined) {
      const isNeeded = this.#policy === 'require' || (this.#policy === 'signed' && known?.needsProof === true);
      return isNeeded || hasProof ? 'missing' : { ...read, proof: 'none', nonce };
    }
    const { mac } = line;
    const description = { ...this.#route(type, from, this.#self), nonce, offerNonce, sdp: read.sdp };
    const isRight = await withKey(() => isProofOf(mac, this.#keys?.privateKey ?? '', known.publicKey, description));
    // An offer that is sent a second time was recorded by somebody.
    if (isRight !== true || (type === 'offer' && !this.#offers.add(nonce))) return 'wrong';
    return { ...read, proof: 'verified', nonce };
  }

  async #recipients({ user, device }: VoicePeer): Promise<readonly VoiceDeviceKey[]> {
    if (this.#keys === undefined) return [];
    if (device === undefined) return this.#keys.devicesOf(user);
    const known = await this.#keys.deviceOf({ user, device });
    return known === undefined ? [] : [known];
  }

  #route(type: 'offer' | 'answer', from: VoiceDevice, to: VoiceDevice) {
    return { type, channelId: this.#channelId, from, to };
  }
}

/** What the work gives; undefined if the other's public key, which the server names, is one that nothing can be agreed with. */
async function withKey<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isCryptoError(error, 'invalid_key')) return undefined;
    throw error;
  }
}
