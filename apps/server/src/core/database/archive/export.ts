import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseConfig } from '../../config/database-url.js';
import { makeFolder } from '../../config/private-folder.js';
import { now } from '../../security/clock.js';
import type { Schema } from '../data-sources.js';
import { ArchiveError } from './archive-error.js';
import { syncFolder } from './backup.js';
import { assertAlone, claimAlone } from './claim.js';
import { type DatabaseState, stateOf } from './database-state.js';
import { type Begun, differences, dump, nothingYet, partFile, type Sink } from './dump.js';
import { toRows, unpack } from './lines.js';
import { type Manifest, MANIFEST_FILE, manifestFiles, newManifest, sha256 } from './manifest.js';
import type { Watch } from './progress.js';
import { withSession } from './session.js';
import type { Table } from './tables.js';

export interface ExportOptions extends Watch {
  readonly schema: Schema;
  /** The version of Dialtone, for the manifest. */
  readonly version: string;
}

/** What an export that is not whole is of. It is in the folder until the export is. */
const BEGUN_FILE = 'unfinished-export.json';
/** How the name of a file ends that is being written. */
const DRAFT = '.draft';

/**
 * Writes everything that the database holds into a folder. What was interrupted goes on behind the last whole part; so
 * nothing may be written into the database from the first run to the last, which is checked in the end.
 *
 * @throws {ArchiveError} when a server runs on an embedded database, the folder holds something else, or something has
 * changed meanwhile
 */
export async function exportToFolder(
  config: DatabaseConfig,
  folder: string,
  options: ExportOptions,
): Promise<Manifest> {
  const release = claimAlone(config);
  try {
    await assertAlone(config);
    const state = await withSession(config, (session) => stateOf(session, options.schema));
    prepare(folder, state);
    const sink = folderSink(folder);
    await sink.write(BEGUN_FILE, Buffer.from(describe(state)));
    const tables = await withSession(config, async (session) => {
      await session.beginSnapshot();
      return dump(session, state.tables, sink, options, (table) => begunIn(folder, table));
    });
    const changed = await withSession(config, async (session) => {
      await session.beginSnapshot();
      return differences(session, tables, options);
    });
    await assertAlone(config); // a server may have started meanwhile
    if (changed.length > 0) {
      throw new ArchiveError(
        `The database has changed during the export (${changed.join('; ')}): stop all servers on it, delete the folder, ` +
          'and export again',
      );
    }
    const manifest = newManifest({
      dialtone: options.version,
      created_at: now().toISOString(),
      store: config.kind,
      migrations: state.migrations,
      pepper_check: state.pepperCheck,
      secrets: null,
      tables,
    });
    for (const [file, data] of manifestFiles(manifest)) await sink.write(file, data);
    await rm(join(folder, BEGUN_FILE));
    await syncFolder(folder);
    return manifest;
  } finally {
    release();
  }
}

function prepare(folder: string, state: DatabaseState): void {
  makeFolder(folder);
  const files = readdirSync(folder).filter((file) => file !== `${BEGUN_FILE}${DRAFT}`);
  if (files.includes(BEGUN_FILE)) {
    if (readFileSync(join(folder, BEGUN_FILE), 'utf8') === describe(state)) return;
    throw new ArchiveError(`${folder} has an unfinished export of another database: delete it, or name another folder`);
  }
  if (files.includes(MANIFEST_FILE)) throw new ArchiveError(`${folder} has a whole export already`);
  if (files.length > 0) throw new ArchiveError(`${folder} is not empty`);
}

function describe({ migrations, pepperCheck }: DatabaseState): string {
  return `${JSON.stringify({ migrations, pepper_check: pepperCheck }, undefined, 2)}\n`;
}

/** Each file appears under its name when it is whole and on the disk. */
function folderSink(folder: string): Sink {
  return {
    write: async (file, data) => {
      const draft = join(folder, `${file}${DRAFT}`);
      await writeFile(draft, data, { mode: 0o600, flush: true });
      await rename(draft, join(folder, file));
    },
  };
}

/** Reads the parts that an interrupted run has left. */
async function begunIn(folder: string, table: Table): Promise<Begun> {
  const { hash, parts } = nothingYet();
  let last: Begun['last'];
  for (;;) {
    const file = partFile(table.name, parts.length + 1);
    const path = join(folder, file);
    if (!existsSync(path)) return { hash, parts, last };
    const data = await readFile(path);
    const lines = await unpack(data, file);
    const before = hash.rows;
    hash.add(lines);
    parts.push({ file, rows: hash.rows - before, bytes: data.length, sha256: sha256(data) });
    last = toRows(lines, table).at(-1);
  }
}
