import { fetchBackup, mayBackUp, recoveryOf } from './backup-state.js';
import type { Backups } from './backups.js';
import type { ChatContext } from './context.js';
import type { Identity } from './identity.js';
import type { Trust } from './trust.js';
import { oneAtATime } from './turns.js';

/** What {@link BackupUpkeep} works with. */
export interface BackupUpkeepOptions {
  readonly identity: Identity;
  readonly trust: Trust;
  /** Loads what reads and writes backups. */
  readonly load: () => Promise<Backups>;
}

/** Finds out whether there is anything to back up; most sessions have nothing, and load no more than this. */
export class BackupUpkeep {
  readonly #context: ChatContext;
  readonly #options: BackupUpkeepOptions;
  /** Has this session looked whether another device has made a backup? */
  #hasLooked = false;

  constructor(context: ChatContext, options: BackupUpkeepOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Is there a backup that this device keeps up to date? */
  get isOn(): boolean {
    return recoveryOf(this.#context, this.#options.identity)?.key !== undefined;
  }

  /** Has the backup read, once in a session, and written when this device has something that it lacks. */
  readonly sync = oneAtATime(async () => {
    if (!mayBackUp(this.#context, this.#options)) return;
    const isNeeded = this.isOn || (!this.#hasLooked && (await fetchBackup(this.#context)) !== undefined);
    if (isNeeded) await (await this.#options.load()).sync();
    this.#hasLooked = true;
  });
}
