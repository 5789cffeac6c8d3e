import { isIPv6 } from 'node:net';

/** Where to listen; without a host, on all addresses of the machine. */
export interface ListenAddress {
  readonly host: string | null;
  readonly port: number;
}

/**
 * Reads `:8080`, `127.0.0.1:8080`, `localhost:8080` or `[::1]:8080`. Port 0 means any free port.
 *
 * @throws {Error} that says what is expected
 */
export function parseListenAddress(value: string): ListenAddress {
  const match = /^(?:\[([^\]]+)\]|([A-Za-z0-9.-]*)):(\d{1,5})$/.exec(value.trim());
  const port = Number(match?.[3]);
  const bracketed = match?.[1];
  if (!match || port > 65535 || (bracketed !== undefined && !isIPv6(bracketed))) {
    throw new Error('expected [host]:port, for example :8080, 127.0.0.1:8080 or [::1]:8080');
  }
  return { host: bracketed ?? (match[2] || null), port };
}

/** Would two servers get into each other's way there? */
export function isSamePort(one: ListenAddress, other: ListenAddress | null): boolean {
  if (!other || one?.port !== other.port || one.port === 0) return false;
  return one.host === other.host || one.host === null || other.host === null;
}
