import type { Profile } from '../generated/types.js';

/** How many characters of an id tell people apart: the last ones, since those at the start are the time. */
const TAG_LENGTH = 8;

/** Looks like what this file makes itself, once folded. */
const LOOKS_MADE = /^user[0-9a-f]{8}$|\([0-9a-f]{8}\)$/;

/** What stands for the name of somebody who has none that can be read, such as `user 6b0f3c11`. */
export function neutralName(userId: string): string {
  return `user ${tagOf(userId)}`;
}

/**
 * The names to show, by user id: those of the profiles. Where several people have set the same one, each has a part of
 * their id behind it, as in `alice (6b0f3c11)`, and so has a name that only looks like that. Blank names are left out.
 */
export function namesToShow(names: ReadonlyMap<Profile['user_id'], string>): Map<string, string> {
  const folded = [...names].map(([userId, name]) => [userId, name, fold(name)] as const);
  const counts = new Map<string, number>();
  for (const [, , same] of folded) counts.set(same, (counts.get(same) ?? 0) + 1);
  return new Map(
    folded
      .filter(([, , same]) => same !== '')
      .map(([userId, name, same]) => {
        const isAmbiguous = (counts.get(same) ?? 0) > 1 || LOOKS_MADE.test(same);
        return [userId, isAmbiguous ? `${name} (${tagOf(userId)})` : name];
      }),
  );
}

function tagOf(userId: string): string {
  return userId.slice(-TAG_LENGTH);
}

/** Names that look the same but for case, blanks and characters that cannot be seen become equal. */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Z}\p{C}]/gu, '');
}
