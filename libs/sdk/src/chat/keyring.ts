import { isApiError } from '../core/errors.js';
import { decryptText, generateKey } from '../crypto/index.js';
import { changeSession, sessionOf, type ChatContext } from './context.js';
import type { Envelopes } from './envelopes.js';
import type { Sharing } from './sharing.js';

/** What the keyring needs to know of a channel. */
interface SealedChannel {
  readonly id: string;
  readonly name_enc: string;
}

/** What a {@link Keyring} works with. */
export interface KeyringOptions {
  readonly envelopes: Envelopes;
  readonly sharing: Sharing;
}

/**
 * The keys of the channels. A channel's key is the one that opens the channel's name; no other is accepted, and an
 * accepted one is never replaced.
 */
export class Keyring {
  readonly #context: ChatContext;
  readonly #options: KeyringOptions;

  constructor(context: ChatContext, options: KeyringOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** The channel's key, if it is here. */
  channelKey(channelId: string): string | undefined {
    return this.#context.vault.get('channel_keys')?.keys[channelId];
  }

  /** Makes a channel under a new key. The key is stored first, so that a crash or a lost answer does not lose it. */
  async createChannel(create: (key: string) => Promise<SealedChannel>): Promise<void> {
    const key = generateKey();
    await this.#changeNewKeys((keys) => [...keys, key]);
    try {
      const channel = await create(key);
      await this.#take(channel.id, key, []);
    } catch (error) {
      if (isApiError(error) && error.status < 500) await this.#changeNewKeys((keys) => keys.filter((k) => k !== key));
      throw error;
    }
  }

  /** Looks for a key that opens the channel's name, here and on the server. Resolves with whether there is one now. */
  async findChannelKey(channel: SealedChannel): Promise<boolean> {
    if (this.channelKey(channel.id) !== undefined) return true;
    for (const key of sessionOf(this.#context).new_channel_keys) {
      if (await opens(key, channel.name_enc)) return this.#take(channel.id, key, []);
    }
    const { client, signal } = this.#context;
    const { envelopes, sharing } = this.#options;
    const answer = await client.keys.getChannelKey({ channel_id: channel.id }, { signal }).catch((error: unknown) => {
      if (isApiError(error, 'envelope_not_found') || isApiError(error, 'channel_not_found')) return undefined;
      throw error;
    });
    if (answer === undefined) return false;
    for await (const { sealed, key } of envelopes.open(channel.id, answer)) {
      if (await opens(key, channel.name_enc)) return this.#take(channel.id, key, sharing.servedByOthers);
      envelopes.refuse(channel.id, sealed, 'wrong-key');
    }
    return false;
  }

  async #take(channelId: string, key: string, served: readonly string[]): Promise<boolean> {
    await this.#context.vault.update('channel_keys', (current) => ({ keys: { [channelId]: key, ...current?.keys } }));
    await this.#changeNewKeys((keys) => keys.filter((other) => other !== key));
    await this.#options.sharing.setServed(channelId, served);
    return true;
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
