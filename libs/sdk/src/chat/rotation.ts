import { isApiError } from '../core/errors.js';
import { Recent } from '../core/recent.js';
import { keyCommitment, signKeyVersion } from '../crypto/key-version.js';
import { generateKey } from '../crypto/index.js';
import type { Channel as SealedChannel, CreateKeyVersionInput } from '../generated/types.js';
import type { ListedDevice } from './certificates.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import { ENVELOPES_PER_REQUEST, type Envelopes } from './envelopes.js';
import type { Keyring } from './keyring.js';
import { placeOf } from './key-place.js';
import type { KeyVersions } from './key-versions.js';
import type { Policy } from './policy.js';
import type { Proofs } from './proofs.js';
import type { Sharing } from './sharing.js';
import { Turns } from './turns.js';

/** How many sets of devices that block a rotation are remembered, so that each is reported once. */
const MOST_REPORTED = 1_000;

/** What a {@link Rotation} works with. */
export interface RotationOptions {
  readonly devices: Devices;
  readonly policy: Policy;
  readonly envelopes: Envelopes;
  readonly sharing: Sharing;
  readonly keyring: Keyring;
  readonly versions: KeyVersions;
  readonly proofs: Proofs;
  /** Reads the list of channels with their keys. */
  readonly refresh: () => Promise<unknown>;
}

/** Whether any of those who were sent a key may have it no longer, by the lists from which that was found out. */
interface Checked {
  readonly registered: readonly ListedDevice[];
  readonly served: readonly string[];
  readonly hasLeak: boolean;
}

/** Gives channels new keys, when devices that had the old ones are gone, or when a member asks for it. */
export class Rotation {
  readonly #context: ChatContext;
  readonly #options: RotationOptions;
  /** The channels that the server says should get a new key. */
  readonly #stale = new Set<string>();
  /** By channel, what was found out last, so that not every message goes through all devices. */
  readonly #checked = new Map<string, Checked>();
  /** One channel after the other: a hundred that are due at once are not a hundred requests at once. */
  readonly #turns = new Turns();
  readonly #reported = new Recent(MOST_REPORTED);

  constructor(context: ChatContext, options: RotationOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Takes what the server lists for a channel. */
  see({ id, key, is_stale }: Pick<SealedChannel, 'id' | 'key' | 'is_stale'>): void {
    // An answer from before the channel got the key that is known here says nothing of that one.
    const isOld = (key?.version ?? 0) < (this.#options.versions.known(id)?.version ?? 0);
    if (is_stale === true && !isOld) this.#stale.add(id);
    else this.#stale.delete(id);
  }

  /**
   * Should the channel get a new key? That is the server's word, or what this device knows itself:
   * that a device had the key, and may have it no longer. So a server cannot keep a key in use by being silent about who
   * has gone.
   */
  isDue(channelId: string): boolean {
    return this.#options.versions.rolledBackTo(channelId) !== undefined || this.#isSpent(channelId);
  }

  /** Gives the channel a new key if it should have one and its devices can take it; tells if they cannot. */
  async rotateIfDue(channelId: string): Promise<void> {
    if (!this.isDue(channelId)) return;
    const blocking = await this.#turns.run('', async () =>
      this.isDue(channelId) ? this.#rotate(channelId, () => this.#isSpent(channelId)) : [],
    );
    if (blocking.length === 0 || !this.#reported.add([channelId, ...blocking].join(' '))) return;
    this.#context.emitter.emit('rotation-blocked', { channelId, deviceIds: blocking });
  }

  /**
   * Gives the channel a new key. Resolves with the ids of the devices that could not take it, if there are any: then it
   * keeps the one that it has. Rejects as a call does.
   */
  rotate(channelId: string): Promise<readonly string[]> {
    return this.#turns.run('', () => this.#rotate(channelId, () => true));
  }

  /** Is the key that is sent with to be replaced? Not when the server has only lost it. */
  #isSpent(channelId: string): boolean {
    return this.#stale.has(channelId) || this.#options.versions.isSplit(channelId) || this.#hasLeak(channelId);
  }

  #hasLeak(channelId: string): boolean {
    const { devices, policy, sharing, versions } = this.#options;
    const { registered } = devices;
    if (registered.length === 0) return false; // the list was not read yet
    const place = placeOf(channelId, versions.present(channelId));
    const served = sharing.servedWith(place);
    const checked = this.#checked.get(channelId);
    if (checked?.registered === registered && checked.served === served) return checked.hasLeak;
    const hasLeak = served.some((id) => {
      const device = devices.find(id);
      return device === undefined || !policy.mayShareWith(device, place.isBound);
    });
    this.#checked.set(channelId, { registered, served, hasLeak });
    return hasLeak;
  }

