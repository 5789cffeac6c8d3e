import { isApiError } from '../core/errors.js';
import { isCryptoError, openEnvelope, sealEnvelope } from '../crypto/index.js';
import { Recent } from '../core/recent.js';
import { maxItems } from '../generated/limits.js';
import type { ChannelKeyEnvelope, DirectoryKey, OtherEnvelope } from '../generated/types.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { KeyRefused } from './events.js';
import type { Policy } from './policy.js';

/** The most envelopes, of either kind, that the contract takes in one request. */
const ENVELOPES_PER_REQUEST = Math.min(
  maxItems.PutChannelKeysRequest.envelopes,
  maxItems.PutDirectoryKeysRequest.envelopes,
);

/** How many refused envelopes are remembered, so that each is reported once. */
const MOST_REFUSED = 1_000;

/** A key that somebody sealed for this device. */
export type SealedKey = OtherEnvelope;

/** An envelope, and the key in it. */
export interface OpenedKey {
  readonly sealed: SealedKey;
  readonly key: string;
}

/** Keys on their way between devices: sealed for the others, and opened where this device can trust the sender. */
export class Envelopes {
  readonly #context: ChatContext;
  readonly #devices: Devices;
  readonly #policy: Policy;
  readonly #refused = new Recent(MOST_REFUSED);

  constructor(context: ChatContext, devices: Devices, policy: Policy) {
    this.#context = context;
    this.#devices = devices;
    this.#policy = policy;
  }

  /**
   * Seals a channel's key (without `channelId`, the directory key) for those of the devices that are registered and may have it.
   * Resolves with the ids of those that it was posted for. Rejects as a call does.
   */
  async post(channelId: string | undefined, key: string, deviceIds: readonly string[]): Promise<string[]> {
    const posted: string[] = [];
    for (let from = 0; from < deviceIds.length; from += ENVELOPES_PER_REQUEST) {
      posted.push(...(await this.#postPart(channelId, key, deviceIds.slice(from, from + ENVELOPES_PER_REQUEST))));
    }
    return posted;
  }

  /**
   * The keys in the envelopes of senders that may be believed: of this user's own devices first, then of verified, of
   * signed and of other ones, the newest first of each. Other envelopes are reported.
   */
  async *open(channelId: string | undefined, answer: DirectoryKey): AsyncGenerator<OpenedKey, void> {
    const envelopes: SealedKey[] = [answer, ...(answer.others ?? [])];
    // A sender, or its certificate, may be newer than the list of devices.
    const mayBeNew = (sealed: SealedKey) => !this.#isAcceptable(sealed) && !this.#wasRefused(sealed);
    if (envelopes.some(mayBeNew)) await this.#devices.refresh();
    const rank = ({ sender_device_id }: SealedKey) => {
      const sender = this.#devices.find(sender_device_id);
      return sender === undefined ? Infinity : this.#policy.rankOf(sender);
    };
    const ranked = envelopes.map((sealed) => ({ sealed, rank: rank(sealed) }));
    for (const { sealed } of ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))) {
      const key = await this.#open(channelId, sealed);
      if (key !== undefined) yield { sealed, key };
    }
  }

  /** Reports an envelope that is not taken, once, however often it is fetched. */
  refuse(channelId: string | undefined, sealed: SealedKey, reason: KeyRefused['reason']): void {
    if (!this.#refused.add(refusalOf(reason, sealed))) return;
    this.#context.emitter.emit('key-refused', { channelId, senderDeviceId: sealed.sender_device_id, reason });
  }

  async #open(channelId: string | undefined, sealed: SealedKey): Promise<string | undefined> {
    const sender = this.#devices.find(sealed.sender_device_id);
    if (sender?.public_key !== sealed.sender_public_key) {
      this.refuse(channelId, sealed, 'unknown-sender');
      return undefined;
    }
    if (!this.#policy.mayAcceptFrom(sender)) {
      this.refuse(channelId, sealed, 'unsigned-sender');
      return undefined;
    }
    const { envelope } = sealed;
    try {
      return await openEnvelope({ envelope, privateKey: this.#privateKey, senderPublicKey: sender.public_key });
    } catch (error) {
      if (!isCryptoError(error) || error.code === 'unsupported') throw error;
      this.refuse(channelId, sealed, 'undecryptable');
      return undefined;
    }
  }

  async #postPart(channelId: string | undefined, key: string, deviceIds: readonly string[]): Promise<string[]> {
    for (;;) {
      const sealed = await Promise.all(deviceIds.map((deviceId) => this.#seal(key, deviceId)));
      const envelopes = sealed.filter((envelope) => envelope !== undefined);
      const ids = envelopes.map(({ device_id }) => device_id);
      if (ids.length === 0) return [];
      try {
        await this.#put(channelId, envelopes);
        return ids;
      } catch (error) {
        if (!isApiError(error, 'device_not_found')) throw error;
        await this.#devices.refresh();
        // Without the devices that are gone it works; if none is gone, trying again would not help.
        if (ids.every((id) => this.#devices.isRegistered(id))) throw error;
      }
    }
  }

  async #put(channelId: string | undefined, envelopes: ChannelKeyEnvelope[]): Promise<void> {
    const { client, signal } = this.#context;
    if (channelId === undefined) await client.keys.putDirectoryKeys({ envelopes }, { signal });
    else await client.keys.putChannelKeys({ channel_id: channelId, envelopes }, { signal });
  }

  /** Undefined for a device that is gone, that may not have the key, or whose public key is invalid. */
  async #seal(key: string, deviceId: string): Promise<ChannelKeyEnvelope | undefined> {
    const recipient = this.#devices.find(deviceId);
    const sender = this.#devices.find(sessionOf(this.#context).device_id);
    if (recipient === undefined || sender === undefined || !this.#policy.mayShareWith(recipient)) return undefined;
    try {
      const senderPrivateKey = this.#privateKey;
      const envelope = await sealEnvelope({ key, senderPrivateKey, recipientPublicKey: recipient.public_key });
      const { device_id: sender_device_id, public_key: sender_public_key } = sender;
      return { device_id: deviceId, sender_device_id, sender_public_key, envelope };
    } catch (error) {
      if (isCryptoError(error, 'invalid_key')) return undefined;
      throw error;
    }
  }

  #isAcceptable({ sender_device_id }: SealedKey): boolean {
    const sender = this.#devices.find(sender_device_id);
    return sender !== undefined && this.#policy.mayAcceptFrom(sender);
  }

  #wasRefused(sealed: SealedKey): boolean {
    return (
      this.#refused.has(refusalOf('unsigned-sender', sealed)) || this.#refused.has(refusalOf('unknown-sender', sealed))
    );
  }

  get #privateKey(): string {
    return this.#context.vault.get('device_key')?.private_key ?? '';
  }
}

function refusalOf(reason: KeyRefused['reason'], { envelope }: SealedKey): string {
  return `${reason} ${envelope}`;
}
