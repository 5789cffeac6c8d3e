import type { FileHandle } from 'node:fs/promises';
import { ArchiveError } from './archive-error.js';

/**
 * Files in one file, as `tar` reads them: plain ones in the ustar format, with short names, written one after the other
 * and read in any order. A library would bring a dozen packages for these two functions.
 */

const BLOCK = 512;
const OWNER_ONLY = 0o600;
const CHECKSUM = { start: 148, end: 156 } as const;
const END = Buffer.alloc(2 * BLOCK);

/** A file as it stands in a tar: its header, its content, and zeros up to a whole block. */
export function tarEntry(name: string, data: Buffer, madeAt: Date): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(name, 0, 100);
  header.write(octal(OWNER_ONLY, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(data.length, 12), 124);
  header.write(octal(Math.floor(madeAt.getTime() / 1000), 12), 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(octal(checksum(header), 7), CHECKSUM.start);
  header.write(' ', CHECKSUM.end - 1);
  return Buffer.concat([header, data, Buffer.alloc(padding(data.length))]);
}

/** What ends a tar. */
export function tarEnd(): Buffer {
  return END;
}

export interface Extent {
  readonly offset: number;
  readonly size: number;
}

/**
 * Where the files of a tar are, by name.
 *
 * @throws {ArchiveError} when it is none, or not whole
 */
export async function readTar(file: FileHandle): Promise<Map<string, Extent>> {
  const { size: length } = await file.stat();
  const entries = new Map<string, Extent>();
  const header = Buffer.alloc(BLOCK);
  for (let offset = 0; ;) {
    const { bytesRead } = await file.read(header, 0, BLOCK, offset);
    if (bytesRead < BLOCK) throw new ArchiveError(offset === 0 ? 'it is no backup' : 'it is cut: its end is missing');
    if (header.every((byte) => byte === 0)) break;
    const name = textIn(header, 0, 100);
    if (numberIn(header, CHECKSUM.start, 8) !== checksum(header)) {
      throw new ArchiveError(offset === 0 ? 'it is no backup' : 'it is damaged: a header in it is wrong');
    }
    const size = numberIn(header, 124, 12);
    const start = offset + BLOCK;
    if (Number.isNaN(size)) throw new ArchiveError('it is damaged: a header in it is wrong');
    if (start + size > length) throw new ArchiveError(`it is cut, in the middle of ${name}`);
    entries.set(name, { offset: start, size });
    offset = start + size + padding(size);
  }
  return entries;
}

/** What stands at that place of a file. */
export async function readExtent(file: FileHandle, { offset, size }: Extent): Promise<Buffer> {
  const data = Buffer.alloc(size);
  const { bytesRead } = await file.read(data, 0, size, offset);
  if (bytesRead < size) throw new ArchiveError('it was cut while it was read');
  return data;
}

/** The sum of all bytes, with blanks in the place of the sum itself. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= CHECKSUM.start && at < CHECKSUM.end ? 32 : byte), 0);
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function textIn(header: Buffer, start: number, length: number): string {
  return header.toString('latin1', start, start + length).replace(/\0.*$/s, '');
}

function numberIn(header: Buffer, start: number, length: number): number {
  const text = textIn(header, start, length).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : NaN;
}
