import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../../config/start-error.js';
import { ArchiveError, throwIfStopped } from './archive-error.js';
import { LineHash, toRows, unpack } from './lines.js';
import {
  type Manifest,
  MANIFEST_FILE,
  MANIFEST_HASH_FILE,
  parseManifest,
  rowsOf,
  SECRETS_FILE,
  sha256,
} from './manifest.js';
import type { Watch } from './progress.js';
import { type Extent, readExtent, readTar } from './tar.js';

/** The files of an archive, in one file or in a folder. */
export interface Source {
  /** @throws {ArchiveError} when the archive has no such file */
  read(file: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** An archive whose manifest has been read. */
export interface Archive extends Source {
  readonly path: string;
  readonly manifest: Manifest;
  /** What tells it from all others. */
  readonly id: string;
}

/** @throws {ArchiveError} when it cannot be read, is not whole, or was made by a newer version */
export function openArchive(path: string): Promise<Archive> {
  return naming(path, async () => {
    const source = await openSource(path);
    try {
      const data = await source.read(MANIFEST_FILE);
      const manifest = parseManifest(data, await source.read(MANIFEST_HASH_FILE));
      return { ...source, path, manifest, id: sha256(data) };
    } catch (error) {
      await source.close();
      throw error;
    }
  });
}

/** Makes failures say which archive they are about. */
async function naming<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ArchiveError ? new ArchiveError(`${path}: ${error.message}`) : error;
  }
}

async function openSource(path: string): Promise<Source> {
  try {
    return (await stat(path)).isDirectory() ? folderSource(path) : await fileSource(await open(path));
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(`it cannot be read (${reasonOf(error)})`);
  }
}

function folderSource(path: string): Source {
  return {
    read: (file) =>
      readFile(join(path, file)).catch((error: unknown) => {
        const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
        throw isMissing ? missing(file) : new ArchiveError(`${file} cannot be read (${reasonOf(error)})`);
      }),
    close: () => Promise.resolve(),
  };
}

async function fileSource(handle: FileHandle): Promise<Source> {
  let entries: Map<string, Extent>;
  try {
    entries = await readTar(handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    read: (file) => {
      const extent = entries.get(file);
      return extent ? readExtent(handle, extent) : Promise.reject(missing(file));
    },
    close: () => handle.close(),
  };
}

function missing(file: string): ArchiveError {
  return new ArchiveError(`it is not whole: ${file} is missing`);
}

/**
 * Reads everything that is in the archive, and compares it with its hashes and counts.
 *
 * @throws {ArchiveError} that names the file that is missing or damaged
 */
export function verify(archive: Archive, watch: Watch): Promise<void> {
  return naming(archive.path, () => compare(archive, watch));
}

async function compare(archive: Archive, { onProgress, signal }: Watch): Promise<void> {
  const { manifest } = archive;
  const total = rowsOf(manifest);
  if (manifest.secrets !== null && sha256(await archive.read(SECRETS_FILE)) !== manifest.secrets) {
    throw damaged(SECRETS_FILE);
  }
  let done = 0;
  for (const table of manifest.tables) {
    const hash = new LineHash();
    for (const part of table.parts) {
      throwIfStopped(signal);
      const data = await archive.read(part.file);
      if (data.length !== part.bytes || sha256(data) !== part.sha256) throw damaged(part.file);
      const before = hash.rows;
      const lines = await unpack(data, part.file);
      toRows(lines, table); // throws where a line is no row, before anything is written
      hash.add(lines);
      if (hash.rows - before !== part.rows) throw damaged(part.file);
      done += part.rows;
      onProgress?.('checking', done, total);
    }
    if (hash.rows !== table.rows || hash.digest() !== table.sha256) throw damaged(`the table ${table.name}`);
  }
}

function damaged(what: string): ArchiveError {
  return new ArchiveError(`it is damaged: ${what} is not what ${MANIFEST_FILE} says`);
}
