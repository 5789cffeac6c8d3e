import { join, resolve } from 'node:path';
import { type DatabaseConfig, parseDatabaseUrl, sqliteAt } from './database-url.js';
import { isSamePort, parseListenAddress, type ListenAddress } from './listen-address.js';
import { assertPair, readCertificates, readPrivateKey, type TlsFiles } from './pem.js';
import { parseRedisUrl, type RedisConfig } from './redis-url.js';
import { ADMIN_TOKEN_FILE, createSecret, type MadeSecret, newSecret, PEPPER_FILE, readSecret } from './secrets.js';
import { StartError } from './start-error.js';
import {
  type Argon2Cost,
  cleaned,
  type LogLevel,
  parseArgon2,
  parseHeaderSecret,
  parseLogLevel,
  parseMilliseconds,
  parseOrigins,
  parsePepper,
  parseProxies,
  parseSeconds,
  parseSwitch,
  type Pepper,
} from './values.js';

/** Injection token of the `Config`. */
export const CONFIG = Symbol('CONFIG');

/** Everything that the operator decides, read once at start. */
export interface Config {
  readonly listen: ListenAddress;
  /** The folder of the embedded database and of the secrets made at the first start. */
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  /** The Redis that connects this server with others on the same database; null when there are no others. */
  readonly redis: RedisConfig | null;
  /** How long to wait for the database at the start. */
  readonly databaseWaitSeconds: number;
  /** Key of the username hashes, as it was set; null when there is none yet. `PEPPER` is the one in use. */
  readonly pepper: Pepper | null;
  /** The value that `X-Admin-Token` must have. */
  readonly adminToken: string;
  readonly tls: TlsFiles | null;
  /** Origins whose pages may use the server, besides its own. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks whose `X-Forwarded-*` headers are trusted. */
  readonly trustedProxies: readonly string[];
  /** Whether the contract's rates apply. */
  readonly rateLimits: boolean;
  readonly argon2: Argon2Cost;
  readonly logLevel: LogLevel;
  /** Requests that take at least so long are logged in any case; null for none. */
  readonly slowRequestMs: number | null;
  /** Where Prometheus reads the metrics; null when nobody does. */
  readonly metrics: ListenAddress | null;
  /** How long a server that is asked to stop goes on first, and only tells that it is not ready. */
  readonly drainSeconds: number;
}

/** Is this a developer's machine or a test? Then the start may take longer, to look for mistakes in the code. */
export function isDevelopment(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.NODE_ENV === 'development' || env.NODE_ENV === 'test';
}

