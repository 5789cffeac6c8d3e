import { throwIfStopped } from './archive-error.js';
import { LineHash, pack, toLine } from './lines.js';
import { type Part, sha256, type TableRecord } from './manifest.js';
import { countRows, pagesOf } from './pages.js';
import type { Step, Watch } from './progress.js';
import type { Session } from './session.js';
import type { Table } from './tables.js';
import type { Row } from './values.js';

/** How much of a table goes into one part, in characters. */
const PART_SIZE = 4 * 1024 * 1024;

/** Where the files of an archive go. */
export interface Sink {
  /** Stores a file, whole or not at all. */
  write(file: string, data: Buffer): Promise<void>;
}

/** What an earlier run has already written of a table. */
export interface Begun {
  readonly hash: LineHash;
  readonly parts: Part[];
  readonly last: Row | undefined;
}

/** Writes the rows of all tables, part by part; returns what was written. */
export async function dump(
  session: Session,
  tables: readonly Table[],
  sink: Sink,
  { onProgress, signal }: Watch,
  begun: (table: Table) => Promise<Begun> = () => Promise.resolve(nothingYet()),
): Promise<TableRecord[]> {
  const total = await countRows(session, tables);
  const records: TableRecord[] = [];
  let done = 0;
  for (const table of tables) {
    const { hash, parts, last } = await begun(table);
    let storing: Promise<void> = Promise.resolve();
    /** One part is compressed and stored while the next one is read. */
    const store = async (lines: Buffer) => {
      hash.add(lines);
      const rows = hash.rows - parts.reduce((sum, part) => sum + part.rows, 0);
      const file = partFile(table.name, parts.length + 1);
      const place = parts.push({ file, rows, bytes: 0, sha256: '' }) - 1;
      await storing;
      storing = pack(lines).then((data) => {
        parts[place] = { file, rows, bytes: data.length, sha256: sha256(data) };
        return sink.write(file, data);
      });
      storing.catch(() => undefined); // awaited above or below
    };
    let text = '';
    done += hash.rows;
    for await (const page of pagesOf(session, table, last)) {
      throwIfStopped(signal);
      for (const row of page) text += toLine(row);
      done += page.length;
      onProgress?.('reading', done, Math.max(total, done));
      if (text.length >= PART_SIZE) {
        await store(Buffer.from(text));
        text = '';
      }
    }
    if (text !== '') await store(Buffer.from(text));
    await storing;
    records.push({ ...table, rows: hash.rows, sha256: hash.digest(), parts });
  }
  return records;
}

export function nothingYet(): Begun {
  return { hash: new LineHash(), parts: [], last: undefined };
}

export function partFile(table: string, number: number): string {
  return `${table}-${String(number).padStart(6, '0')}.ndjson.gz`;
}

/**
 * Compares what is in the database with what is in an archive.
 *
 * @returns what differs, a text for each table
 */
export async function differences(
  session: Session,
  records: readonly TableRecord[],
  { onProgress, signal }: Watch,
  step: Step = 'comparing',
): Promise<string[]> {
  const total = records.reduce((sum, { rows }) => sum + rows, 0);
  const found: string[] = [];
  let done = 0;
  for (const table of records) {
    const hash = new LineHash();
    for await (const page of pagesOf(session, table)) {
      throwIfStopped(signal);
      hash.add(Buffer.from(page.map(toLine).join('')));
      done += page.length;
      onProgress?.(step, done, Math.max(total, done));
    }
    const isSame = hash.digest() === table.sha256;
    if (hash.rows !== table.rows) found.push(`${table.name}: ${String(hash.rows)} rows, not ${String(table.rows)}`);
    else if (!isSame) found.push(`${table.name}: other contents in ${String(table.rows)} rows`);
  }
  return found;
}
