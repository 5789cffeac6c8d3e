import { sessionOf } from './context.js';
import { ChatError } from './errors.js';
import type { SessionParts } from './parts.js';
import type { RecoverySetup } from './recovery-words.js';
import { EVERYTHING } from './upkeep.js';

type Parts = Pick<
  SessionParts,
  'context' | 'devices' | 'identity' | 'trust' | 'upkeep' | 'backupUpkeep' | 'loadBackups'
>;

/**
 * Recovery by twelve words: `chat.recovery`. With them a new device gets the user's identity, the keys of all channels
 * and what is known of others' identities, so that it reads the whole history though no other device is online.
 *
 * The server keeps the backup, which only the words and the user's linked devices open. Nobody else can help: when the
 * words are lost and all linked devices too, the history is lost for good. Whoever has the words and the password of the
 * login reads everything, so they belong on paper.
 */
export class ChatRecovery {
  readonly #parts: Parts;

  /** Made by `ChatSession`. */
  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Is there a backup that this device keeps up to date? A newly linked device knows once it has connected. */
  get isOn(): boolean {
    return this.#parts.backupUpkeep.isOn;
  }

  /**
   * Makes the twelve words. Nothing is stored before `confirm`, and the words themselves never are. Rejects with a
   * ChatError `recovery_on` when there are words already, `not_linked`, or `identity_changed` while the server names another
   * identity for this user.
   */
  async begin(): Promise<RecoverySetup> {
    if (this.isOn) throw new ChatError('recovery_on', 'there are recovery words already: renew them');
    return this.#setUp();
  }

  /** Makes new words, as `begin` does; the old ones open nothing once the new ones are confirmed. */
  renew(): Promise<RecoverySetup> {
    return this.#setUp();
  }

  /**
   * Recovers the account on a new device that is not linked: reads the backup, takes what it holds, and certifies the
   * device. The words count in any case and form of Unicode. Rejects with a ChatError `wrong_words`, which says what is
   * wrong with them as far as that can be told, `no_backup`, `invalid_backup`, `backup_newer` or `already_linked`, and as a
   * call does.
   */
  async restore(words: readonly string[] | string): Promise<void> {
    const { context, identity, loadBackups, upkeep } = this.#parts;
    if (identity.isLinked) throw new ChatError('already_linked', 'this device has the identity already');
    const typed = typeof words === 'string' ? words.trim().split(/\s+/) : words;
    const [{ restoreByWords }, backups] = await Promise.all([import('./lazy-recovery.js'), loadBackups()]);
    await identity.adopt(await restoreByWords(backups, sessionOf(context).user_id, typed));
    await upkeep.now(EVERYTHING);
  }

  /**
   * Ends recovery: what the server has holds no keys any more, and the words open nothing. Does nothing when it is not
   * on. Rejects as a call does, or with a ChatError `not_linked` or `identity_changed`.
   */
  async end(): Promise<void> {
    if (!this.isOn) return;
    await this.#parts.devices.refresh();
    await (await this.#parts.loadBackups()).end();
  }

  async #setUp(): Promise<RecoverySetup> {
    const [{ setUpWords }, backups] = await Promise.all([import('./lazy-recovery.js'), this.#parts.loadBackups()]);
    return setUpWords(backups, this.#parts);
  }
}
