import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCertificates } from './pem.js';
import { areOptions } from './url-options.js';

/** Which database to use, and where it is. */
export type DatabaseConfig = SqliteConfig | MysqlConfig;

/** The embedded database. */
export interface SqliteConfig {
  readonly kind: 'sqlite';
  /** The database file. */
  readonly path: string;
}

/** A MySQL or MariaDB server. */
export interface MysqlConfig {
  readonly kind: 'mysql';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The maximum number of connections. */
  readonly poolSize: number;
  /** TLS to the database; null for none. */
  readonly tls: { readonly ca: Buffer | undefined; readonly rejectUnauthorized: boolean } | null;
}

const EXPECTED =
  'expected sqlite:<path of a file, without blanks, ? and #> or mysql://user:password@host:3306/database with the ' +
  'options tls=on, tls=insecure, tls-ca=<file> and pool=<1 to 100>';
const OPTIONS = ['tls', 'tls-ca', 'pool'];

/**
 * Reads `DIALTONE_DB_URL`.
 *
 * @throws {Error} that says what is expected, without quoting the URL, which has a password
 */
export function parseDatabaseUrl(value: string): DatabaseConfig {
  if (value.startsWith('sqlite:')) return sqliteAt(parsePath(value.slice('sqlite:'.length)));
  const url = URL.canParse(value) ? new URL(value) : null;
  const database = url && decoded(url.pathname.slice(1));
  if (!url || !/^(mysql|mariadb):$/.test(url.protocol) || !url.hostname || !database) throw new Error(EXPECTED);
  const option = (name: string) => url.searchParams.get(name);
  const pool = Number(option('pool') ?? 10);
  const known = areOptions(url.searchParams, OPTIONS);
  if (!known || url.hash || database !== database.trim() || !Number.isInteger(pool) || pool < 1 || pool > 100)
    throw new Error(EXPECTED);
  return {
    kind: 'mysql',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 3306),
    user: decoded(url.username),
    password: decoded(url.password),
    database,
    poolSize: pool,
    tls: readTls(option('tls'), option('tls-ca')),
  };
}

/**
 * The embedded database in that file, which may not exist yet.
 *
 * @throws {Error} that says when it is a folder
 */
export function sqliteAt(path: string): SqliteConfig {
  if (existsSync(path) && statSync(path).isDirectory())
    throw new Error(`${path} is a folder, not the file of a database`);
  return { kind: 'sqlite', path };
}

/** A file with an unusual name must exist: what looks like options or a comment would become a new, empty database. */
function parsePath(text: string): string {
  const path = resolve(text);
  if (/^$|^\/\/|^:memory:/.test(text) || (/[\s?#]/.test(text) && !existsSync(path))) throw new Error(EXPECTED);
  return path;
}

function readTls(mode: string | null, caFile: string | null): MysqlConfig['tls'] {
  if (mode !== null && mode !== 'on' && mode !== 'insecure' && mode !== 'off') throw new Error(EXPECTED);
  if (mode === 'off' && caFile !== null) throw new Error(EXPECTED); // which of the two is meant?
  if (mode === 'off' || (mode === null && caFile === null)) return null;
  return { ca: caFile === null ? undefined : readCa(caFile), rejectUnauthorized: mode !== 'insecure' };
}

function readCa(file: string): Buffer {
  try {
    return readCertificates(file);
  } catch {
    throw new Error(EXPECTED);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error(EXPECTED);
  }
}

/** Says where the data is, without credentials. */
export function describeDatabase(config: DatabaseConfig): string {
  return config.kind === 'sqlite' ? config.path : `mysql://${config.host}:${config.port}/${config.database}`;
}
