import { Recent } from '../core/recent.js';
import { isKeyVersionOf, keyCommitment } from '../crypto/key-version.js';
import type { Channel as SealedChannel, ChannelKeyVersion } from '../generated/types.js';
import type { ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { KeyVersionRefused } from './events.js';
import type { Signers } from './signers.js';
import type { KnownKeyVersions } from './store.js';
import type { Trust } from './trust.js';

/** How many of the server's claims are remembered, so that each is reported once. */
const MOST_REPORTED = 1_000;

/** What {@link KeyVersions} work with. */
export interface KeyVersionsOptions {
  readonly devices: Devices;
  readonly trust: Trust;
  readonly signers: Signers;
}

/** What the server says of a channel's key. */
type ListedKey = Pick<SealedChannel, 'id' | 'key'>;

/** What is to be thought of a version that the server names; `unknown`: nothing yet. */
type Verdict = 'valid' | 'unknown' | 'signature';

/**
 * Which version of each channel's key counts. The server only claims one: it is believed when a signed device has made
 * it, by its signature, or when a signed device has passed its key on. The highest version that was believed is kept.
 */
export class KeyVersions {
  readonly #context: ChatContext;
  readonly #options: KeyVersionsOptions;
  /** Higher versions that the server names, of which nobody who is believed has said anything yet. */
  readonly #claimed = new Map<string, ChannelKeyVersion>();
  readonly #reported = new Recent(MOST_REPORTED);
  /** Makers of versions whose certificates the server was asked for. */
  readonly #asked = new Recent(MOST_REPORTED);
  /** By channel, the version that the server shows, where it is older than the one that is known. */
  readonly #rolledBack = new Map<string, number>();
  /** By channel, the version that the server has listed last. */
  readonly #listed = new Map<string, ChannelKeyVersion | undefined>();
  /** By channel, the version under which somebody who is believed has another key than this device. */
  readonly #split = new Map<string, number>();

  constructor(context: ChatContext, options: KeyVersionsOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** The version that messages are sent with now; nothing is sent while its key is not here. */
  present(channelId: string): number {
    return this.#claimed.get(channelId)?.version ?? this.known(channelId)?.version ?? 0;
  }

  /** What is known of the channel's versions; undefined while the first key is the only one. */
  known(channelId: string): KnownKeyVersions | undefined {
    return this.#context.vault.get('key_versions')?.channels[channelId];
  }

  /** The version that the server shows, where it is older than the one that is known. */
  rolledBackTo(channelId: string): number | undefined {
    return this.#rolledBack.get(channelId);
  }

  /** Do others have another key under the version that is known here? A new one brings all together again. */
  isSplit(channelId: string): boolean {
    return this.#split.has(channelId) && this.#split.get(channelId) === this.known(channelId)?.version;
  }

  /**
   * The version that the server has, also when it is not believed: the next one that is made has to follow it, and its
   * maker signs the commitment of that as the one before.
   */
  listed(channelId: string): ChannelKeyVersion | undefined {
    return this.#listed.get(channelId);
  }

  /** Takes what the server lists for a channel. `asked` is the version that was known when the list was asked for. */
  async see({ id, key }: ListedKey, asked: number): Promise<void> {
    const { version: known = 0, commitment } = this.known(id) ?? {};
    const found = key?.version ?? 0;
    if (found < known && found >= asked) return; // the answer is from before the version that is known
    this.#listed.set(id, key);
    if (found < known) this.#tellRolledBack(id, known, found);
    else this.#rolledBack.delete(id);
    const own = found === known ? commitment : await this.#commitmentOf(id, found);
    if (key === undefined || key.commitment === own || (found < known && own === undefined)) {
      this.#claimed.delete(id);
      return;
    }
    const verdict = await this.#judge(id, key);
    if (verdict === 'unknown' && found > known) {
      this.#claimed.set(id, key);
      return;
    }
    this.#claimed.delete(id);
    if (verdict !== 'valid') {
      this.#refuse(id, key, verdict === 'unknown' ? 'other-key' : verdict);
      return;
    }
    if (found > known) await this.#raise(id, key);
    if (found <= known) this.#tellSplit(id, found, key.commitment);
    else if (found > known + 1 || key.previous === commitment) return;
    else this.#tellSplit(id, known, key.previous);
    this.#split.set(id, found);
  }

  /**
   * Keeps a key that a signed device has passed on, if it is the one that the version's maker meant; resolves with
   * whether it is. `claim` is what the server says of the version.
   */
  async take(channelId: string, key: string, claim: ChannelKeyVersion): Promise<boolean> {
    const { version } = claim;
    const commitment = await keyCommitment(channelId, version, key);
    const known = this.known(channelId);
    const believed = known?.version === version ? known.commitment : claim.commitment;
    if (commitment !== believed) return false;
    if (version > (known?.version ?? 0) && this.#claimed.get(channelId)?.version === version)
      await this.#believe(channelId, claim);
    await this.keep(channelId, version, key);
    return true;
  }

  /** Keeps a key. One that is the highest version is the one that is sent with from now on. */
  async keep(channelId: string, version: number, key: string): Promise<void> {
    const commitment = await keyCommitment(channelId, version, key);
    await this.#change(channelId, (known) => {
      const keys = { ...known?.keys, [String(version)]: known?.keys[String(version)] ?? key };
      return known !== undefined && known.version >= version ? { ...known, keys } : { version, commitment, keys };
    });
  }

  /** Learns what another device of this user knows; nothing that is known here gets older. */
  async merge(told: Readonly<Record<string, Pick<KnownKeyVersions, 'version' | 'commitment'>>>): Promise<void> {
    for (const [channelId, { version, commitment }] of Object.entries(told))
      await this.#raise(channelId, { version, commitment });
  }

  /** The version that the server names has not been passed on by anybody who is believed. */
  miss(channelId: string): void {
    const claim = this.#claimed.get(channelId);
    if (claim !== undefined) this.#refuse(channelId, claim, 'unknown-maker');
  }

  /** The commitment of a version whose key is here, the first one's aside. */
  async #commitmentOf(channelId: string, version: number): Promise<string | undefined> {
    const key = this.known(channelId)?.keys[String(version)];
    return key && keyCommitment(channelId, version, key);
  }

  async #judge(channelId: string, claim: ChannelKeyVersion): Promise<Verdict> {
    const { version, previous, signature, device_id, user_id, commitment } = claim;
    const { devices, trust, signers } = this.#options;
    if (!trust.isSigned(device_id) && this.#asked.add(device_id)) {
      await devices.refresh(); // it may be newer than the list
      await signers.remember();
    }
    const makers = signers.of(device_id).filter((signer) => signer.user_id === user_id);
    if (makers.length === 0) return 'unknown';
    const terms = { channelId, version, commitment, ...(previous !== undefined && { previous }), user_id, device_id };
    const verified = await Promise.all(makers.map((maker) => isKeyVersionOf(maker.signing_key, terms, signature)));
    if (!verified.includes(true)) return 'signature';
    // Whoever has the keys of a device that is gone could go on making versions: others have to vouch for those.
    return trust.isSigned(device_id) ? 'valid' : 'unknown';
  }

  #tellRolledBack(channelId: string, known: number, found: number): void {
    this.#rolledBack.set(channelId, found);
    if (this.#reported.add(`${channelId} ${String(known)} ${String(found)}`))
      this.#context.emitter.emit('key-version-rolled-back', { channelId, known, found });
  }

  #tellSplit(channelId: string, version: number, commitment = ''): void {
    if (this.#reported.add(['split', channelId, version, commitment].join(' ')))
      this.#context.emitter.emit('key-version-split', { channelId, version });
  }

  async #believe(channelId: string, claim: ChannelKeyVersion): Promise<void> {
    await this.#raise(channelId, claim);
    this.#claimed.delete(channelId);
  }

  async #raise(channelId: string, { version, commitment }: Pick<KnownKeyVersions, 'version' | 'commitment'>) {
    await this.#change(channelId, (known) => {
      if (known !== undefined && known.version >= version) return known;
      return { version, commitment, keys: known?.keys ?? {} };
    });
  }

  async #change(channelId: string, change: (known: KnownKeyVersions | undefined) => KnownKeyVersions): Promise<void> {
    await this.#context.vault.update('key_versions', (current) => {
      const channels = current?.channels ?? {};
      return { channels: { ...channels, [channelId]: change(channels[channelId]) } };
    });
  }

  #refuse(channelId: string, claim: ChannelKeyVersion, reason: KeyVersionRefused['reason']): void {
    const { version, device_id: deviceId, commitment, signature } = claim;
    if (!this.#reported.add([reason, channelId, version, commitment, signature].join(' '))) return;
    this.#context.emitter.emit('key-version-refused', { channelId, version, deviceId, reason });
  }
}
