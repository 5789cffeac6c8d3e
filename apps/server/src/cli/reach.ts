import { Command, InvalidArgumentError, Option } from 'commander';
import type { AdminApi } from './admin-api.js';
import { Failure } from './failure.js';

/** Options of every command that works on a server's people. */
export interface ReachOptions {
  /** The server to ask; without it, the database of this machine's settings. */
  readonly url?: string;
  readonly json?: boolean;
}

/** A command that works on a server's people: where they are is decided by its options. */
export function reachingCommand(name: string): Command {
  const url = new Option('--url <url>', 'ask the server at this address instead of opening the database');
  return new Command(name).addOption(url.argParser(parseUrl)).option('--json', 'print JSON');
}

/**
 * Works with the server at `--url`, by its admin token. Without a URL, with the database: a server of this process's own
 * serves the calls, which nobody else hears of, so that one place has the rules. Where a server runs on an embedded
 * database, that one is asked.
 */
export async function reach<T>({ url }: ReachOptions, work: (api: AdminApi) => Promise<T>): Promise<T> {
  const { AdminApi } = await import('./admin-api.js'); // loaded when it is used, as is everything that takes a while
  if (url !== undefined) {
    const token = await adminToken();
    if (isInClear(url))
      console.error(`The admin token travels to ${url} in clear: use https:// outside of your own networks.`);
    return work(new AdminApi(url, token));
  }
  const { ownServer } = await import('./own-server.js');
  const server = await ownServer();
  try {
    return await work(new AdminApi(server.url, server.adminToken));
  } finally {
    await server.stop();
  }
}

/** The URL of a server, which requests' paths can be put behind. */
export function parseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!url || !isPlain || !['http:', 'https:'].includes(url.protocol))
    throw new InvalidArgumentError('expected https://host or http://host:port');
  return url.href.replace(/\/+$/, '');
}

/** Does it go over a network, without TLS? */
export function isInClear(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && hostname !== 'localhost' && hostname !== '[::1]' && !/^127\./.test(hostname);
}

async function adminToken(): Promise<string> {
  const { findAdminToken } = await import('../core/config/admin-token.js');
  const token = findAdminToken();
  if (token !== null) return token;
  throw new Failure('DIALTONE_ADMIN_TOKEN: set it to the admin token of the server, or name its DIALTONE_DATA_DIR');
}
