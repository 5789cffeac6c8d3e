import { isApiError } from '../core/errors.js';
import { openBackup, openBackupKey, sealBackup } from '../crypto/backup.js';
import { signingPublicKeyOf } from '../crypto/ed25519.js';
import { isCryptoError } from '../crypto/index.js';
import { maxBytes } from '../generated/limits.js';
import type { KeyBackup } from '../generated/types.js';
import {
  digestOf,
  ENDED,
  ownContent,
  readContent,
  textOf,
  unite,
  uniteVersions,
  type BackupContent,
} from './backup-content.js';
import { fetchBackup, mayBackUp, recoveryOf } from './backup-state.js';
import { changeSession, sessionOf, type ChatContext } from './context.js';
import { ChatError, isChatError } from './errors.js';
import type { BackupRolledBack } from './events.js';
import type { Identity } from './identity.js';
import { DIRECTORY, keyName, placeOf } from './key-place.js';
import { notLinked, ownIdentityKey } from './own-identity.js';
import type { Sharing } from './sharing.js';
import type { KnownKeyVersions, RecoveryDocument } from './store.js';
import type { Trust } from './trust.js';
import { oneAtATime } from './turns.js';

/** How often a write is tried that other devices get ahead of. */
const MOST_TRIES = 8;

/** What {@link Backups} work with. */
export interface BackupsOptions {
  readonly identity: Identity;
  readonly trust: Trust;
  readonly sharing: Sharing;
}

/** Keeps the backup of the user's keys up to date, once there is one. */
export class Backups {
  readonly #context: ChatContext;
  readonly #options: BackupsOptions;
  /** The version on the server, as far as this session knows; undefined when it has to be read. */
  #stored: number | undefined;
  /** What was read there and is not written again yet. */
  #read: BackupContent | undefined;
  /** The digest of what was too long to be stored, which is reported once. */
  #tooLong: string | undefined;

  constructor(context: ChatContext, options: BackupsOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Reads the backup once in a session, and writes it when this device has something that it lacks. */
  readonly sync = oneAtATime(() => this.#sync());

  /**
   * Stores a backup under another key, in place of any there is. The list of devices has to be fresh. Rejects as
   * {@link ownIdentityKey} does.
   */
  async replaceKey(key: string): Promise<void> {
    await this.sync(); // what other devices have added is here then
    await this.#persist(async () => {
      await ownIdentityKey(this.#context, this.#options); // or else the backup there is the other identity's
      const content = this.#own();
      const identity_key = await signingPublicKeyOf(content.identity_key);
      await this.#put(key, textOf(content));
      await this.#remember({ key, identity_key, version: this.#stored ?? 0, digest: await digestOf(content) });
    });
  }

  /** Stores in the backup's place that there is none; the same holds as for `replaceKey`. */
  async end(): Promise<void> {
    await this.sync();
    await this.#persist(async () => {
      await ownIdentityKey(this.#context, this.#options);
      const key = this.#document?.key;
      if (key === undefined) return;
      await this.#put(key, ENDED);
      await this.#remember({ version: this.#stored ?? 0 });
    });
  }

