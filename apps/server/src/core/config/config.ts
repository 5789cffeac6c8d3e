import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseListenAddress, type ListenAddress } from './listen-address.js';
import { readOrCreateSecret } from './secrets.js';

/** Everything that the operator decides, read once at start. */
export interface Config {
  readonly listen: ListenAddress;
  /** The folder of the embedded database and of the secrets made at the first start. */
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  /** Key of the username hashes. Losing it locks everyone out. */
  readonly pepper: string;
  /** What `X-Admin-Token` must be. */
  readonly adminToken: string;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly logLevel: LogLevel;
}

/** Which database, and where. */
export interface DatabaseConfig {
  readonly kind: 'sqlite';
  /** The database file. */
  readonly path: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Every mistake in the configuration, a line each, by the name of the variable. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration has mistakes:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the `DIALTONE_*` variables. Secrets that are not given are made once and kept in the data folder.
 *
 * @throws {ConfigError} naming every wrong variable and what is expected of it
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const read = <T>(name: string, parse: (value: string) => T, fallback: () => T): T => {
    const value = env[name];
    try {
      return value === undefined || value === '' ? fallback() : parse(value);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return undefined as never; // never seen: a problem ends in ConfigError below
    }
  };

  const dataDir = resolve(env.DIALTONE_DATA_DIR?.trim() || 'data');
  const listen = read('DIALTONE_LISTEN_ADDR', parseListenAddress, () => parseListenAddress(':8080'));
  const database = read<DatabaseConfig>('DIALTONE_DB_URL', parseDatabaseUrl, () => ({
    kind: 'sqlite',
    path: join(dataDir, 'dialtone.db'),
  }));
  const logLevel = read<LogLevel>('DIALTONE_LOG_LEVEL', parseLogLevel, () => 'info');
  const cert = read<Buffer | null>('DIALTONE_TLS_CERT', readPem, () => null);
  const key = read<Buffer | null>('DIALTONE_TLS_KEY', readPem, () => null);
  if ((cert === null) !== (key === null) && cert !== undefined && key !== undefined) {
    problems.push('DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: set both to serve TLS, or neither');
  }
  // Secrets are made only once nothing else is wrong: a start that fails leaves no files behind.
  const secret = (name: string, file: string) =>
    read(name, parseSecret, () => (problems.length > 0 ? '' : readOrCreateSecret(dataDir, file)));
  const pepper = secret('DIALTONE_USERNAME_PEPPER', 'username-pepper');
  const adminToken = secret('DIALTONE_ADMIN_TOKEN', 'admin-token');

  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    listen,
    dataDir,
    database,
    pepper,
    adminToken,
    tls: cert && key ? { cert, key } : null,
    logLevel,
  });
}

const NAMES = [
  'DIALTONE_LISTEN_ADDR',
  'DIALTONE_DATA_DIR',
  'DIALTONE_DB_URL',
  'DIALTONE_USERNAME_PEPPER',
  'DIALTONE_ADMIN_TOKEN',
  'DIALTONE_TLS_CERT',
  'DIALTONE_TLS_KEY',
  'DIALTONE_LOG_LEVEL',
];

/** `DIALTONE_*` variables that mean nothing here: probably misspelt. */
export function unknownSettings(env: NodeJS.ProcessEnv = process.env): string[] {
  return Object.keys(env).filter((name) => name.startsWith('DIALTONE_') && !NAMES.includes(name));
}

function parseDatabaseUrl(value: string): DatabaseConfig {
  const path = /^sqlite:(?!\/\/|:memory:)(.+)$/.exec(value)?.[1];
  if (!path) throw new Error('expected sqlite:<path of a file>, for example sqlite:./data/dialtone.db');
  return { kind: 'sqlite', path: resolve(path) };
}

function parseLogLevel(value: string): LogLevel {
  const level = LOG_LEVELS.find((name) => name === value);
  if (!level) throw new Error(`expected one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

function parseSecret(value: string): string {
  if (value.length < 16) throw new Error('expected at least 16 characters');
  return value;
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new Error('expected the path of a readable PEM file');
  }
}
