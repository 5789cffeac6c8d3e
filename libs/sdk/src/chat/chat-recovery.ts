import { backupKeyOf } from '../crypto/backup.js';
import { randomBytes } from '../crypto/bytes.js';
import { isCryptoError } from '../crypto/index.js';
import { entropyOfWords, generateWords, normalizeWord, WORDS, type WordsProblem } from '../crypto/words.js';
import { sessionOf } from './context.js';
import { ChatError } from './errors.js';
import type { SessionParts } from './parts.js';
import { EVERYTHING } from './upkeep.js';

/** Words that the user is writing down: see {@link ChatRecovery.begin}. */
export interface RecoverySetup {
  /** Twelve of them, to be shown once, and to be written on paper. */
  readonly words: readonly string[];
  /** The positions, from 0, of the two words that the user types back to show that they are written down. */
  readonly ask: readonly [number, number];
  /**
   * Takes the words at the positions of `ask`, in that order, and stores the backup. Only from then on the words are
   * good. Rejects with a ChatError `wrong_words`, after which it may be called again, `backup_too_long` or `not_linked`,
   * and as a call does.
   */
  readonly confirm: (typed: readonly [string, string]) => Promise<void>;
}

/**
 * Recovery by twelve words: `chat.recovery`. With them a new device gets the user's identity, the keys of all channels
 * and what is known of others' identities, so that it reads the whole history though no other device is online.
 *
 * The server keeps the backup, which only the words and the user's linked devices open. Nobody else can help: when the
 * words are lost and all linked devices too, the history is lost for good. Whoever has the words and the password of the
 * login reads everything, so they belong on paper.
 */
export class ChatRecovery {
  readonly #parts: Pick<SessionParts, 'backups' | 'context' | 'identity' | 'upkeep'>;

  /** Made by `ChatSession`. */
  constructor(parts: Pick<SessionParts, 'backups' | 'context' | 'identity' | 'upkeep'>) {
    this.#parts = parts;
  }

  /** Is there a backup that this device keeps up to date? A newly linked device knows once it has connected. */
  get isOn(): boolean {
    return this.#parts.backups.document?.key !== undefined;
  }

  /**
   * Makes the twelve words. Nothing is stored before `confirm`, and the words themselves never are. Rejects with a
   * ChatError `recovery_on` when there are words already, or `not_linked`.
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
   * wrong with them as far as that can be told, `no_backup`, `backup_newer` or `already_linked`, and as a call does.
   */
  async restore(words: readonly string[] | string): Promise<void> {
    const { backups, context, identity, upkeep } = this.#parts;
    if (identity.isLinked) throw new ChatError('already_linked', 'this device has the identity already');
    const entropy = await entropyOfWords(typeof words === 'string' ? words.trim().split(/\s+/) : words);
    if (!ArrayBuffer.isView(entropy)) throw new ChatError('wrong_words', describe(entropy));
    const backup = await backups.fetch();
    if (backup === undefined) throw noBackup();
    const key = await backupKeyOf(entropy, sessionOf(context).user_id);
    const content = await backups.restore(key, backup).catch((error: unknown) => {
      if (!isCryptoError(error) || error.code === 'unsupported') throw error;
      throw new ChatError('wrong_words', 'these words do not open the backup: others do, or it was changed');
    });
    if (content === undefined) throw noBackup();
    await identity.adopt(content.identity_key);
    await upkeep.now(EVERYTHING);
  }

  /**
   * Ends recovery: what the server has holds no keys any more, and the words open nothing. Does nothing when it is not
   * on. Rejects as a call does.
   */
  async end(): Promise<void> {
    if (this.isOn) await this.#parts.backups.end();
  }

  async #setUp(): Promise<RecoverySetup> {
    const { backups, context, identity } = this.#parts;
    if (!identity.isLinked) throw new ChatError('not_linked', "this device does not have the user's identity");
    const words = await generateWords();
    const ask = twoPositions();
    return {
      words,
      ask,
      confirm: async (typed) => {
        if (!ask.every((position, i) => normalizeWord(typed[i] ?? '') === words[position])) {
          throw new ChatError('wrong_words', 'these are not the words at the positions asked for');
        }
        const entropy = await entropyOfWords(words);
        if (!ArrayBuffer.isView(entropy)) throw new Error('the words that were made are none');
        await backups.replaceKey(await backupKeyOf(entropy, sessionOf(context).user_id));
      },
    };
  }
}

/** Two different positions, the earlier one first. */
function twoPositions(): [number, number] {
  const [a = 0, b = 0] = randomBytes(2);
  const first = a % WORDS;
  const second = (first + 1 + (b % (WORDS - 1))) % WORDS;
  return first < second ? [first, second] : [second, first];
}

/** It names no word: what was typed may be right for another account. */
function describe(problem: WordsProblem): string {
  if (problem.kind === 'count') return `there must be ${WORDS} words`;
  if (problem.kind === 'unknown') return `word ${problem.position + 1} is not in the list of words`;
  return 'the words do not belong together: one is another word of the list, or the order is another one';
}

function noBackup(): ChatError {
  return new ChatError('no_backup', 'the server has no backup for this account');
}
