import type { Session } from './session.js';

/** In the database from the first change of a load to its last one: what is in there is not whole. */
export const LOAD_MARK = 'unfinished_load';

/** Where a load stands, as it is kept in the database that is loaded. */
export type LoadState =
  /** Nothing is loaded. */
  | { readonly step: 'new' }
  /** These parts are loaded. */
  | { readonly step: 'begun'; readonly parts: ReadonlySet<string> }
  /** Everything is loaded and has been compared. */
  | { readonly step: 'done' };

const BEGUN = 'begun';
const DONE = 'done';

export function isUnfinished(session: Session): Promise<boolean> {
  return session.hasTable(LOAD_MARK);
}

/** How far an earlier load of this archive came. */
export async function loadStateOf(session: Session, archive: string): Promise<LoadState> {
  if (!(await isUnfinished(session))) return { step: 'new' };
  const rows = await session.query(`SELECT step FROM ${LOAD_MARK} WHERE archive = ?`, [archive]);
  const steps = new Set(rows.map(([step]) => String(step)));
  if (steps.has(DONE)) return { step: 'done' };
  return steps.delete(BEGUN) ? { step: 'begun', parts: steps } : { step: 'new' };
}

/** Marks the database as one that is not whole. */
export async function setMark(session: Session): Promise<void> {
  const text = session.kind === 'mysql' ? 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : '';
  await session.run(
    `CREATE TABLE IF NOT EXISTS ${LOAD_MARK} (step varchar(100) ${text} PRIMARY KEY, archive varchar(64) NOT NULL)`,
  );
  await session.run(`DELETE FROM ${LOAD_MARK}`);
}

/** Notes that the tables are there and empty. */
export function noteBegin(session: Session, archive: string): Promise<void> {
  return note(session, archive, BEGUN);
}

/** Notes in the transaction of its rows that a part is loaded. */
export function notePart(session: Session, archive: string, file: string): Promise<void> {
  return note(session, archive, file);
}

/** Notes that nothing is left to be done but to take the mark away. */
export function noteDone(session: Session, archive: string): Promise<void> {
  return note(session, archive, DONE);
}

export function removeMark(session: Session): Promise<void> {
  return session.run(`DROP TABLE ${LOAD_MARK}`);
}

function note(session: Session, archive: string, step: string): Promise<void> {
  return session.run(`INSERT INTO ${LOAD_MARK} (step, archive) VALUES (?, ?)`, [step, archive]);
}
