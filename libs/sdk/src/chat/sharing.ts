import { isApiError } from '../core/errors.js';
import type { ListedDevice } from './certificates.js';
import { forEach, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { Envelopes } from './envelopes.js';
import { isKeyNameOf, keyName, placeOf, type KeyPlace } from './key-place.js';
import type { Policy } from './policy.js';

/** How long a device that was sent all keys once more is left alone, however often it connects. */
const COOL_DOWN_MS = 60_000;

/** A key that is here; without a place, the directory key. */
interface SharedKey {
  readonly place: KeyPlace | undefined;
  readonly key: string;
}

/** How a key is sealed, and so for which devices: see {@link KeyPlace.isBound}. */
type Form = 'bound' | 'unbound' | 'only-unbound';

/** Makes sure that every device that may have the keys gets the keys that are here, and remembers which device was sent which key. */
export class Sharing {
  readonly #context: ChatContext;
  readonly #devices: Devices;
  readonly #envelopes: Envelopes;
  readonly #policy: Policy;
  /** When devices were sent all keys once more, by their ids. */
  readonly #sharedAgain = new Map<string, number>();

  constructor(
    context: ChatContext,
    { devices, envelopes, policy }: { devices: Devices; envelopes: Envelopes; policy: Policy },
  ) {
    this.#context = context;
    this.#devices = devices;
    this.#envelopes = envelopes;
    this.#policy = policy;
  }

  /**
   * Seals every key for the devices that may have it and have not been sent it yet. A key that the server refuses does not hold up the
   * others; the first refusal is thrown at the end.
   */
  async share(): Promise<void> {
    if (!this.#policy.isHeard) return;
    const { shared = {} } = this.#context.vault.get('devices') ?? {};
    const { registered } = this.#devices;
    const receivers = new Map<Form, string[]>(); // there may be thousands of them, and of keys
    const sent = new Map<string, string[]>();
    const post = async ({ place, key }: SharedKey) => {
      const name = keyName(place);
      const served = new Set(shared[name]);
      const form = this.#formOf(place);
      const allowed = receivers.get(form) ?? this.#idsOf(registered, form);
      receivers.set(form, allowed);
      const waiting = allowed.filter((id) => !served.has(id));
      if (waiting.length > 0) sent.set(name, await this.post(place, key, waiting));
    };
    try {
      await this.#eachKey(post);
    } finally {
      await this.#remember(sent);
    }
  }

  /**
   * The ids of the devices that have been sent a key which was just taken from another device: those that were known
   * before this one, as far as they might have keys then. One that is signed later has yet to be sent it. A later version
   * was sent to everybody by its maker: if all who take it sent it on, that would be as many envelopes as pairs of devices.
   */
  servedByOthers(place?: KeyPlace): string[] {
    const form = place?.isBound === true ? 'bound' : 'unbound';
    return this.#idsOf(form === 'bound' ? this.#devices.registered : this.#devices.upToOwn, form);
  }

  /** The ids of the devices that have been sent the key. */
  servedWith(place: KeyPlace): readonly string[] {
    return this.#context.vault.get('devices')?.shared[keyName(place)] ?? [];
  }

  /** Seals every key for one device once more, if it may have them, and that was not done within the last minute. */
  async shareAgain(deviceId: string): Promise<void> {
    const device = this.#devices.find(deviceId);
    if (device === undefined || !this.#policy.isHeard || !this.#policy.mayShareWith(device)) return;
    const now = performance.now();
    for (const [id, at] of this.#sharedAgain) if (now - at >= COOL_DOWN_MS) this.#sharedAgain.delete(id);
    if (this.#sharedAgain.has(deviceId)) return;
    this.#sharedAgain.set(deviceId, now);
    await this.#eachKey(async ({ place, key }) => {
      await this.post(place, key, this.#idsOf([device], this.#formOf(place)));
    });
  }

  /** Seals one key for these devices. Resolves with the ids of those that it was posted for. */
  async post(place: KeyPlace | undefined, key: string, deviceIds: readonly string[]): Promise<string[]> {
    try {
      return await this.#envelopes.post(place, key, deviceIds);
    } catch (error) {
      if (place === undefined && isApiError(error, 'forbidden')) return []; // the directory is for trusted users
      // A server that was put back to an earlier state gets the version when the channel is next written to.
      if (isApiError(error, 'key_version_not_found')) return [];
      if (place === undefined || !isApiError(error, 'channel_not_found')) throw error;
      await this.forget(place.channelId); // it was deleted, maybe while its key was on its way
      return [];
    }
  }

  /** Records of several keys that exactly these devices have been sent them. */
  async setServedAll(served: Readonly<Record<string, readonly string[]>>): Promise<void> {
    const lists = Object.fromEntries(Object.entries(served).map(([name, deviceIds]) => [name, [...deviceIds]]));
    await this.#changeShared((shared) => ({ ...shared, ...lists }));
  }

  /** Records that exactly these devices have been sent the key. */
  async setServed(place: KeyPlace | undefined, deviceIds: readonly string[]): Promise<void> {
    await this.setServedAll({ [keyName(place)]: deviceIds });
  }

  /** Records that these devices have been sent the key, or may have been, besides those that were before. */
  async addServed(place: KeyPlace, deviceIds: readonly string[]): Promise<void> {
    await this.#remember(new Map([[keyName(place), deviceIds]]));
  }

  /**
   * Forgets the keys of a channel that is gone: they open nothing now. That there were later ones is kept: that the channel
   * is gone is the server's word, which could show it again with the first key.
   */
  async forget(channelId: string): Promise<void> {
    const { vault } = this.#context;
    const isKnown = vault.get('channel_keys')?.keys[channelId] !== undefined;
    const versions = vault.get('key_versions')?.channels[channelId];
    const hasLater = versions !== undefined && Object.keys(versions.keys).length > 0;
    if (isKnown) {
      await vault.update('channel_keys', (current) => {
        const { [channelId]: _gone, ...keys } = current?.keys ?? {};
        return { keys };
      });
    }
    if (hasLater) {
      await vault.update('key_versions', (current) => {
        const known = current?.channels[channelId] ?? versions;
        return { channels: { ...current?.channels, [channelId]: { ...known, keys: {} } } };
      });
    }
    if (!isKnown && !hasLater) return;
    await this.#changeShared((shared) =>
      Object.fromEntries(Object.entries(shared).filter(([name]) => !isKeyNameOf(channelId, name))),
    );
  }

  #idsOf(devices: readonly ListedDevice[], form: Form): string[] {
    const isReceiver = (device: ListedDevice) =>
      this.#policy.mayShareWith(device, form === 'bound') &&
      !(form === 'only-unbound' && this.#policy.takesVersions(device));
    return devices.filter(isReceiver).map(({ device_id }) => device_id);
  }

  /** The first key of a channel that has later ones goes to each device in one form only. */
  #formOf(place: KeyPlace | undefined): Form {
    if (place?.isBound === true) return 'bound';
    return place !== undefined && this.#hasVersions(place.channelId) ? 'only-unbound' : 'unbound';
  }

  #hasVersions(channelId: string): boolean {
    return this.#context.vault.get('key_versions')?.channels[channelId] !== undefined;
  }

  async #eachKey(work: (key: SharedKey) => Promise<void>): Promise<void> {
    const { vault } = this.#context;
    const directoryKey = vault.get('directory_key')?.key;
    const first = Object.entries(vault.get('channel_keys')?.keys ?? {}).flatMap(([channelId, key]) => {
      const unbound = { place: placeOf(channelId, 0), key };
      return this.#hasVersions(channelId) ? [unbound, { place: placeOf(channelId, 0, true), key }] : [unbound];
    });
    const later = Object.entries(vault.get('key_versions')?.channels ?? {}).flatMap(([channelId, { keys }]) =>
      Object.entries(keys).map(([version, key]) => ({ place: placeOf(channelId, Number(version)), key })),
    );
    // The directory's first, so that whoever can read a message can also read who it is from; then those in use.
    const directory = directoryKey === undefined ? [] : [{ place: undefined, key: directoryKey }];
    await forEach([...directory, ...later.reverse(), ...first], work);
  }

  async #remember(sent: ReadonlyMap<string, readonly string[]>): Promise<void> {
    if ([...sent.values()].every((ids) => ids.length === 0)) return;
    await this.#changeShared((shared) => {
      const all = { ...shared };
      for (const [name, ids] of sent) all[name] = [...new Set([...(all[name] ?? []), ...ids])];
      return all;
    });
  }

  async #changeShared(change: (shared: Record<string, string[]>) => Record<string, string[]>): Promise<void> {
    await this.#context.vault.update('devices', (current) => ({
      known: [],
      ...current,
      shared: change(current?.shared ?? {}),
    }));
  }
}
