import { isApiError } from '../core/errors.js';
import type { ListedDevice } from './certificates.js';
import { forEach, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { Envelopes } from './envelopes.js';
import type { Policy } from './policy.js';

/** The name of the directory key among those of the channels. */
export const DIRECTORY = '';

/** How long a device that was sent all keys once more is left alone, however often it connects. */
const COOL_DOWN_MS = 60_000;

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
    const { shared = {} } = this.#context.vault.get('devices') ?? {};
    const allowed = this.#idsOf(this.#devices.registered);
    const sent = new Map<string, string[]>();
    const post = async ([name, key]: readonly [string, string]) => {
      const served = new Set(shared[name]);
      const waiting = allowed.filter((id) => !served.has(id));
      if (waiting.length > 0) sent.set(name, await this.post(name, key, waiting));
    };
    try {
      await this.#eachKey(post);
    } finally {
      await this.#remember(sent);
    }
  }

  /**
   * The ids of the devices that have been sent a key which was just taken from another device: those that were known
   * before this one, as far as they might have keys then. One that is signed later has yet to be sent it.
   */
  get servedByOthers(): string[] {
    return this.#idsOf(this.#devices.upToOwn);
  }

  /** Seals every key for one device once more, if it may have them, and that was not done within the last minute. */
  async shareAgain(deviceId: string): Promise<void> {
    const device = this.#devices.find(deviceId);
    if (device === undefined || !this.#policy.mayShareWith(device)) return;
    const now = performance.now();
    for (const [id, at] of this.#sharedAgain) if (now - at >= COOL_DOWN_MS) this.#sharedAgain.delete(id);
    if (this.#sharedAgain.has(deviceId)) return;
    this.#sharedAgain.set(deviceId, now);
    await this.#eachKey(async ([name, key]) => {
      await this.post(name, key, [deviceId]);
    });
  }

  /** Seals one key for these devices. Resolves with the ids of those that it was posted for. */
  async post(name: string, key: string, deviceIds: readonly string[]): Promise<string[]> {
    try {
      return await this.#envelopes.post(name === DIRECTORY ? undefined : name, key, deviceIds);
    } catch (error) {
      if (name === DIRECTORY && isApiError(error, 'forbidden')) return []; // the directory is for trusted users
      if (!isApiError(error, 'channel_not_found')) throw error;
      await this.forget(name); // it was deleted, maybe while its key was on its way
      return [];
    }
  }

  /** Records that exactly these devices have been sent the key. */
  async setServed(name: string, deviceIds: readonly string[]): Promise<void> {
    await this.#changeShared((shared) => ({ ...shared, [name]: [...deviceIds] }));
  }

  /** Forgets a channel that is gone: its key opens nothing now. */
  async forget(channelId: string): Promise<void> {
    const { vault } = this.#context;
    if (vault.get('channel_keys')?.keys[channelId] === undefined) return;
    await vault.update('channel_keys', (current) => {
      const { [channelId]: _gone, ...keys } = current?.keys ?? {};
      return { keys };
    });
    await this.#changeShared(({ [channelId]: _gone, ...shared }) => shared);
  }

  #idsOf(devices: readonly ListedDevice[]): string[] {
    return devices.filter((device) => this.#policy.mayShareWith(device)).map(({ device_id }) => device_id);
  }

  async #eachKey(work: (key: readonly [name: string, key: string]) => Promise<void>): Promise<void> {
    const { vault } = this.#context;
    const directoryKey = vault.get('directory_key')?.key;
    const keys = Object.entries(vault.get('channel_keys')?.keys ?? {});
    // The directory's first, so that whoever can read a message can also read who it is from.
    await forEach(directoryKey === undefined ? keys : [[DIRECTORY, directoryKey] as const, ...keys], work);
  }

  async #remember(sent: ReadonlyMap<string, string[]>): Promise<void> {
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