/** Lists every mistake in the configuration, one a line, by the variable's name. */
export class ConfigError extends StartError {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration has mistakes:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the `DIALTONE_*` variables. With the embedded database, secrets that are not set are made once and kept in the
 * data folder: the admin token here, the pepper once the database is known to be new. With MySQL they have to be set,
 * because all servers on that database need the same.
 *
 * @param options with `makeSecrets: false` nothing is written: a missing admin token is one that nobody knows; with
 * `requireSecrets: false` the same goes for a MySQL database
 * @throws {ConfigError} naming every wrong variable and what is expected of it
 */
export function loadConfig(
  env: NodeJS.ProcessEnv = process.env,
  { makeSecrets = true, requireSecrets = true } = {},
): Config {
  const problems: string[] = [];
  const read = <T>(name: SettingName, parse: (value: string) => T, fallback: () => T): T => {
    const value = cleaned(env[name] ?? '');
    try {
      return value === '' ? fallback() : parse(value);
    } catch (error) {
      problems.push(error instanceof StartError ? error.message : `${name}: ${(error as Error).message}`);
      return undefined as never; // never used: any problem throws a ConfigError below
    }
  };

  const dataDir = resolve(cleaned(env.DIALTONE_DATA_DIR ?? '') || 'data');
  const database = read<DatabaseConfig>('DIALTONE_DB_URL', parseDatabaseUrl, () =>
    sqliteAt(join(dataDir, 'dialtone.db')),
  );
  const cert = read<Buffer | null>('DIALTONE_TLS_CERT', readCertificates, () => null);
  const key = read<Buffer | null>('DIALTONE_TLS_KEY', readPrivateKey, () => null);
  const tls = cert && key ? { cert, key } : null;
  try {
    if (tls) assertPair(tls);
    else if (cert === null ? key : key === null) throw new Error('set both to serve TLS, or neither');
  } catch (error) {
    problems.push(`DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: ${(error as Error).message}`);
  }
  const settings = {
    listen: read('DIALTONE_LISTEN_ADDR', parseListenAddress, () => parseListenAddress(':8080')),
    dataDir,
    database,
    redis: read<RedisConfig | null>('DIALTONE_REDIS_URL', parseRedisUrl, () => null),
    databaseWaitSeconds: read('DIALTONE_DB_WAIT', parseSeconds, () => 60),
    tls,
    allowedOrigins: read('DIALTONE_ALLOWED_ORIGINS', parseOrigins, () => []),
    trustedProxies: read('DIALTONE_TRUST_PROXY', parseProxies, () => []),
    rateLimits: read('DIALTONE_RATE_LIMIT', parseSwitch, () => true),
    argon2: read('DIALTONE_ARGON2', parseArgon2, () => parseArgon2('m=19456,t=2,p=1')),
    logLevel: read<LogLevel>('DIALTONE_LOG_LEVEL', parseLogLevel, () => 'info'),
    slowRequestMs: read('DIALTONE_LOG_SLOW_MS', parseMilliseconds, () => 1000) || null,
    metrics: read<ListenAddress | null>('DIALTONE_METRICS_ADDR', parseListenAddress, () => null),
    drainSeconds: read('DIALTONE_DRAIN_SECONDS', parseSeconds, () => 0),
  };
  if (isSamePort(settings.listen, settings.metrics)) {
    problems.push('DIALTONE_METRICS_ADDR: expected another port than that of DIALTONE_LISTEN_ADDR');
  }
  /** The secret in the data folder, if there is one. */
  const kept = <T>(made: MadeSecret, parse: (text: string, path: string) => T): T | null => {
    if (database?.kind === 'mysql' && !requireSecrets) return null;
    if (database?.kind === 'mysql') throw new Error('required with a MySQL database: at least 16 random characters');
    const text = readSecret(dataDir, made);
    const path = join(dataDir, made.file);
    try {
      return text === null ? null : parse(text, path);
    } catch (error) {
      throw new StartError(`${path}: ${(error as Error).message}; restore it from a backup, or set ${made.setting}`);
    }
  };
  const secrets = {
    pepper: read<Pepper | null>(
      'DIALTONE_USERNAME_PEPPER',
      () => parsePepper(env.DIALTONE_USERNAME_PEPPER ?? '', 'DIALTONE_USERNAME_PEPPER'),
      () => kept(PEPPER_FILE, (text, path) => parsePepper(text.trim(), path)),
    ),
    adminToken: read(
      'DIALTONE_ADMIN_TOKEN',
      parseHeaderSecret,
      () =>
        kept(ADMIN_TOKEN_FILE, (text) => parseHeaderSecret(cleaned(text))) ??
        // It is made only if nothing else is wrong, so a failed start leaves no files behind.
        (problems.length > 0 ? '' : makeSecrets ? createSecret(dataDir, ADMIN_TOKEN_FILE) : newSecret()),
    ),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...settings, ...secrets });
}

/** Every setting of the server. */
export const SETTINGS = [
  'DIALTONE_LISTEN_ADDR',
  'DIALTONE_DATA_DIR',
  'DIALTONE_DB_URL',
  'DIALTONE_DB_WAIT',
  'DIALTONE_REDIS_URL',
  'DIALTONE_USERNAME_PEPPER',
  'DIALTONE_ADMIN_TOKEN',
  'DIALTONE_TLS_CERT',
  'DIALTONE_TLS_KEY',
  'DIALTONE_ALLOWED_ORIGINS',
  'DIALTONE_TRUST_PROXY',
  'DIALTONE_RATE_LIMIT',
  'DIALTONE_ARGON2',
  'DIALTONE_LOG_LEVEL',
  'DIALTONE_LOG_SLOW_MS',
  'DIALTONE_METRICS_ADDR',
  'DIALTONE_DRAIN_SECONDS',
] as const;
export type SettingName = (typeof SETTINGS)[number];

/** `DIALTONE_*` variables that the server does not know, probably misspelt. */
export function unknownSettings(env: NodeJS.ProcessEnv = process.env): string[] {
  const known: readonly string[] = SETTINGS;
  return Object.keys(env).filter((name) => name.startsWith('DIALTONE_') && !known.includes(name));
}
