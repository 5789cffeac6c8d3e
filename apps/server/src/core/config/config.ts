import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DatabaseConfig, parseDatabaseUrl } from './database-url.js';
import { parseListenAddress, type ListenAddress } from './listen-address.js';
import { parseRedisUrl, type RedisConfig } from './redis-url.js';
import { readOrCreateSecret } from './secrets.js';
import {
  type Argon2Cost,
  type LogLevel,
  parseArgon2,
  parseLogLevel,
  parseOrigins,
  parseProxies,
  parseSeconds,
  parseSecret,
  parseSwitch,
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
  /** Key of the username hashes. Losing it locks everyone out. */
  readonly pepper: string;
  /** The value that `X-Admin-Token` must have. */
  readonly adminToken: string;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  /** Origins whose pages may use the server, besides its own. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks whose `X-Forwarded-*` headers are trusted. */
  readonly trustedProxies: readonly string[];
  /** Whether the contract's rates apply. */
  readonly rateLimits: boolean;
  readonly argon2: Argon2Cost;
  readonly logLevel: LogLevel;
}

/** Is this a developer's machine or a test? Then the start may take longer, to look for mistakes in the code. */
export function isDevelopment(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.NODE_ENV === 'development' || env.NODE_ENV === 'test';
}

/** Lists every mistake in the configuration, one a line, by the variable's name. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration has mistakes:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the `DIALTONE_*` variables. With the embedded database, secrets that are not set are generated once and kept in
 * the data folder. With MySQL they have to be set, because all servers on that database need the same.
 *
 * @throws {ConfigError} naming every wrong variable and what is expected of it
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const read = <T>(name: SettingName, parse: (value: string) => T, fallback: () => T): T => {
    const value = env[name];
    try {
      return value === undefined || value === '' ? fallback() : parse(value);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return undefined as never; // never used: any problem throws a ConfigError below
    }
  };

  const dataDir = resolve(env.DIALTONE_DATA_DIR?.trim() || 'data');
  const database = read<DatabaseConfig>('DIALTONE_DB_URL', parseDatabaseUrl, () => ({
    kind: 'sqlite',
    path: join(dataDir, 'dialtone.db'),
  }));
  const cert = read<Buffer | null>('DIALTONE_TLS_CERT', readPem, () => null);
  const key = read<Buffer | null>('DIALTONE_TLS_KEY', readPem, () => null);
  if ((cert === null) !== (key === null) && cert !== undefined && key !== undefined) {
    problems.push('DIALTONE_TLS_CERT and DIALTONE_TLS_KEY: set both to serve TLS, or neither');
  }
  const settings = {
    listen: read('DIALTONE_LISTEN_ADDR', parseListenAddress, () => parseListenAddress(':8080')),
    dataDir,
    database,
    redis: read<RedisConfig | null>('DIALTONE_REDIS_URL', parseRedisUrl, () => null),
    databaseWaitSeconds: read('DIALTONE_DB_WAIT', parseSeconds, () => 60),
    tls: cert && key ? { cert, key } : null,
    allowedOrigins: read('DIALTONE_ALLOWED_ORIGINS', parseOrigins, () => []),
    trustedProxies: read('DIALTONE_TRUST_PROXY', parseProxies, () => []),
    rateLimits: read('DIALTONE_RATE_LIMIT', parseSwitch, () => true),
    argon2: read('DIALTONE_ARGON2', parseArgon2, () => parseArgon2('m=19456,t=2,p=1')),
    logLevel: read<LogLevel>('DIALTONE_LOG_LEVEL', parseLogLevel, () => 'info'),
  };
  const secret = (name: SettingName, file: string) =>
    read(name, parseSecret, () => {
      if (database?.kind === 'mysql') throw new Error('required with a MySQL database: at least 16 random characters');
      // Secrets are generated only if nothing else is wrong, so a failed start leaves no files behind.
      return problems.length > 0 ? '' : readOrCreateSecret(dataDir, file);
    });
  const secrets = {
    pepper: secret('DIALTONE_USERNAME_PEPPER', 'username-pepper'),
    adminToken: secret('DIALTONE_ADMIN_TOKEN', 'admin-token'),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...settings, ...secrets });
}

const SETTINGS = [
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
] as const;
type SettingName = (typeof SETTINGS)[number];

/** `DIALTONE_*` variables that the server does not know, probably misspelt. */
export function unknownSettings(env: NodeJS.ProcessEnv = process.env): string[] {
  const known: readonly string[] = SETTINGS;
  return Object.keys(env).filter((name) => name.startsWith('DIALTONE_') && !known.includes(name));
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new Error('expected the path of a readable PEM file');
  }
}
