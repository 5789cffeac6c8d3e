import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config/config.js';
import { describeDatabase } from '../config/database-url.js';
import { version } from './version.js';

/** What tells one server from another in the log. */
export interface Identity {
  readonly version: string;
  /** Where the data is, without credentials. */
  readonly store: string;
  /** A URL that reaches the server from its machine; empty when it does not listen. */
  readonly address: string;
}

export function identify(server: Server, config: Config): Identity {
  return { version: version(), store: describeDatabase(config.database), address: urlOf(server, config) };
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
