import { refusalOf } from '../core/errors.js';
import { errorStatuses } from '../generated/errors.js';
import type { Channel as SealedChannel } from '../generated/types.js';
import { decryptText, encryptText } from '../crypto/index.js';
import { forEach, type ChatContext } from './context.js';
import { ChatError } from './errors.js';
import type { Channel } from './events.js';
import type { Keyring } from './keyring.js';
import { checkName } from './limits.js';
import type { Sharing } from './sharing.js';
import { oneAtATime } from './turns.js';

const CHANNEL_NOT_FOUND = { status: errorStatuses.channel_not_found, code: 'channel_not_found' } as const;

/** The channels, with their names in clear. */
export class Channels {
  readonly #context: ChatContext;
  readonly #keyring: Keyring;
  /** Undefined before they are first read, which emits no events. */
  #channels: Map<string, Channel> | undefined;
  /** The ids of those deleted during this session: an answer that is on its way may still contain them. */
  readonly #deleted = new Set<string>();
  readonly #sharing: Sharing;

  constructor(context: ChatContext, keyring: Keyring, sharing: Sharing) {
    this.#context = context;
    this.#keyring = keyring;
    this.#sharing = sharing;
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
    await this.#keyring.createChannel(async (key) => {
      const { channel } = await this.#context.client.channels.create({ name_enc: await encryptText(key, name) });
      id = channel.id;
      return channel;
    });
    return id;
  }

  /** Gives the channel another name. */
  async rename(channelId: string, name: string): Promise<Channel> {
    checkName(name);
    const name_enc = await encryptText(await this.keyOf(channelId), name);
    const { channel } = await this.#context.client.channels.rename({ channel_id: channelId, name_enc });
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
    await this.#sharing.forget(channelId);
  }

  /** The channel's key, looked for if need be. Throws ApiError `channel_not_found`, or ChatError `key_missing`. */
  async keyOf(channelId: string): Promise<string> {
    const isHere = this.#keyring.channelKey(channelId) !== undefined;
    const refreshed = isHere ? undefined : this.refresh();
    await refreshed?.catch(() => undefined); // it may be another channel's key that could not be had
    const key = this.#keyring.channelKey(channelId);
    if (key !== undefined) return key;
    await refreshed;
    // What the server would answer, which cannot be asked without a key: as for a channel whose key is here.
    if (!this.#channels?.has(channelId)) {
      throw refusalOf('listChannels', 'channel not found', CHANNEL_NOT_FOUND);
    }
    throw new ChatError('key_missing', "nobody has shared the channel's key with this device yet");
  }

  async #refresh(): Promise<boolean> {
    const { client, signal } = this.#context;
    const { channels } = await client.channels.list({ signal });
    const now = new Map<string, Channel>();
    try {
      await forEach(
        channels.filter(({ id }) => !this.#deleted.has(id)),
        (channel) => this.#keyring.findChannelKey(channel),
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
      else if (known.name !== channel.name || known.hasKey !== channel.hasKey) {
        emitter.emit('channel', { change: 'updated', channel });
      }
    }
    for (const channel of before.values()) {
      if (!now.has(channel.id)) emitter.emit('channel', { change: 'deleted', channel });
    }
  }

  async #read({ id, name_enc, created_by: createdBy, created_at: createdAt }: SealedChannel): Promise<Channel> {
    const key = this.#keyring.channelKey(id);
    const name = key === undefined ? undefined : await decryptText(key, name_enc).catch(() => undefined);
    return { id, name, hasKey: key !== undefined, createdBy, createdAt };
  }
}
