import { once } from 'node:events';
import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { ListenAddress } from '../config/listen-address.js';
import { reasonOf, StartError } from '../config/start-error.js';
import { identify } from '../observability/identity.js';
import { LOGGER } from '../observability/logger.js';

/**
 * How many connections may wait to be accepted; the system sets the real limit. After an outage all clients come back
 * at once, and with Node's default of 511 the system would reset most of them.
 */
const BACKLOG = 65_535;

/**
 * Makes sure that nothing else listens there, before anything is changed that a second server by mistake must not.
 * Nobody is answered meanwhile: whoever comes in this moment finds the port closed, as just before.
 *
 * @throws {StartError} when it is not possible to listen there
 */
export async function assertFree(address: ListenAddress): Promise<void> {
  const probe = createServer().on('connection', (socket) => socket.destroy());
  await onAddress(address, async (options) => {
    probe.listen({ ...options, backlog: 1 });
    await once(probe, 'listening');
  });
  await new Promise((resolve) => probe.close(resolve));
}

/**
 * Starts accepting connections; returns a URL that reaches the server from this machine.
 *
 * @throws {StartError} when it is not possible to listen there
 */
export async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  await onAddress(config.listen, (options) => app.listen({ ...options, backlog: BACKLOG }));
  const identity = identify(app.getHttpServer(), config);
  app.get<Logger>(LOGGER).info(identity, 'the server has started');
  return identity.address;
}

async function onAddress(
  { host, port }: ListenAddress,
  open: (options: { host: string; port: number }) => Promise<unknown>,
): Promise<void> {
  try {
    try {
      await open({ host: host ?? '::', port });
    } catch (error) {
      // The machine has no IPv6.
      if (host !== null || (error as NodeJS.ErrnoException).code !== 'EAFNOSUPPORT') throw error;
      await open({ host: '0.0.0.0', port });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new StartError(`DIALTONE_LISTEN_ADDR: ${problemOf(error, host, port)}`);
  }
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
