import { isApiError } from '../core/errors.js';
import { keyCommitment, signKeyVersion } from '../crypto/key-version.js';
import { generateKey } from '../crypto/index.js';
import type { CreateKeyVersionInput } from '../generated/types.js';
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

/** What a {@link KeyMaker} works with. */
export interface KeyMakerOptions {
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

/** Why a key is made. */
export interface Making {
  /** Is a new key wanted, as far as is known by now? */
  readonly isWanted: () => boolean;
  /** Is there anything to be done, by what is known by now? Versions that the server has lost may be all. */
  readonly isDue: () => boolean;
  /** Called when the server has the new key. */
  readonly onMade: () => void;
}

/** Makes versions of the channels' keys. */
export class KeyMaker {
  readonly #context: ChatContext;
  readonly #options: KeyMakerOptions;

  constructor(context: ChatContext, options: KeyMakerOptions) {
    this.#context = context;
    this.#options = options;
  }

  /**
   * Makes the channel's next key, and the versions again that a server has lost. Resolves with the ids of the devices that
   * could not take it, if there are any: then it keeps the one that it has. Rejects as a call does.
   */
  async make(channelId: string, { isWanted, isDue, onMade }: Making): Promise<readonly string[]> {
    const known = await this.#blocking();
    if (known.length > 0) return known; // nothing is asked for with each message for as long as they are there
    await this.#options.devices.refresh();
    if (!isWanted() && !isDue()) return [];
    const blocking = await this.#blocking();
    if (blocking.length > 0) return blocking;
    await this.#restore(channelId);
    if (!isWanted()) return []; // also if the server goes on showing an older version: the newest counts
    const { versions } = this.#options;
    // One that the server has and nobody believes, such as one whose maker made a mistake, is passed over.
    const version = Math.max(versions.present(channelId), versions.listed(channelId)?.version ?? 0) + 1;
    try {
      await this.#post(channelId, version, generateKey());
      onMade();
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
    if (others.length >= first.length) await sharing.share(); // with those for whom there was no room
  }
}