  /** The backup on the server; undefined when there is none. */
  async fetch(): Promise<KeyBackup | undefined> {
    const backup = await fetchBackup(this.#context);
    this.#stored = backup?.version ?? 0;
    return backup;
  }

  /** Opens a backup, and takes what it holds into the store. What it says of identities counts for a new device. */
  async restore(key: string, backup: KeyBackup): Promise<BackupContent | undefined> {
    const content = readContent(await openBackup(key, this.#placeOf(backup), backup.data));
    if (content === undefined) return undefined;
    const known = this.#document?.version ?? 0;
    if (backup.version < known) this.#tell({ known, found: backup.version, reason: 'older' });
    await this.#take(content, true);
    const identity_key = await signingPublicKeyOf(content.identity_key);
    await this.#remember({ key, identity_key, version: Math.max(backup.version, known) });
    return content;
  }

  async #sync(): Promise<void> {
    if (!mayBackUp(this.#context, this.#options)) return;
    await this.#persist(async () => {
      if (this.#stored === undefined) await this.#compare();
      const { key, identity_key, digest } = this.#document ?? {};
      const own = this.#own();
      const ownDigest = await digestOf(own);
      if (key === undefined || ownDigest === digest || ownDigest === this.#tooLong) return;
      const content = this.#read === undefined ? own : unite(this.#read, own);
      await this.#put(key, textOf(content), ownDigest);
      this.#read = undefined;
      await this.#remember({
        key,
        ...(identity_key && { identity_key }),
        version: this.#stored ?? 0,
        digest: ownDigest,
      });
    });
  }

  /** Does the work again, after reading what is stored, for as long as other devices are faster. */
  async #persist(work: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await work();
        return;
      } catch (error) {
        this.#stored = undefined;
        if (!isApiError(error, 'backup_conflict') || tries === MOST_TRIES) throw error;
        await this.#compare();
      }
    }
  }

  /** Reads what is stored, and takes what this device lacks. A key that another device has chosen is taken too. */
  async #compare(): Promise<void> {
    const backup = await this.fetch();
    const { key, version: known = 0 } = this.#document ?? {};
    if (backup === undefined) {
      if (key !== undefined) await this.#distrust({ known, found: undefined, reason: 'missing' });
      return;
    }
    const opened = await this.#open(backup);
    if (opened === undefined) {
      if (key === undefined) return;
      await ownIdentityKey(this.#context, this.#options); // another session of this store may have replaced it
      await this.#distrust({ known, found: backup.version, reason: 'unreadable' });
      return;
    }
    const isOlder = backup.version < known;
    if (isOlder && key !== undefined) await this.#distrust({ known, found: backup.version, reason: 'older' });
    const { content } = opened;
    if (content === undefined) {
      if (!isOlder) await this.#remember({ version: backup.version });
      return;
    }
    if (content.identity_key !== this.#own().identity_key) return; // of an identity that was given up
    await this.#take(content, false);
    if (isOlder) return;
    const own = this.#own();
    this.#read = content;
    const isCovered = textOf(unite(content, own)) === textOf(content);
    const digest = isCovered ? { digest: await digestOf(own) } : {};
    const identity_key = await signingPublicKeyOf(content.identity_key);
    await this.#remember({ key: opened.key, identity_key, version: backup.version, ...digest });
  }

  /** Opens it with the key that is here, or else with the one that the identity opens. */
  async #open(backup: KeyBackup): Promise<{ key: string; content: BackupContent | undefined } | undefined> {
    const place = this.#placeOf(backup);
    try {
      const key = await openBackupKey(this.#own().identity_key, place, backup.data);
      return { key, content: readContent(await openBackup(key, place, backup.data)) };
    } catch (error) {
      if (!isCryptoError(error) && !isChatError(error, 'invalid_backup')) throw error;
      return undefined;
    }
  }

  /** Tells that the server does not have what was stored, and has it written again. */
  async #distrust(event: BackupRolledBack): Promise<void> {
    this.#tell(event);
    const document = this.#document;
    if (document?.key === undefined) return;
    const { digest: _written, ...rest } = document;
    await this.#remember({ ...rest, version: event.found ?? 0 });
  }

  #tell(event: BackupRolledBack): void {
    this.#context.emitter.emit('backup-rolled-back', event);
  }

  async #put(key: string, text: string, digest?: string): Promise<void> {
    if (this.#stored === undefined) await this.fetch();
    const version = (this.#stored ?? 0) + 1;
    const keys = { backupKey: key, identityKey: this.#own().identity_key };
    const data = await sealBackup(keys, { userId: sessionOf(this.#context).user_id, version }, text);
    if (data.length > maxBytes.KeyBackupData) {
      this.#tooLong = digest;
      throw new ChatError('backup_too_long', `the keys do not fit into a backup of ${maxBytes.KeyBackupData} bytes`);
    }
    const { client, signal } = this.#context;
    await client.keys.putBackup({ version, data }, { signal });
    this.#stored = version;
  }

  async #take(content: BackupContent, countsFirst: boolean): Promise<void> {
    const { vault } = this.#context;
    const channelKeys = vault.get('channel_keys')?.keys ?? {};
    const directoryKey = vault.get('directory_key')?.key;
    const { sharing } = this.#options;
    const served: Record<string, readonly string[]> = {};
    for (const id of Object.keys(content.channel_keys))
      if (channelKeys[id] === undefined) served[id] = sharing.servedByOthers();
    if (Object.keys(served).length > 0) {
      await vault.update('channel_keys', (current) => ({ keys: { ...content.channel_keys, ...current?.keys } }));
    }
    if (directoryKey === undefined && content.directory_key !== undefined) {
      const key = content.directory_key;
      await vault.update('directory_key', (current) => current ?? { key });
      served[DIRECTORY] = sharing.servedByOthers();
    }
    await this.#takeVersions(content, served);
    const former = [...content.former_directory_keys, ...(sessionOf(this.#context).former_directory_keys ?? [])];
    if (content.former_directory_keys.length > 0) {
      await changeSession(this.#context, () => ({ former_directory_keys: [...new Set(former)] }));
    }
    await this.#options.trust.mergePins({ users: this.#credible(content.users, countsFirst) });
    if (Object.keys(served).length > 0) await sharing.setServedAll(served);
  }

  /** Takes later versions of keys; adds to `served` those that are new here. */
  async #takeVersions(
    { channel_key_versions: told }: BackupContent,
    served: Record<string, readonly string[]>,
  ): Promise<void> {
    const { vault } = this.#context;
    const here = vault.get('key_versions')?.channels ?? {};
    const isNews = ([id, { version, keys }]: [string, KnownKeyVersions]) =>
      version > (here[id]?.version ?? 0) || Object.keys(keys).some((known) => here[id]?.keys[known] === undefined);
    if (!Object.entries(told).some(isNews)) return;
    for (const [channelId, { keys }] of Object.entries(told)) {
      const bound = placeOf(channelId, 0, true);
      if (here[channelId] === undefined) served[keyName(bound)] = this.#options.sharing.servedByOthers(bound);
      for (const version of Object.keys(keys)) {
        if (here[channelId]?.keys[version] !== undefined) continue;
        const place = placeOf(channelId, Number(version));
        served[keyName(place)] = this.#options.sharing.servedByOthers(place);
      }
    }
    await vault.update('key_versions', (current) => ({ channels: uniteVersions(current?.channels ?? {}, told) }));
  }

  /** Pins without those of users whom this device knows by another identity, and knows better. */
  #credible(users: BackupContent['users'], countsFirst: boolean): BackupContent['users'] {
    const isCredible = ([userId, { identity_key }]: [string, { identity_key: string }]) => {
      const known = this.#options.trust.identityOf(userId);
      return known === undefined || known.identity_key === identity_key || (countsFirst && !known.is_verified);
    };
    return Object.fromEntries(Object.entries(users).filter(isCredible));
  }

  get #document(): RecoveryDocument | undefined {
    return recoveryOf(this.#context, this.#options.identity);
  }

  #own(): BackupContent {
    const own = ownContent(this.#context);
    if (own === undefined) throw notLinked();
    return own;
  }

  #placeOf({ version }: KeyBackup) {
    return { userId: sessionOf(this.#context).user_id, version };
  }

  async #remember(document: RecoveryDocument): Promise<void> {
    await this.#context.vault.update('recovery', () => document);
  }
}
