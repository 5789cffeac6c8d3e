import { readCertificates } from './pem.js';
import { areOptions } from './url-options.js';

/** The Redis that connects the servers of one installation. */
export interface RedisConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  /** The prefix of all names in Redis; servers with different ones do not hear each other. */
  readonly prefix: string;
  /** TLS to Redis; null for none. */
  readonly tls: { readonly ca: Buffer | undefined } | null;
}

const EXPECTED =
  'expected redis://user:password@host:6379/0, or rediss:// for TLS, with the options prefix=<letters, digits, _, - ' +
  'and :> and, with TLS, tls-ca=<file>';
const OPTIONS = ['prefix', 'tls-ca'];

/**
 * Reads `DIALTONE_REDIS_URL`.
 *
 * @throws {Error} that says what is expected, without quoting the URL, which may have a password
 */
export function parseRedisUrl(value: string): RedisConfig {
  const url = URL.canParse(value) ? new URL(value) : null;
  const database = /^\/?(\d{0,5})$/.exec(url?.pathname ?? '')?.[1];
  if (!url || !/^rediss?:$/.test(url.protocol) || !url.hostname || database === undefined) throw new Error(EXPECTED);
  const prefix = url.searchParams.get('prefix') ?? 'dialtone';
  const caFile = url.searchParams.get('tls-ca');
  const isTls = url.protocol === 'rediss:';
  const known = areOptions(url.searchParams, OPTIONS);
  if (!known || url.hash || !/^[\w:-]{1,64}$/.test(prefix) || (caFile !== null && !isTls)) throw new Error(EXPECTED);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    user: decoded(url.username),
    password: decoded(url.password),
    database: Number(database),
    prefix,
    tls: isTls ? { ca: caFile === null ? undefined : readCa(caFile) } : null,
  };
}

function readCa(file: string): Buffer {
  try {
    return readCertificates(file);
  } catch {
    throw new Error(EXPECTED);
  }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part) || undefined;
  } catch {
    throw new Error(EXPECTED);
  }
}
