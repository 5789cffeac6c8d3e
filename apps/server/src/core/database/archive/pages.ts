import type { Session } from './session.js';
import type { Table } from './tables.js';
import { type Row, rowReader, toStored, type Value } from './values.js';

const FIRST_ROWS = 200;
const MOST_ROWS = 2000;
const FEWEST_ROWS = 20;
/** About what a page should take, in characters. */
const PAGE_SIZE = 1024 * 1024;

/**
 * All rows of a table in the order of its key, a page at a time, so that neither their number nor their size matters.
 * Ids and hashes are ASCII, which both databases order by its bytes.
 *
 * @param after begins behind this row
 */
export async function* pagesOf(session: Session, table: Table, after?: Row): AsyncGenerator<Row[]> {
  const { name, columns, key } = table;
  const toRow = rowReader(table);
  const keyColumns = key.map((part) => columns.findIndex((column) => column.name === part));
  const list = key.join(', ');
  const select = `SELECT ${columns.map((column) => column.name).join(', ')} FROM ${name}`;
  // The first condition is for MySQL, which finds its way by a single column only.
  const behind = `WHERE ${key[0]} >= ? AND (${list}) > (${key.map(() => '?').join(', ')})`;
  let limit = FIRST_ROWS;
  for (let last = after; ;) {
    const place = last && keyColumns.map((index) => toStored(columns[index], last?.[index] ?? null));
    const sql = `${select} ${place ? behind : ''} ORDER BY ${list} LIMIT ${String(limit)}`;
    const stored = await session.query(sql, place ? [place[0], ...place] : []);
    const page = stored.map(toRow);
    if (page.length > 0) yield page;
    if (page.length < limit) return;
    last = page.at(-1);
    limit = Math.round(Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, PAGE_SIZE / meanSize(page))));
  }
}

/** How many rows there are in all of the tables. */
export async function countRows(session: Session, tables: readonly Table[]): Promise<number> {
  let sum = 0;
  for (const { name } of tables) sum += Number((await session.query(`SELECT COUNT(*) FROM ${name}`))[0][0]);
  return sum;
}

function meanSize(page: readonly Row[]): number {
  const size = (value: Value) => (typeof value === 'string' ? value.length : 8);
  return page.reduce((sum, row) => row.reduce((part: number, value) => part + size(value), sum), 0) / page.length;
}
