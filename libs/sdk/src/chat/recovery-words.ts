import { backupKeyOf } from '../crypto/backup.js';
import { randomBytes } from '../crypto/bytes.js';
import { isCryptoError } from '../crypto/index.js';
import { entropyOfWords, generateWords, normalizeWord, WORDS, type WordsProblem } from '../crypto/words.js';
import type { Backups } from './backups.js';
import { sessionOf, type ChatContext } from './context.js';
import type { Devices } from './devices.js';
import { ChatError } from './errors.js';
import type { Identity } from './identity.js';
import { knownIdentityKey } from './own-identity.js';
import type { Trust } from './trust.js';

/** Words that the user is writing down: see `ChatRecovery.begin`. */
export interface RecoverySetup {
  /** Twelve of them, to be shown once, and to be written on paper. */
  readonly words: readonly string[];
  /** The positions, from 0, of the two words that the user types back to show that they are written down. */
  readonly ask: readonly [number, number];
  /**
   * Takes the words at the positions of `ask`, in that order, and stores the backup. Only from then on the words are
   * good. Rejects with a ChatError `wrong_words`, after which it may be called again, `backup_too_long`, `not_linked` or
   * `identity_changed`, and as a call does.
   */
  readonly confirm: (typed: readonly [string, string]) => Promise<void>;
}

/** What {@link setUpWords} works with. */
export interface RecoveryParts {
  readonly context: ChatContext;
  readonly devices: Devices;
  readonly identity: Identity;
  readonly trust: Trust;
}

/** Makes words, under which `confirm` stores the user's backup, in place of any there is. */
export async function setUpWords(backups: Backups, parts: RecoveryParts): Promise<RecoverySetup> {
  const { context, devices } = parts;
  await knownIdentityKey(context, parts); // before somebody writes words down that will not be good
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
      const key = await backupKeyOf(entropy, sessionOf(context).user_id);
      await devices.refresh();
      await backups.replaceKey(key);
    },
  };
}

/**
 * Opens the user's backup with the words, takes what it holds into the store, and resolves with the private key of the
 * identity. Throws ChatError `wrong_words` or `no_backup`, and as `Backups.restore` does.
 */
export async function restoreByWords(backups: Backups, userId: string, words: readonly string[]): Promise<string> {
  const entropy = await entropyOfWords(words);
  if (!ArrayBuffer.isView(entropy)) throw new ChatError('wrong_words', describe(entropy));
  const backup = await backups.fetch();
  if (backup === undefined) throw noBackup();
  const key = await backupKeyOf(entropy, userId);
  const content = await backups.restore(key, backup).catch((error: unknown) => {
    if (!isCryptoError(error) || error.code === 'unsupported') throw error;
    throw new ChatError('wrong_words', 'these words do not open the backup: others do, or it was changed');
  });
  if (content === undefined) throw noBackup();
  return content.identity_key;
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
