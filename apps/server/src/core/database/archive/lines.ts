import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { ArchiveError } from './archive-error.js';
import type { Table } from './tables.js';
import { type Row, rowCheck } from './values.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Ciphertext gains nothing from more effort. */
const LEVEL = 1;
/** No part is as large as this when it is unpacked; what is, was made to fill the memory. */
const MOST_BYTES = 256 * 1024 * 1024;

/** A row as its line in an archive. */
export function toLine(row: Row): string {
  return `${JSON.stringify(row)}\n`;
}

/**
 * The rows of some lines of a table.
 *
 * @throws {ArchiveError} when a line is no row of the table
 */
export function toRows(lines: Buffer, table: Table): Row[] {
  const rows = parse(lines);
  const check = rowCheck(table);
  const wrong = rows.findIndex((row) => !check(row));
  if (wrong >= 0) throw new ArchiveError(`it is damaged: a row of ${table.name} is none`);
  return rows as Row[];
}

function parse(lines: Buffer): unknown[] {
  try {
    return JSON.parse(`[${lines.toString().trimEnd().replaceAll('\n', ',')}]`) as unknown[];
  } catch {
    throw new ArchiveError('it is damaged: a line in it is no row');
  }
}

export function pack(lines: Buffer): Promise<Buffer> {
  return compress(lines, { level: LEVEL });
}

/** @throws {ArchiveError} when it was not packed by `pack` */
export async function unpack(data: Buffer, file: string): Promise<Buffer> {
  try {
    return await decompress(data, { maxOutputLength: MOST_BYTES });
  } catch {
    throw new ArchiveError(`it is damaged: ${file} cannot be unpacked`);
  }
}

/** Counts the lines of a table and hashes them, in whatever pieces they come. */
export class LineHash {
  rows = 0;
  private readonly hash = createHash('sha256');

  /** @param lines whole lines */
  add(lines: Buffer): void {
    for (let end = lines.indexOf(10); end >= 0; end = lines.indexOf(10, end + 1)) this.rows++;
    this.hash.update(lines);
  }

  /** The hash of all lines; nothing can be added after that. */
  digest(): string {
    return this.hash.digest('hex');
  }
}
