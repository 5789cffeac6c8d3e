import type { Session } from './session.js';
import type { Table } from './tables.js';
import { type Row, toStored } from './values.js';

/** How many rows one statement stores, and about how many characters of them. */
const MOST_ROWS = 100;
const SIZE = 1024 * 1024;

/** Stores rows of an archive, some with each statement. */
export async function insertRows(session: Session, { name, columns }: Table, rows: readonly Row[]): Promise<void> {
  const into = `INSERT INTO ${name} (${columns.map((column) => column.name).join(', ')}) VALUES`;
  const place = `(${columns.map(() => '?').join(', ')})`;
  let values: (string | number | null)[] = [];
  let [count, size] = [0, 0];
  const store = async () => {
    await session.run(`${into} ${Array.from({ length: count }, () => place).join(', ')}`, values);
    [values, count, size] = [[], 0, 0];
  };
  for (const row of rows) {
    for (const [index, value] of row.entries()) {
      values.push(toStored(columns[index], value));
      if (typeof value === 'string') size += value.length;
    }
    count++;
    if (count === MOST_ROWS || size > SIZE) await store();
  }
  if (count > 0) await store();
}