  async #rotate(channelId: string, isWanted: () => boolean): Promise<readonly string[]> {
    const known = await this.#blocking();
    if (known.length > 0) return known; // nothing is asked for with each message for as long as they are there
    await this.#options.devices.refresh();
    if (!isWanted() && !this.isDue(channelId)) return [];
    const blocking = await this.#blocking();
    if (blocking.length > 0) return blocking;
    await this.#restore(channelId);
    if (!isWanted()) return []; // also if the server goes on showing an older version: the newest counts
    const { versions } = this.#options;
    // One that the server has and nobody believes, such as one whose maker made a mistake, is passed over.
    const version = Math.max(versions.present(channelId), versions.listed(channelId)?.version ?? 0) + 1;
    try {
      await this.#post(channelId, version, generateKey());
    } catch (error) {
      if (!isApiError(error, 'key_version_conflict')) throw error;
      await this.#options.refresh(); // another member was faster: theirs counts
      if (versions.present(channelId) < version) throw error;
    }
    return [];
  }

  /** The devices that have keys, and could not take new ones; this one while nobody could tell that a key is from it. */
  async #blocking(): Promise<string[]> {
    const { devices, policy, proofs } = this.#options;
    const isBlocking = (device: ListedDevice) => policy.mayShareWith(device) && !policy.takesVersions(device);
    const blocking = devices.registered.filter(isBlocking).map((device) => device.device_id);
    const { device_id } = sessionOf(this.#context);
    const isReady = devices.isRegistered(device_id) && (await proofs.certifiedKey()) !== undefined;
    return isReady ? blocking : [...blocking, device_id];
  }

  /** Makes the versions again that a server has lost, with the keys that they had. */
  async #restore(channelId: string): Promise<void> {
    const { keyring, versions } = this.#options;
    const found = versions.rolledBackTo(channelId);
    if (found === undefined) return;
    try {
      for (let version = found + 1; version <= versions.present(channelId); version += 1) {
        const key = keyring.key(channelId, version);
        if (key === undefined) return;
        await this.#post(channelId, version, key);
      }
    } catch (error) {
      if (!isApiError(error, 'key_version_conflict')) throw error; // another member was faster, or the server lies
    }
    await this.#options.refresh();
  }

  /** Makes a version, and keeps its key once the server has it. This device gets it too, if it hears no answer. */
  async #post(channelId: string, version: number, key: string): Promise<void> {
    const { client, signal } = this.#context;
    const { devices, envelopes, keyring, policy, sharing, versions, proofs } = this.#options;
    const { user_id, device_id } = sessionOf(this.#context);
    const commitment = await keyCommitment(channelId, version, key);
    const listed = versions.listed(channelId);
    const before = version === 1 ? undefined : keyring.key(channelId, version - 1);
    const known = before && (await keyCommitment(channelId, version - 1, before));
    const previous = listed?.version === version - 1 ? listed.commitment : known;
    const terms = { channelId, version, commitment, ...(previous && { previous }), user_id, device_id };
    const signature = await signKeyVersion((await proofs.certifiedKey()) ?? '', terms);
    const place = placeOf(channelId, version);
    const receivers = devices.registered.filter((device) => policy.mayShareWith(device, place.isBound));
    const others = receivers.map((device) => device.device_id).filter((id) => id !== device_id);
    const first = [device_id, ...others].slice(0, ENVELOPES_PER_REQUEST);
    await envelopes.send(place, key, first, async (sealed) => {
      // Before they are sent: who may have the key counts, also if no answer comes, or the server publishes it later.
      await sharing.addServed(
        place,
        sealed.map((envelope) => envelope.device_id),
      );
      const input: CreateKeyVersionInput = { channel_id: channelId, version, commitment, signature, envelopes: sealed };
      await client.keys.createVersion(input, { signal });
    });
    await versions.keep(channelId, version, key);
    this.#stale.delete(channelId);
    if (others.length >= first.length) await sharing.share(); // with those for whom there was no room
  }
}
