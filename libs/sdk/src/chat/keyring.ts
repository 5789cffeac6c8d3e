import { isApiError } from '../core/errors.js';
import { decryptText, generateKey } from '../crypto/index.js';
import type { Channel as SealedChannel, ChannelKey } from '../generated/types.js';
import { changeSession, sessionOf, type ChatContext } from './context.js';
import type { Envelopes } from './envelopes.js';
import { placeOf, type KeyPlace } from './key-place.js';
import type { KeyVersions } from './key-versions.js';
import type { Sharing } from './sharing.js';

/** How many earlier versions of a channel's key are asked for in vain before the next refresh goes on. */
const MOST_MISSES = 100;

/** What a {@link Keyring} works with. */
export interface KeyringOptions {
  readonly envelopes: Envelopes;
  readonly sharing: Sharing;
  readonly versions: KeyVersions;
}

/** A version of a channel's key. */
export interface VersionedKey {
  readonly key: string;
  readonly version: number;
}

/**
 * The keys of the channels. The first key of a channel is the one that opens the channel's name, as long as that is under
 * it; no other is accepted, and an accepted one is never replaced. Of later versions, see {@link KeyVersions}.
 */
export class Keyring {
  readonly #context: ChatContext;
  readonly #options: KeyringOptions;
  /** Earlier versions, by channel, that nobody had sealed for this device when they were asked for. */
  readonly #missed = new Map<string, Set<number>>();

  constructor(context: ChatContext, options: KeyringOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** That version of the channel's key, if it is here. */
  key(channelId: string, version: number): string | undefined {
    if (version === 0) return this.#context.vault.get('channel_keys')?.keys[channelId];
    return this.#options.versions.known(channelId)?.keys[String(version)];
  }

  /** The key that messages are sent with now, if it is here. */
  present(channelId: string): VersionedKey | undefined {
    const version = this.#options.versions.present(channelId);
    const key = this.key(channelId, version);
    return key === undefined ? undefined : { key, version };
  }

  /** Every version of the channel's key that is here, newest first. */
  all(channelId: string): string[] {
    const first = this.key(channelId, 0);
    const later = Object.values(this.#options.versions.known(channelId)?.keys ?? {}).reverse();
    return first === undefined ? later : [...later, first];
  }

  /** Makes a channel under a new key. The key is stored first, so that a crash or a lost answer does not lose it. */
  async createChannel(create: (key: string) => Promise<SealedChannel>): Promise<void> {
    const key = generateKey();
    await this.#changeNewKeys((keys) => [...keys, key]);
    try {
      const channel = await create(key);
      await this.#takeFirst(channel.id, key, []);
    } catch (error) {
      if (isApiError(error) && error.status < 500) await this.#changeNewKeys((keys) => keys.filter((k) => k !== key));
      throw error;
    }
  }

  /**
   * Looks for the channel's keys that are missing, here and on the server. `asked` is the version that was known when the
   * channel was asked for.
   */
  async find(channel: SealedChannel, asked: number): Promise<void> {
    const { versions } = this.#options;
    const hadVersions = versions.known(channel.id) !== undefined;
    await versions.see(channel, asked);
    if (!hadVersions) await this.#leaveFirstToOthers(channel.id);
    const present = versions.present(channel.id);
    await this.#find(channel, present);
    if (present > 0 && this.key(channel.id, present) === undefined) versions.miss(channel.id);
    const missed = this.#missed.get(channel.id) ?? new Set();
    this.#missed.set(channel.id, missed);
    const believed = Math.min(present - 1, versions.known(channel.id)?.version ?? 0); // anybody can claim millions
    let misses = 0;
    for (let version = believed; version >= 0 && misses < MOST_MISSES; version -= 1) {
      if (missed.has(version) || (await this.#find(channel, version))) continue;
      missed.add(version);
      misses += 1;
    }
  }

  /** Somebody has sealed an earlier version of the key: it is worth asking again. */
  expect(channelId: string): void {
    this.#missed.delete(channelId);
  }

  /** Looks for one version of the key. Resolves with whether it is here now. */
  async #find(channel: SealedChannel, version: number): Promise<boolean> {
    if (this.key(channel.id, version) !== undefined) return true;
    return version === 0 ? this.#findFirst(channel) : this.#findLater(placeOf(channel.id, version));
  }

  async #findFirst(channel: SealedChannel): Promise<boolean> {
    const { envelopes, sharing } = this.#options;
    const isNameUnderIt = channel.name_key_version === undefined;
    for (const key of isNameUnderIt ? sessionOf(this.#context).new_channel_keys : []) {
      if (await opens(key, channel.name_enc)) return this.#takeFirst(channel.id, key, []);
    }
    const place = placeOf(channel.id, 0);
    const answer = await this.#fetch(place);
    if (answer === undefined) return false;
    for await (const { sealed, key, isBound } of envelopes.open(place, answer)) {
      // What is sealed for no channel in particular could be another channel's: a bound envelope follows.
      if (isNameUnderIt ? await opens(key, channel.name_enc) : isBound)
        return this.#takeFirst(channel.id, key, sharing.servedByOthers());
      if (isNameUnderIt) envelopes.refuse(place, sealed, 'wrong-key');
    }
    return false;
  }

  async #findLater(place: KeyPlace): Promise<boolean> {
    const { envelopes, sharing, versions } = this.#options;
    const answer = await this.#fetch(place);
    if (answer?.key?.version !== place.version) return false;
    for await (const { sealed, key } of envelopes.open(place, answer)) {
      if (await versions.take(place.channelId, key, answer.key)) {
        await sharing.addServed(place, sharing.servedByOthers(place));
        return true;
      }
      envelopes.refuse(place, sealed, 'wrong-key');
    }
    return false;
  }

  async #fetch({ channelId, version }: KeyPlace): Promise<ChannelKey | undefined> {
    const { client, signal } = this.#context;
    const input = { channel_id: channelId, ...(version > 0 && { version }) };
    return client.keys.getChannelKey(input, { signal }).catch((error: unknown) => {
      const isMissing =
        isApiError(error, 'envelope_not_found') ||
        isApiError(error, 'channel_not_found') ||
        isApiError(error, 'key_version_not_found');
      if (isMissing) return undefined;
      throw error;
    });
  }

  async #takeFirst(channelId: string, key: string, served: readonly string[]): Promise<boolean> {
    await this.#context.vault.update('channel_keys', (current) => ({ keys: { [channelId]: key, ...current?.keys } }));
    await this.#changeNewKeys((keys) => keys.filter((other) => other !== key));
    await this.#options.sharing.setServed(placeOf(channelId, 0), served);
    await this.#leaveFirstToOthers(channelId);
    return true;
  }

  /** Who has made the first version that follows seals the one before anew for everybody; so nobody else has to. */
  async #leaveFirstToOthers(channelId: string): Promise<void> {
    const { sharing, versions } = this.#options;
    const place = placeOf(channelId, 0, true);
    if (versions.known(channelId) !== undefined) await sharing.setServed(place, sharing.servedByOthers(place));
  }

  async #changeNewKeys(change: (keys: string[]) => string[]): Promise<void> {
    await changeSession(this.#context, ({ new_channel_keys }) => ({ new_channel_keys: change(new_channel_keys) }));
  }
}

async function opens(key: string, data: string): Promise<boolean> {
  return decryptText(key, data).then(
    () => true,
    () => false,
  );
}
