import { refusalOf } from '../core/errors.js';
import { errorStatuses } from '../generated/errors.js';
import type { Channel as SealedChannel } from '../generated/types.js';
import { decryptText, encryptText } from '../crypto/index.js';
import { forEach, type ChatContext } from './context.js';
import { ChatError } from './errors.js';
import type { Channel } from './events.js';
import type { Keyring, VersionedKey } from './keyring.js';
import type { KeyVersions } from './key-versions.js';
import { checkName } from './limits.js';
import type { Rotation } from './rotation.js';
import type { Sharing } from './sharing.js';
import { oneAtATime } from './turns.js';

const CHANNEL_NOT_FOUND = { status: errorStatuses.channel_not_found, code: 'channel_not_found' } as const;

/** What {@link Channels} work with. */
export interface ChannelsOptions {
  readonly keyring: Keyring;
  readonly sharing: Sharing;
  readonly rotation: Rotation;
  readonly versions: KeyVersions;
}

/** The channels, with their names in clear. */
export class Channels {
  readonly #context: ChatContext;
  readonly #options: ChannelsOptions;
  /** Undefined before they are first read, which emits no events. */
  #channels: Map<string, Channel> | undefined;
  /** The ids of those deleted during this session: an answer that is on its way may still contain them. */
  readonly #deleted = new Set<string>();
  /** Whether the list was read since the last news of keys. */
  #isCurrent = true;

  constructor(context: ChatContext, options: ChannelsOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Every channel, newest first, as of the last refresh. */
  get list(): Channel[] {
    return [...(this.#channels?.values() ?? [])];
  }

  /** Reads the channels, looks for missing keys and emits what is new. Resolves with whether a key is missing. */
  readonly refresh = oneAtATime(() => this.#refresh());

  /** Makes a channel with a key of its own. */
  async create(name: string): Promise<string> {
    let id = '';
    checkName(name);
    await this.#options.keyring.createChannel(async (key) => {
      const { channel } = await this.#context.client.channels.create({ name_enc: await encryptText(key, name) });
      id = channel.id;
      return channel;
    });
    return id;
  }

  /** Gives the channel another name. */
  async rename(channelId: string, name: string): Promise<Channel> {
    checkName(name);
    const { key, version: key_version } = await this.keyToSend(channelId);
    const name_enc = await encryptText(key, name);
    const input = { channel_id: channelId, name_enc, ...(key_version > 0 && { key_version }) };
    const { channel } = await this.#context.client.channels.rename(input);
    return this.#read(channel);
  }

  /** Deletes the channel with its messages. */
  async delete(channelId: string): Promise<void> {
    await this.#context.client.channels.delete({ channel_id: channelId });
  }

  /** The channel is gone. */
  async remove(channelId: string): Promise<void> {
    const channel = this.#channels?.get(channelId);
    this.#deleted.add(channelId);
    this.#channels?.delete(channelId);
    if (channel !== undefined) this.#context.emitter.emit('channel', { change: 'deleted', channel });
    await this.#options.sharing.forget(channelId);
  }

  /** Keys have changed, or should: the list is read before anything more is sent. */
  expectNews(): void {
    this.#isCurrent = false;
  }

  /**
   * The key to encrypt with now: a new one, if the channel should have one and its devices can take it. Throws as `keyOf`
   * does, and as a call does when it cannot be found out, or a new key cannot be made.
   */
  async keyToSend(channelId: string): Promise<VersionedKey> {
    if (!this.#isCurrent) {
      await this.refresh().catch((error: unknown) => {
        if (!this.#isCurrent) throw error; // else it was another channel's key that could not be had
      });
    }
    await this.keyOf(channelId);
    await this.#options.rotation.rotateIfDue(channelId);
    return this.keyOf(channelId);
  }

  /** The channel's key, looked for if need be. Throws ApiError `channel_not_found`, or ChatError `key_missing`. */
  async keyOf(channelId: string): Promise<VersionedKey> {
    const { keyring } = this.#options;
    const isHere = keyring.present(channelId) !== undefined;
    const refreshed = isHere ? undefined : this.refresh();
    await refreshed?.catch(() => undefined); // it may be another channel's key that could not be had
    const key = keyring.present(channelId);
    if (key !== undefined) return key;
    await refreshed;
    // What the server would answer, which cannot be asked without a key: as for a channel whose key is here.
    if (!this.#channels?.has(channelId)) {
      throw refusalOf('listChannels', 'channel not found', CHANNEL_NOT_FOUND);
    }
    throw new ChatError('key_missing', "nobody has shared the channel's key with this device yet");
  }

  async #refresh(): Promise<boolean> {
    const { client, signal, vault } = this.#context;
    const wasCurrent = this.#isCurrent;
    this.#isCurrent = true; // what is heard from here on may not be in the answer
    const asked = vault.get('key_versions')?.channels;
    const { channels } = await client.channels.list({ signal }).catch((error: unknown) => {
      this.#isCurrent = wasCurrent;
      throw error;
    });
    const now = new Map<string, Channel>();
    try {
      await forEach(
        channels.filter(({ id }) => !this.#deleted.has(id)),
        async (channel) => {
          this.#options.rotation.see(channel);
          await this.#options.keyring.find(channel, asked?.[channel.id]?.version ?? 0);
        },
      );
    } finally {
      // A key that cannot be had keeps nothing from the other channels.
      for (const channel of channels) now.set(channel.id, await this.#read(channel));
      for (const id of this.#deleted) now.delete(id);
      this.#tell(now);
    }
    return [...now.values()].some(({ hasKey }) => !hasKey);
  }

  #tell(now: Map<string, Channel>): void {
    const before = this.#channels;
    this.#channels = now;
    if (before === undefined) return;
    const { emitter } = this.#context;
    for (const channel of now.values()) {
      const known = before.get(channel.id);
      if (known === undefined) emitter.emit('channel', { change: 'created', channel });
      else if (isOther(known, channel)) emitter.emit('channel', { change: 'updated', channel });
    }
    for (const channel of before.values()) {
      if (!now.has(channel.id)) emitter.emit('channel', { change: 'deleted', channel });
    }
  }

  async #read(channel: SealedChannel): Promise<Channel> {
    const { id, name_enc, name_key_version = 0, created_by: createdBy, created_at: createdAt } = channel;
    const { keyring, rotation, versions } = this.#options;
    const key = keyring.key(id, name_key_version);
    const name = key === undefined ? undefined : await decryptText(key, name_enc).catch(() => undefined);
    const hasKey = keyring.present(id) !== undefined;
    const isStale = rotation.isDue(id);
    return { id, name, hasKey, keyVersion: versions.present(id), isStale, createdBy, createdAt };
  }
}

function isOther(before: Channel, now: Channel): boolean {
  const shown = ({ name, hasKey, keyVersion, isStale }: Channel) => [name, hasKey, keyVersion, isStale];
  return String(shown(before)) !== String(shown(now));
}
