import { isApiError } from '../core/errors.js';
import { decryptText, encryptText } from '../crypto/index.js';
import type { Presence, Profile } from '../generated/types.js';
import { changeSession, sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { MemberStatus } from './events.js';
import type { Keyring } from './keyring.js';
import { checkedName } from './limits.js';

/** The contract lets so many be asked about at once. */
const USERS_PER_REQUEST = 1_000;

/** Everyone on the server: their names, and who is online. */
export class Members {
  readonly #context: ChatContext;
  readonly #devices: Devices;
  readonly #keyring: Keyring;
  /** Names by user id, of everyone who has a device; undefined before the first look at them, which tells of nobody. */
  #names: Map<string, string | undefined> | undefined;
  readonly #online = new Map<string, boolean>();
  /** Had this user no profile at the last look? Another device of theirs may be about to set the name that they chose. */
  #isWithoutProfile = false;

  constructor(context: ChatContext, devices: Devices, keyring: Keyring) {
    this.#context = context;
    this.#devices = devices;
    this.#keyring = keyring;
  }

  /** The name in the user's profile, as far as it is known. */
  nameOf(userId: string): string | undefined {
    return this.#names?.get(userId);
  }

  /** Everyone who has a device, with what the server says of them now. */
  async list(): Promise<MemberStatus[]> {
    await this.#devices.refresh();
    await this.refreshNames();
    const { userIds } = this.#devices;
    const { statuses, admins } = await this.#presence(userIds);
    return userIds.map((userId) => ({
      userId,
      name: this.nameOf(userId),
      online: statuses[userId] ?? false,
      isAdmin: admins[userId] ?? false,
    }));
  }

  /**
   * Reads the profiles, and sees to it that there is a directory key and that one's own profile is readable. Tells of new
   * people and names. Resolves with whether the directory key or one's own
   * profile is missing.
   */
  async refreshNames(): Promise<boolean> {
    let profiles = new Map<string, string>();
    try {
      profiles = await this.#readProfiles();
    } catch (error) {
      if (!isApiError(error, 'forbidden')) throw error;
      return false; // names are for trusted users
    } finally {
      this.#tell(profiles);
    }
    return this.#keyring.directoryKey === undefined || this.#isWithoutProfile;
  }

  /** Asks who is online, and tells what has changed since the last time. */
  async refreshPresence(): Promise<void> {
    const isFirst = this.#online.size === 0;
    const { statuses } = await this.#presence(this.#devices.userIds);
    for (const [userId, online] of Object.entries(statuses)) this.setOnline(userId, online, isFirst);
  }

  /** Somebody came online or went offline. */
  setOnline(userId: string, online: boolean, isSilent = false): void {
    const isNews = this.#online.get(userId) !== online;
    this.#online.set(userId, online);
    if (isNews && !isSilent) this.#context.emitter.emit('presence', { userId, online });
  }

  /** Changes one's own name. While the directory key is missing, the name waits for it. */
  async setDisplayName(name: string): Promise<void> {
    checkedName(name);
    await changeSession(this.#context, () => ({ display_name: name, display_name_is_new: true }));
    if (this.#keyring.directoryKey !== undefined) await this.#setProfile(this.#keyring.directoryKey);
  }

  /** The names by user id. */
  async #readProfiles(): Promise<Map<string, string>> {
    await this.#keyring.findDirectoryKey();
    const { profiles } = await this.#context.client.users.listProfiles();
    if (this.#keyring.directoryKey === undefined && profiles.length === 0 && sessionOf(this.#context).is_admin) {
      await this.#keyring.createDirectoryKey();
      await this.#keyring.findDirectoryKey(); // somebody else may have made one at the same time
    }
    const key = this.#keyring.directoryKey;
    const names = new Map<string, string>();
    if (key === undefined) return names;
    for (const { user_id, name_enc } of profiles) {
      const name = await decryptText(key, name_enc).catch(() => undefined);
      if (name !== undefined) names.set(user_id, name);
    }
    await this.#keepProfile(key, names, profiles);
    return names;
  }

  /**
   * One's own profile is to be there and readable. Only a name that the user has set here is news. Otherwise the server's
   * counts, and at most the same name is encrypted again: what another device has set last is never put back.
   */
  async #keepProfile(key: string, names: Map<string, string>, profiles: readonly Profile[]): Promise<void> {
    const { user_id, display_name, display_name_is_new } = sessionOf(this.#context);
    const sealed = profiles.find((profile) => profile.user_id === user_id);
    const readable = names.get(user_id);
    const former = readable ?? (sealed && (await this.#readWithFormerKey(sealed)));
    if (former !== undefined && former !== display_name) {
      await changeSession(this.#context, (session) => (session.display_name_is_new ? {} : { display_name: former }));
    }
    const isMissing = sealed === undefined && this.#isWithoutProfile;
    this.#isWithoutProfile = sealed === undefined;
    if (!display_name_is_new && !isMissing && former === readable) return;
    await this.#keyring.share();
    await this.#setProfile(key);
    names.set(user_id, sessionOf(this.#context).display_name);
  }

  async #readWithFormerKey({ name_enc }: Profile): Promise<string | undefined> {
    for (const key of this.#keyring.formerDirectoryKeys) {
      const name = await decryptText(key, name_enc).catch(() => undefined);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  async #setProfile(key: string): Promise<void> {
    const { display_name } = sessionOf(this.#context);
    await this.#context.client.users.setProfile({ name_enc: await encryptText(key, display_name) });
    const isStale = key !== this.#keyring.directoryKey;
    await changeSession(this.#context, (session) => ({
      display_name_is_new: session.display_name_is_new && (isStale || session.display_name !== display_name),
    }));
  }

  #tell(profiles: Map<string, string>): void {
    const before = this.#names;
    this.#names = new Map(this.#devices.userIds.map((userId) => [userId, profiles.get(userId)]));
    for (const [userId, name] of this.#names) {
      const isNews = before !== undefined && !(before.has(userId) && before.get(userId) === name);
      if (isNews) this.#context.emitter.emit('member', { userId, name });
    }
  }

  async #presence(userIds: readonly string[]): Promise<Presence> {
    const presence: Presence = { statuses: {}, admins: {} };
    for (let from = 0; from < userIds.length; from += USERS_PER_REQUEST) {
      const part = userIds.slice(from, from + USERS_PER_REQUEST);
      const { statuses, admins } = await this.#context.client.presence.query({ user_ids: part });
      Object.assign(presence.statuses, statuses);
      Object.assign(presence.admins, admins);
    }
    return presence;
  }
}
