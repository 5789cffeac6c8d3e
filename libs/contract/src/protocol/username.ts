import { DialtoneError } from './dialtone-error.js';

/** A name as it is stored and compared: in Unicode's form NFC, trimmed and lower-cased. */
export function normalizeUsername(username: string): string {
  return username.normalize('NFC').trim().toLowerCase().normalize('NFC');
}

/**
 * A new user's name as it is stored. The contract's schema has refused what nobody can see or type; the length counts
 * in NFC, which a pattern cannot know.
 *
 * @throws {DialtoneError} `invalid_request`
 */
export function newUsername(username: string): string {
  const name = normalizeUsername(username);
  const characters = Array.from(name).length;
  if (characters >= 2 && characters <= 20) return name;
  throw new DialtoneError('invalid_request', 'username must be 2 to 20 characters after trimming');
}

/**
 * The forms in which a name may have been stored by servers that did not know of NFC, most likely first: decomposed, as
 * some systems type it, and as it was sent. Without {@link normalizeUsername}'s own form; none for plain ASCII.
 */
export function olderUsernames(username: string): string[] {
  const name = normalizeUsername(username);
  const forms = new Set([name.normalize('NFD'), asSent(username)]);
  forms.delete(name);
  return [...forms];
}

/** Does the name, as it was sent, differ from its normalised form in more than case and blanks around it? */
export function isOlderUsername(username: string): boolean {
  return asSent(username) !== normalizeUsername(username);
}

function asSent(username: string): string {
  return username.trim().toLowerCase();
}
