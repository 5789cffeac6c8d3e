import { isApiError } from '../core/errors.js';
import { isCryptoError, openEnvelope, sealEnvelope, type EnvelopeBinding } from '../crypto/index.js';
import { Recent } from '../core/recent.js';
import { maxItems } from '../generated/limits.js';
import type { ChannelKeyEnvelope, DirectoryKey, OtherEnvelope } from '../generated/types.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { KeyRefused } from './events.js';
import type { KeyPlace } from './key-place.js';
import type { Policy } from './policy.js';

/** The most envelopes, of any kind, that the contract takes in one request. */
export const ENVELOPES_PER_REQUEST = Math.min(
  maxItems.PutChannelKeysRequest.envelopes,
  maxItems.PutDirectoryKeysRequest.envelopes,
  maxItems.CreateKeyVersionRequest.envelopes,
);

/** How many refused envelopes are remembered, so that each is reported once. */
const MOST_REFUSED = 1_000;

/** A key that somebody sealed for this device. */
export type SealedKey = OtherEnvelope;

/** An envelope, and the key in it. */
export interface OpenedKey {
  readonly sealed: SealedKey;
  readonly key: string;
  /** Was it sealed for this channel and version? Otherwise it may be the key of another channel. */
  readonly isBound: boolean;
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
   * Seals a channel's key (without a place, the directory key) for those of the devices that are registered and may have it.
   * Resolves with the ids of those that it was posted for. Rejects as a call does.
   */
  async post(place: KeyPlace | undefined, key: string, deviceIds: readonly string[]): Promise<string[]> {
    const posted: string[] = [];
    for (let from = 0; from < deviceIds.length; from += ENVELOPES_PER_REQUEST) {
      const part = deviceIds.slice(from, from + ENVELOPES_PER_REQUEST);
      const envelopes = await this.send(place, key, part, (sealed) => this.#put(place, sealed));
      posted.push(...envelopes.map(({ device_id }) => device_id));
    }
    return posted;
  }

  /**
   * Seals a key for those of the devices, at most `ENVELOPES_PER_REQUEST`, that may have it, and has it posted; without those
   * that are gone by then. Resolves with what was posted. Rejects as `put` does.
   */
  async send(
    place: KeyPlace | undefined,
    key: string,
    deviceIds: readonly string[],
    put: (envelopes: ChannelKeyEnvelope[]) => Promise<unknown>,
  ): Promise<ChannelKeyEnvelope[]> {
    for (;;) {
      const sealed = await Promise.all(deviceIds.map((deviceId) => this.#seal(place, key, deviceId)));
      const envelopes = sealed.filter((envelope) => envelope !== undefined);
      if (envelopes.length === 0) return [];
      try {
        await put(envelopes);
        return envelopes;
      } catch (error) {
        if (!isApiError(error, 'device_not_found')) throw error;
        await this.#devices.refresh();
        // Without the devices that are gone it works; if none is gone, trying again would not help.
        if (envelopes.every(({ device_id }) => this.#devices.isRegistered(device_id))) throw error;
      }
    }
  }

  /**
   * The keys in the envelopes of senders that may be believed: of this user's own devices first, then of verified, of
   * signed and of other ones, the newest first of each. Other envelopes are reported.
   */
  async *open(place: KeyPlace | undefined, answer: DirectoryKey): AsyncGenerator<OpenedKey, void> {
    const envelopes: SealedKey[] = [answer, ...(answer.others ?? [])];
    // A sender, or its certificate, may be newer than the list of devices.
    const mayBeNew = (sealed: SealedKey) => !this.#isAcceptable(place, sealed) && !this.#wasRefused(sealed);
    if (envelopes.some(mayBeNew)) await this.#devices.refresh();
    const rank = ({ sender_device_id }: SealedKey) => {
      const sender = this.#devices.find(sender_device_id);
      return sender === undefined ? Infinity : this.#policy.rankOf(sender);
    };
    const ranked = envelopes.map((sealed) => ({ sealed, rank: rank(sealed) }));
    for (const { sealed } of ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))) {
      const opened = await this.#open(place, sealed);
      if (opened !== undefined) yield opened;
    }
  }

  /** Reports an envelope that is not taken, once, however often it is fetched. */
  refuse(place: KeyPlace | undefined, sealed: SealedKey, reason: KeyRefused['reason']): void {
    if (!this.#refused.add(refusalOf(reason, sealed))) return;
    const { sender_device_id: senderDeviceId } = sealed;
    this.#context.emitter.emit('key-refused', { channelId: place?.channelId, senderDeviceId, reason });
  }

  async #open(place: KeyPlace | undefined, sealed: SealedKey): Promise<OpenedKey | undefined> {
    const sender = this.#devices.find(sealed.sender_device_id);
    if (sender?.public_key !== sealed.sender_public_key) {
      this.refuse(place, sealed, 'unknown-sender');
      return undefined;
    }
    if (!this.#policy.mayAcceptFrom(sender, place)) {
      this.refuse(place, sealed, 'unsigned-sender');
      return undefined;
    }
    const bound = place && this.#bindingOf(place, sender.device_id, sessionOf(this.#context).device_id);
    const key = bound && (await this.#openAs(sealed, bound));
    if (key !== undefined) return { sealed, key, isBound: true };
    const unbound = place === undefined || place.version === 0 ? await this.#openAs(sealed) : undefined;
    if (unbound !== undefined) return { sealed, key: unbound, isBound: false };
    this.refuse(place, sealed, 'undecryptable');
    return undefined;
  }

  /** The key in the envelope, if it is one of this form. */
  async #openAs({ envelope, sender_public_key }: SealedKey, binding?: EnvelopeBinding): Promise<string | undefined> {
    const keys = { privateKey: this.#privateKey, senderPublicKey: sender_public_key };
    return openEnvelope({ envelope, ...keys, binding }).catch((error: unknown) => {
      if (!isCryptoError(error) || error.code === 'unsupported') throw error;
      return undefined;
    });
  }

  #bindingOf({ channelId, version }: KeyPlace, senderDeviceId: string, recipientDeviceId: string): EnvelopeBinding {
    return { channelId, version, senderDeviceId, recipientDeviceId };
  }

  async #put(place: KeyPlace | undefined, envelopes: ChannelKeyEnvelope[]): Promise<void> {
    const { client, signal } = this.#context;
    if (place === undefined) await client.keys.putDirectoryKeys({ envelopes }, { signal });
    else {
      const { channelId: channel_id, version } = place;
      await client.keys.putChannelKeys({ channel_id, envelopes, ...(version > 0 && { version }) }, { signal });
    }
  }

  /** Undefined for a device that is gone, that may not have the key, or whose public key is invalid. */
  async #seal(place: KeyPlace | undefined, key: string, deviceId: string): Promise<ChannelKeyEnvelope | undefined> {
    const recipient = this.#devices.find(deviceId);
    const sender = this.#devices.find(sessionOf(this.#context).device_id);
    if (recipient === undefined || sender === undefined) return undefined;
    if (!this.#policy.mayShareWith(recipient, place?.isBound)) return undefined;
    const { device_id: sender_device_id, public_key: sender_public_key } = sender;
    try {
      const envelope = await sealEnvelope({
        key,
        senderPrivateKey: this.#privateKey,
        recipientPublicKey: recipient.public_key,
        binding: place?.isBound === true ? this.#bindingOf(place, sender_device_id, deviceId) : undefined,
      });
      return { device_id: deviceId, sender_device_id, sender_public_key, envelope };
    } catch (error) {
      if (isCryptoError(error, 'invalid_key')) return undefined;
      throw error;
    }
  }

  #isAcceptable(place: KeyPlace | undefined, { sender_device_id }: SealedKey): boolean {
    const sender = this.#devices.find(sender_device_id);
    return sender !== undefined && this.#policy.mayAcceptFrom(sender, place);
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
