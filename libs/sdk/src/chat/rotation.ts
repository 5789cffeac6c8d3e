import { Recent } from '../core/recent.js';
import type { Channel as SealedChannel } from '../generated/types.js';
import type { ListedDevice } from './certificates.js';
import type { ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { KeyMaker } from './key-maker.js';
import { placeOf } from './key-place.js';
import type { KeyVersions } from './key-versions.js';
import type { Policy } from './policy.js';
import type { Sharing } from './sharing.js';
import { Turns } from './turns.js';

/** How many sets of devices that block a rotation are remembered, so that each is reported once. */
const MOST_REPORTED = 1_000;

/** What a {@link Rotation} works with. */
export interface RotationOptions {
  readonly devices: Devices;
  readonly policy: Policy;
  readonly sharing: Sharing;
  readonly versions: KeyVersions;
  /** Loads what makes new keys. */
  readonly load: () => Promise<KeyMaker>;
}

/** Whether any of those who were sent a key may have it no longer, by the lists from which that was found out. */
interface Checked {
  readonly registered: readonly ListedDevice[];
  readonly served: readonly string[];
  readonly hasLeak: boolean;
}

/** Sees when channels should get new keys: devices that had the old ones are gone, or a member has asked for it. */
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
      this.isDue(channelId) ? this.#make(channelId, () => this.#isSpent(channelId)) : [],
    );
    if (blocking.length === 0 || !this.#reported.add([channelId, ...blocking].join(' '))) return;
    this.#context.emitter.emit('rotation-blocked', { channelId, deviceIds: blocking });
  }

  /**
   * Gives the channel a new key. Resolves with the ids of the devices that could not take it, if there are any: then it
   * keeps the one that it has. Rejects as a call does.
   */
  rotate(channelId: string): Promise<readonly string[]> {
    return this.#turns.run('', () => this.#make(channelId, () => true));
  }

  async #make(channelId: string, isWanted: () => boolean): Promise<readonly string[]> {
    const maker = await this.#options.load();
    const isDue = () => this.isDue(channelId);
    return maker.make(channelId, { isWanted, isDue, onMade: () => this.#stale.delete(channelId) });
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
}
