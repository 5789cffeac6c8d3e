import type { Tables } from '../../core/database/tables.js';

/** What all parts of a takeover know. */
export interface Context {
  readonly target: Tables;
  /** Until when everything was taken over before; null before that. What is older and missing was removed here. */
  readonly takenUntil: Date | null;
  /** The ids of those that are not taken over, nor what belongs to them: few, however many there are in all. */
  readonly left: { readonly users: Set<string>; readonly channels: Set<string>; readonly devices: Set<string> };
}

/** Was something of that time taken over before, so that it must have been removed if it is not here? */
export function wasTaken({ takenUntil }: Context, createdAt: Date): boolean {
  return takenUntil !== null && createdAt <= takenUntil;
}

/** Those of the rows' ids that the table has. */
export async function idsIn(
  { target }: Context,
  table: string,
  rows: readonly { readonly id: string }[],
): Promise<Set<string>> {
  const found = await target.find(table, ['id'], { id: rows.map(({ id }) => id) });
  return new Set(found.map(({ id }) => id as string));
}
