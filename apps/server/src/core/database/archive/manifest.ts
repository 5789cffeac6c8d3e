import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DatabaseConfig } from '../../config/database-url.js';
import { ArchiveError } from './archive-error.js';
import type { Table } from './tables.js';

/** The files of an archive besides its parts. The last two come after everything else, so a cut one lacks them. */
export const SECRETS_FILE = 'secrets.json';
export const MANIFEST_FILE = 'manifest.json';
/** The manifest's SHA-256, in the form of `sha256sum`. */
export const MANIFEST_HASH_FILE = 'manifest.json.sha256';

const FORMAT = 'dialtone-archive';
const VERSION = 1;

/** A file of rows, each a line of JSON, compressed by gzip. */
export interface Part {
  readonly file: string;
  readonly rows: number;
  /** Of the file as it is, compressed. */
  readonly bytes: number;
  readonly sha256: string;
}

/** A table with the rows that were found in it. */
export interface TableRecord extends Table {
  readonly rows: number;
  /** Of the lines of all rows in the order of the key: the same for the same rows, wherever they are. */
  readonly sha256: string;
  readonly parts: readonly Part[];
}

/** What an archive is of, and what has to be in it. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly version: number;
  /** The version of Dialtone that made it. */
  readonly dialtone: string;
  readonly created_at: string;
  readonly store: DatabaseConfig['kind'];
  /** Those that the database had, oldest first. */
  readonly migrations: readonly string[];
  /** What tells the pepper of its usernames: see `pepper.ts`. */
  readonly pepper_check: string | null;
  /** The SHA-256 of the file with the sealed secrets; null when they are not in it. */
  readonly secrets: string | null;
  /** Each after those that it refers to. */
  readonly tables: readonly TableRecord[];
}

export function newManifest(facts: Omit<Manifest, 'format' | 'version'>): Manifest {
  return { format: FORMAT, version: VERSION, ...facts };
}

export function rowsOf({ tables }: Pick<Manifest, 'tables'>): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

export function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The two files that end an archive. */
export function manifestFiles(manifest: Manifest): [file: string, data: Buffer][] {
  const data = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  return [
    [MANIFEST_FILE, data],
    [MANIFEST_HASH_FILE, Buffer.from(`${sha256(data)}  ${MANIFEST_FILE}\n`)],
  ];
}

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const nameOfTable = { type: 'string', pattern: '^[a-z_]+$' };
const object = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });
const list = (items: object) => ({ type: 'array', items });

const SCHEMA = object({
  format: { const: FORMAT },
  version: { const: VERSION },
  dialtone: text,
  created_at: text,
  store: { enum: ['sqlite', 'mysql'] },
  migrations: list(text),
  pepper_check: { anyOf: [hash, { type: 'null' }] },
  secrets: { anyOf: [hash, { type: 'null' }] },
  tables: list(
    object({
      name: nameOfTable,
      columns: list(object({ name: nameOfTable, kind: { enum: ['text', 'integer', 'boolean', 'time'] } })),
      key: list(nameOfTable),
      rows: count,
      sha256: hash,
      parts: list(
        object({
          file: { type: 'string', pattern: '^[a-z_]+-[0-9]{6}[.]ndjson[.]gz$' },
          rows: count,
          bytes: count,
          sha256: hash,
        }),
      ),
    }),
  ),
});

/**
 * Reads the two files that end an archive.
 *
 * @throws {ArchiveError} when it is damaged, or of a kind that this version does not know
 */
export function parseManifest(data: Buffer, hashFile: Buffer): Manifest {
  if (hashFile.toString() !== `${sha256(data)}  ${MANIFEST_FILE}\n`) {
    throw new ArchiveError(`it is damaged: ${MANIFEST_FILE} is not what ${MANIFEST_HASH_FILE} says`);
  }
  const manifest = parse(data);
  if (manifest.format !== FORMAT) throw new ArchiveError('it is no archive of Dialtone');
  if (Number(manifest.version) > VERSION) {
    throw new ArchiveError(
      `it was made by a newer Dialtone, ${String(manifest.dialtone)}: use that one, or a later one`,
    );
  }
  const ajv = new Ajv2020();
  if (!ajv.validate(SCHEMA, manifest)) throw new ArchiveError(`its ${MANIFEST_FILE} is wrong: ${ajv.errorsText()}`);
  return manifest as unknown as Manifest;
}

function parse(data: Buffer): Record<string, unknown> {
  try {
    return Object(JSON.parse(data.toString())) as Record<string, unknown>;
  } catch {
    throw new ArchiveError(`its ${MANIFEST_FILE} is no JSON`);
  }
}
