import dns from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { Config, SettingName } from '../config/config.js';
import type { ListenAddress } from '../config/listen-address.js';
import { reasonOf, StartError } from '../config/start-error.js';
import { identify } from '../observability/identity.js';
import { LOGGER } from '../observability/logger.js';

/**
 * How many connections may wait to be accepted; the system sets the real limit. After an outage all clients come back
 * at once, and with Node's default of 511 the system would reset most of them.
 */
const BACKLOG = 65_535;

/** What the system says of an address that the machine does not have, IPv6 where that is off, or `fe80::` without a link. */
const ABSENT = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/** A name may have several addresses, and Node's servers listen on one: these take the connections to the others. */
const doorsOf = new WeakMap<Server, Server[]>();

/**
 * Makes sure that nothing else listens there, before anything is changed that a second server by mistake must not.
 * Nobody is answered meanwhile: whoever comes in this moment finds the port closed, as just before.
 *
 * @throws {StartError} when it is not possible to listen there
 */
export async function assertFree(address: ListenAddress, setting: SettingName): Promise<void> {
  const probe = createServer((socket) => socket.destroy());
  try {
    await open(probe, address, setting, 1);
  } finally {
    await stopListening(probe);
  }
}

/**
 * Starts accepting connections; returns a URL that reaches the server from this machine.
 *
 * @throws {StartError} when it is not possible to listen there
 */
export async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  await app.getHttpAdapter().getInstance().ready();
  // Not by Fastify's own `listen`: that makes a server for each further address of `localhost`, which lacks what is
  // attached to the first one, and logs a line for each address.
  await open(app.getHttpServer(), config.listen, 'DIALTONE_LISTEN_ADDR', BACKLOG);
  const identity = identify(app.getHttpServer(), config);
  app.get<Logger>(LOGGER).info(identity, 'the server has started');
  return identity.address;
}

/** Accepts nobody any more; resolves once all connections have ended. */
export async function stopListening(server: Server): Promise<void> {
  const all = [server, ...(doorsOf.get(server) ?? [])];
  await Promise.all(all.map((one) => new Promise((resolve) => one.close(resolve))));
}

/**
 * Listens on all addresses of the host that the machine has: one port, one server.
 *
 * @param setting that names the address
 * @throws {StartError} when it is not possible to listen there
 */
export async function open(
  server: Server,
  { host, port }: ListenAddress,
  setting: SettingName,
  backlog?: number,
): Promise<void> {
  try {
    let absence: unknown;
    for (const address of host === null ? [undefined] : await addressesOf(host)) {
      try {
        if (server.listening) await openDoor(server, address, backlog);
        else await listenOn(server, { host: address, port, backlog });
      } catch (error) {
        if (!ABSENT.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
        absence ??= error;
      }
    }
    if (!server.listening) throw absence;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new StartError(`${setting}: ${problemOf(error, host, port)}`);
  }
}

async function addressesOf(host: string): Promise<Set<string>> {
  return new Set((await dns.lookup(host, { all: true })).map(({ address }) => address));
}

/** Hands the server the connections to one more address, so that everything that is attached to it serves them too. */
async function openDoor(server: Server, host: string | undefined, backlog?: number): Promise<void> {
  const { port } = server.address() as AddressInfo;
  // As Node's own servers have it: with TLS, it is the encrypted connection that may be half open.
  const options = { allowHalfOpen: !(server instanceof TlsServer), noDelay: true };
  const door = createServer(options, (socket) => server.emit('connection', socket));
  await listenOn(door, { host, port, backlog });
  doorsOf.set(server, [...(doorsOf.get(server) ?? []), door]);
}

async function listenOn(server: Server, options: { host?: string; port: number; backlog?: number }): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(options);
  await listening;
}

function problemOf(error: unknown, host: string | null, port: number): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `port ${port} is in use: another program, or another Dialtone, listens there`;
    case 'EACCES':
      return `no permission to listen on port ${port}: choose one from 1024 on, or allow the server low ports`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is the name of no address`;
    default:
      return `cannot listen on port ${port} (${reasonOf(error)})`;
  }
}
