import { isApiError } from '../core/errors.js';
import { Recent } from '../core/recent.js';
import { wait } from '../core/wait.js';
import { encryptText } from '../crypto/index.js';
import { maxItems } from '../generated/limits.js';
import type { Presence, Profile } from '../generated/types.js';
import { changeSession, reportError, sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import type { Directory } from './directory.js';
import { ChatError } from './errors.js';
import type { MemberStatus } from './events.js';
import { checkName } from './limits.js';
import { namesToShow, neutralName } from './names.js';
import type { Sharing } from './sharing.js';
import type { Trust } from './trust.js';
import { oneAtATime } from './turns.js';

/** How many users are remembered whose names were asked for because of a message. */
const MOST_LEARNT = 1_000;

/** Milliseconds that a message waits for a name that is not here yet, its sender's or that of this user. */
const NAME_WAIT_MS = 3_000;

/** What {@link Members} work with. */
export interface MembersOptions {
  readonly devices: Devices;
  readonly directory: Directory;
  readonly sharing: Sharing;
  readonly trust: Trust;
  /** Called when the names could not be read: read them again, later. */
  readonly onBehind: () => void;
}

/** This user's name on this device, as it was when something was asked for. */
type Asked = Pick<ReturnType<typeof sessionOf>, 'display_name' | 'display_name_is_new'>;

/** Everyone on the server: their names, and who is online. */
export class Members {
  readonly #context: ChatContext;
  readonly #devices: Devices;
  readonly #directory: Directory;
  readonly #sharing: Sharing;
  readonly #trust: Trust;
  readonly #onBehind: () => void;
  /** Names by user id, of everyone who has a device. Undefined before they are first read, which emits no events. */
  #names: Map<string, string | undefined> | undefined;
  readonly #online = new Map<string, boolean>();
  readonly #learnt = new Recent(MOST_LEARNT);
  /** Has a name been waited for long enough? Until it comes, nothing waits for another one. */
  #isLate = false;
  /** Did this user have no profile the last time? Another of their devices may be about to set the name they chose. */
  #isWithoutProfile = false;

  constructor(context: ChatContext, { devices, directory, sharing, trust, onBehind }: MembersOptions) {
    this.#context = context;
    this.#devices = devices;
    this.#directory = directory;
    this.#sharing = sharing;
    this.#trust = trust;
    this.#onBehind = onBehind;
  }

  /** The name to show with what the user does: the one in their profile, else a neutral one. */
  nameOf(userId: string): string {
    const { user_id, display_name } = sessionOf(this.#context);
    return userId === user_id ? display_name : (this.#names?.get(userId) ?? neutralName(userId));
  }

  /**
   * Reads the profiles if the user's name is not known, once for each user: others learn of a new name by an event, which
   * a message can overtake. For this user's own name: sees to it that it is published. Resolves after a few seconds at
   * the latest; a name that comes later is told with `member`.
   */
  async learn(userId: string): Promise<void> {
    if (this.#names?.get(userId) !== undefined || !this.#learnt.add(userId)) return;
    const over = new AbortController();
    void this.#readNames().finally(() => {
      this.#isLate = false;
      over.abort();
    });
    if (this.#isLate) return;
    await wait(NAME_WAIT_MS, over.signal, this.#context.signal);
    this.#isLate = !over.signal.aborted;
    // What is shown now has neutral names, so that every name is news from here on.
    this.#names ??= new Map();
  }

  async #readNames(): Promise<void> {
    try {
      await this.#devices.refresh();
      await this.refreshNames();
    } catch (error) {
      reportError(this.#context, error);
      this.#onBehind();
    }
  }

  /** Everyone who has a device, with what the server says about them now. */
  async list(): Promise<MemberStatus[]> {
    await this.#devices.refresh();
    await this.refreshNames();
    const { userIds } = this.#devices;
    const { statuses, admins } = await this.#presence(userIds);
    return userIds.map((userId) => ({
      userId,
      name: this.#names?.get(userId),
      trust: this.#trust.stateOf(userId),
      online: statuses[userId] ?? false,
      isAdmin: admins[userId] ?? false,
    }));
  }

  /**
   * Reads the profiles, and makes sure that there is a directory key and that this user's own profile is readable.
   * Emits new people and names. Resolves with whether the directory key or this user's profile is missing.
   */
  readonly refreshNames = oneAtATime(() => this.#refreshNames());

  /** Asks who is online, and emits what has changed since the last time. */
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

  /** How many people are online, as far as it is known, this user not counted. */
  onlineWithout(userId: string): number {
    return [...this.#online].filter(([id, online]) => online && id !== userId).length;
  }

  /** Changes this user's name. While the directory key is missing, the name waits for it. */
  async setDisplayName(name: string): Promise<void> {
    checkName(name);
    await changeSession(this.#context, () => ({ display_name: name, display_name_is_new: true }));
    if (this.#directory.key !== undefined) await this.#setProfile(this.#directory.key);
  }

  /** Makes a new directory key if the old one is lost: it is not here, and nobody has shared it. */
  async resetDirectory(): Promise<void> {
    if (!sessionOf(this.#context).is_admin) throw new ChatError('not_admin', 'only admins can reset the directory');
    await this.#devices.refresh();
    await this.refreshNames();
    if (this.#directory.key !== undefined) return;
    await changeSession(this.#context, () => ({ display_name_is_new: true }));
    await this.#directory.create();
    await this.refreshNames();
  }

  async #refreshNames(): Promise<boolean> {
    try {
      this.#tell(await this.#readProfiles());
    } catch (error) {
      if (!isApiError(error, 'forbidden')) throw error;
      this.#tell(new Map()); // names are for trusted users
      return false;
    }
    return this.#directory.key === undefined || this.#isWithoutProfile;
  }

  /** The names by user id. */
  async #readProfiles(): Promise<Map<string, string>> {
    const { client, signal } = this.#context;
    const asked = sessionOf(this.#context);
    const { profiles } = await client.users.listProfiles({ signal });
    await this.#directory.find(profiles);
    if (this.#directory.key === undefined && profiles.length === 0 && sessionOf(this.#context).is_admin) {
      await this.#directory.create();
      await this.#directory.find(profiles); // somebody else may have made one at the same time
    }
    const names = new Map<string, string>();
    const { key } = this.#directory;
    if (key === undefined) return names;
    let isOwnCurrent = false;
    for (const profile of profiles) {
      const found = await this.#directory.read(profile);
      if (found !== undefined) names.set(profile.user_id, found.name);
      if (profile.user_id === sessionOf(this.#context).user_id) isOwnCurrent = found?.isCurrent ?? false;
    }
    await this.#keepProfile(key, names, { profiles, isOwnCurrent, asked });
    return names;
  }

  /**
   * Makes sure that this user's profile exists and is readable with this key. Only a name set on this device is new;
   * otherwise the server's name counts, and at most the same name is encrypted again, so that a name that another
   * device has set since is never undone.
   */
  async #keepProfile(
    key: string,
    names: Map<string, string>,
    { profiles, isOwnCurrent, asked }: { profiles: readonly Profile[]; isOwnCurrent: boolean; asked: Asked },
  ): Promise<void> {
    const { user_id, display_name, display_name_is_new } = sessionOf(this.#context);
    const name = names.get(user_id);
    if (name !== undefined && name !== display_name) {
      // A name that was set since the profiles were asked for is not in them.
      const isSetSince = (session: Asked) => asked.display_name_is_new || session.display_name !== asked.display_name;
      await changeSession(this.#context, (session) =>
        session.display_name_is_new || isSetSince(session) ? {} : { display_name: name },
      );
    }
    const hasNone = !profiles.some((profile) => profile.user_id === user_id);
    const isMissing = hasNone && this.#isWithoutProfile;
    this.#isWithoutProfile = hasNone;
    if (!display_name_is_new && !isMissing && (name === undefined || isOwnCurrent)) return;
    await this.#sharing.share();
    await this.#setProfile(key);
    names.set(user_id, sessionOf(this.#context).display_name);
  }

  async #setProfile(key: string): Promise<void> {
    const { client, signal } = this.#context;
    const { display_name } = sessionOf(this.#context);
    await client.users.setProfile({ name_enc: await encryptText(key, display_name) }, { signal });
    const isStale = key !== this.#directory.key;
    await changeSession(this.#context, (session) => ({
      display_name_is_new: session.display_name_is_new && (isStale || session.display_name !== display_name),
    }));
  }

  #tell(profiles: Map<string, string>): void {
    const before = this.#names;
    const names = namesToShow(profiles);
    this.#names = new Map(this.#devices.userIds.map((userId) => [userId, names.get(userId)]));
    for (const [userId, name] of this.#names) {
      const isNews = before !== undefined && !(before.has(userId) && before.get(userId) === name);
      if (isNews) this.#context.emitter.emit('member', { userId, name, trust: this.#trust.stateOf(userId) });
    }
  }

  async #presence(userIds: readonly string[]): Promise<Presence> {
    const presence: Presence = { statuses: {}, admins: {} };
    for (let from = 0; from < userIds.length; from += maxItems.PresenceRequest.user_ids) {
      const part = userIds.slice(from, from + maxItems.PresenceRequest.user_ids);
      const { client, signal } = this.#context;
      const { statuses, admins } = await client.presence.query({ user_ids: part }, { signal });
      Object.assign(presence.statuses, statuses);
      Object.assign(presence.admins, admins);
    }
    return presence;
  }
}
