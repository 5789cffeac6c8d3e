import { isApiError } from '../core/errors.js';
import { keyBytes, webCrypto } from '../crypto/bytes.js';
import { decryptText, generateKey, isCryptoError, openEnvelope, sealEnvelope } from '../crypto/index.js';
import type { ChannelKeyEnvelope, DirectoryKey } from '../generated/types.js';
import { changeSession, sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { KeyRefused } from './events.js';

/** What the keyring needs to know of a channel. */
interface SealedChannel {
  readonly id: string;
  readonly name_enc: string;
}

/** The name of the directory key among those of the channels. */
const DIRECTORY = '';
/** The contract takes so many envelopes in one request. */
const ENVELOPES_PER_REQUEST = 1_000;
/** Nobody makes more directory keys than that at the same time. */
const MOST_FORMER_KEYS = 8;

/**
 * The keys of the channels and of the directory: where they come from, and who gets them.
 *
 * A channel's key is the one that opens the channel's name; no other is taken, and one that was taken is never replaced.
 * An admin makes the directory key when there is none. When two do so at the same time, the key whose SHA-256 is smaller
 * counts: whoever has it answers the sender of another one with it, and whoever gets it in place of their own shares it
 * with everyone, as they have shared the other.
 */
export class Keyring {
  readonly #context: ChatContext;
  readonly #devices: Devices;
  readonly #refused = new Set<string>();

  constructor(context: ChatContext, devices: Devices) {
    this.#context = context;
    this.#devices = devices;
  }

  /** The channel's key, if it is here. */
  channelKey(channelId: string): string | undefined {
    return this.#context.vault.get('channel_keys')?.keys[channelId];
  }

  /** The directory key, if it is here. */
  get directoryKey(): string | undefined {
    return this.#context.vault.get('directory_key')?.key;
  }

  /** Makes a channel under a new key. The key is stored first, so that a crash or a lost answer does not lose it. */
  async createChannel(create: (key: string) => Promise<SealedChannel>): Promise<void> {
    const key = generateKey();
    await this.#changeNewKeys((keys) => [...keys, key]);
    try {
      const channel = await create(key);
      await this.#take(channel.id, key, 0);
    } catch (error) {
      if (isApiError(error) && error.status < 500) await this.#changeNewKeys((keys) => keys.filter((k) => k !== key));
      throw error;
    }
  }

  /** Looks for a key that opens the channel's name, here and on the server. Tells whether there is one now. */
  async findChannelKey(channel: SealedChannel): Promise<boolean> {
    if (this.channelKey(channel.id) !== undefined) return true;
    for (const key of sessionOf(this.#context).new_channel_keys) {
      if (await opens(key, channel.name_enc)) return this.#take(channel.id, key, 0);
    }
    const sealed = await this.#context.client.keys.getChannelKey({ channel_id: channel.id }).catch((error: unknown) => {
      if (isApiError(error, 'envelope_not_found') || isApiError(error, 'channel_not_found')) return undefined;
      throw error;
    });
    const key = sealed && (await this.#unseal(channel.id, sealed));
    if (sealed === undefined || key === undefined) return false;
    if (await opens(key, channel.name_enc)) return this.#take(channel.id, key, this.#ownPosition);
    this.#refuse(channel.id, sealed, 'wrong-key');
    return false;
  }

  /** A channel is gone: its key opens nothing any more. */
  async forgetChannel(channelId: string): Promise<void> {
    if (this.channelKey(channelId) === undefined) return;
    await this.#context.vault.update('channel_keys', (current) => {
      const { [channelId]: _gone, ...keys } = current?.keys ?? {};
      return { keys };
    });
  }

  /** The directory keys that were given up for the one that is here; what was encrypted with them is to be read still. */
  get formerDirectoryKeys(): readonly string[] {
    return sessionOf(this.#context).former_directory_keys ?? [];
  }

  /** Asks the server for the directory key, and settles which one counts when there are two. */
  async findDirectoryKey(): Promise<void> {
    const sealed = await this.#context.client.keys.getDirectoryKey();
    const theirs = sealed && (await this.#unseal(undefined, sealed));
    const ours = this.directoryKey;
    if (sealed === undefined || theirs === undefined || theirs === ours) return;
    if (ours === undefined) {
      await this.#takeDirectoryKey(theirs, this.#ownPosition);
    } else if (await isSmaller(ours, theirs)) {
      const misled = [sealed.sender_device_id, sessionOf(this.#context).device_id];
      await this.#post(
        DIRECTORY,
        ours,
        this.#devices.known.filter(({ device_id }) => misled.includes(device_id)),
      );
    } else {
      await changeSession(this.#context, ({ former_directory_keys: former = [] }) => ({
        former_directory_keys: [...former.filter((key) => key !== ours), ours].slice(-MOST_FORMER_KEYS),
      }));
      await this.#takeDirectoryKey(theirs, 0);
      await this.share();
    }
  }

  /** Makes the directory key, of a server that has none. */
  async createDirectoryKey(): Promise<void> {
    const { key } = await this.#context.vault.update('directory_key', (current) => current ?? { key: generateKey() });
    await this.#post(DIRECTORY, key, this.#devices.known);
    await this.#setShared(DIRECTORY, this.#devices.known.length);
  }

  /** Seals every key for the devices that have not been sent it yet. */
  async share(): Promise<void> {
    for (const [name, key] of this.#keys()) {
      const { known } = this.#devices;
      const shared = this.#context.vault.get('devices')?.shared[name] ?? 0;
      if (shared >= known.length) continue;
      await this.#post(name, key, known.slice(shared));
      await this.#setShared(name, known.length);
    }
  }

  /** Seals every key for one device once more. */
  async shareAgain(deviceId: string): Promise<void> {
    const device = this.#devices.find(deviceId);
    if (device === undefined) return;
    for (const [name, key] of this.#keys()) await this.#post(name, key, [device]);
  }

  #keys(): [name: string, key: string][] {
    const keys = Object.entries(this.#context.vault.get('channel_keys')?.keys ?? {});
    return this.directoryKey === undefined ? keys : [...keys, [DIRECTORY, this.directoryKey]];
  }

  /** Devices before one's own are the business of whoever was there before. */
  get #ownPosition(): number {
    const own = sessionOf(this.#context).device_id;
    return this.#devices.known.findIndex(({ device_id }) => device_id === own) + 1;
  }

  async #post(name: string, key: string, devices: Devices['known']): Promise<void> {
    const envelopes: ChannelKeyEnvelope[] = [];
    for (const { device_id } of devices) {
      const envelope = await this.#seal(key, device_id);
      if (envelope !== undefined) envelopes.push(envelope);
    }
    for (let from = 0; from < envelopes.length; from += ENVELOPES_PER_REQUEST) {
      const part = envelopes.slice(from, from + ENVELOPES_PER_REQUEST);
      if (name === DIRECTORY) await this.#context.client.keys.putDirectoryKeys({ envelopes: part });
      else await this.#postChannelKeys(name, part);
    }
  }

  async #postChannelKeys(channel_id: string, envelopes: ChannelKeyEnvelope[]): Promise<void> {
    try {
      await this.#context.client.keys.putChannelKeys({ channel_id, envelopes });
    } catch (error) {
      if (!isApiError(error, 'channel_not_found')) throw error;
      await this.forgetChannel(channel_id); // it was deleted, maybe while its key was on its way
    }
  }

  /** Undefined for a device that is gone, or whose public key is none. */
  async #seal(key: string, deviceId: string): Promise<ChannelKeyEnvelope | undefined> {
    const recipient = this.#devices.find(deviceId);
    const sender = this.#devices.find(sessionOf(this.#context).device_id);
    if (recipient === undefined || sender === undefined) return undefined;
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

  /** The key in an envelope, if a registered device sealed it. */
  async #unseal(channelId: string | undefined, sealed: DirectoryKey): Promise<string | undefined> {
    // The sender may be newer than the list of devices.
    if (!this.#devices.isRegistered(sealed.sender_device_id)) await this.#devices.refresh();
    const sender = this.#devices.find(sealed.sender_device_id);
    if (sender?.public_key !== sealed.sender_public_key) {
      this.#refuse(channelId, sealed, 'unknown-sender');
      return undefined;
    }
    const { envelope } = sealed;
    try {
      return await openEnvelope({ envelope, privateKey: this.#privateKey, senderPublicKey: sender.public_key });
    } catch (error) {
      if (!isCryptoError(error) || error.code === 'unsupported') throw error;
      this.#refuse(channelId, sealed, 'undecryptable');
      return undefined;
    }
  }

  get #privateKey(): string {
    return this.#context.vault.get('device_key')?.private_key ?? '';
  }

  async #take(channelId: string, key: string, shared: number): Promise<boolean> {
    await this.#context.vault.update('channel_keys', (current) => ({ keys: { [channelId]: key, ...current?.keys } }));
    await this.#changeNewKeys((keys) => keys.filter((other) => other !== key));
    await this.#setShared(channelId, shared);
    return true;
  }

  async #takeDirectoryKey(key: string, shared: number): Promise<void> {
    await this.#context.vault.update('directory_key', () => ({ key }));
    await this.#setShared(DIRECTORY, shared);
  }

  async #setShared(name: string, count: number): Promise<void> {
    await this.#context.vault.update('devices', (current) => ({
      known: current?.known ?? [],
      shared: { ...current?.shared, [name]: count },
    }));
  }

  async #changeNewKeys(change: (keys: string[]) => string[]): Promise<void> {
    await changeSession(this.#context, ({ new_channel_keys }) => ({ new_channel_keys: change(new_channel_keys) }));
  }

  /** Tells of an envelope once, however often it is fetched. */
  #refuse(channelId: string | undefined, sealed: DirectoryKey, reason: KeyRefused['reason']): void {
    const envelope = `${reason} ${sealed.envelope}`;
    if (this.#refused.has(envelope)) return;
    this.#refused.add(envelope);
    this.#context.emitter.emit('key-refused', { channelId, senderDeviceId: sealed.sender_device_id, reason });
  }
}

async function opens(key: string, data: string): Promise<boolean> {
  return decryptText(key, data).then(
    () => true,
    () => false,
  );
}

async function isSmaller(key: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([digest(key), digest(other)]);
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}

async function digest(key: string): Promise<Uint8Array> {
  return new Uint8Array(await webCrypto().digest('SHA-256', keyBytes('key', key)));
}
