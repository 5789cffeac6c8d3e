import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { Config } from '../config/config.js';
import { describeDatabase } from '../config/database-url.js';

/** What tells one server from another in the log. */
export interface Identity {
  readonly version: string;
  /** Where the data is, without credentials. */
  readonly store: string;
  /** A URL that reaches the server from its machine; empty when it does not listen. */
  readonly address: string;
}

export function identify(server: Server, config: Config): Identity {
  return { version: readVersion(), store: describeDatabase(config.database), address: urlOf(server, config) };
}

/** A URL that reaches the server from this machine. */
export function urlOf(server: Server, config: Config): string {
  const bound = server.address() as AddressInfo | null;
  if (!bound) return '';
  const { address, port } = bound;
  const name =
    address === '::' || address === '0.0.0.0' ? 'localhost' : address.includes(':') ? `[${address}]` : address;
  return `${config.tls ? 'https' : 'http'}://${name}:${port}`;
}

/** The version in the package.json above this file, as it is or as it was built. */
export function readVersion(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
