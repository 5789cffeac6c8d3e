import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { identify } from '../observability/identity.js';
import { LOGGER } from '../observability/logger.js';

/**
 * How many connections may wait to be accepted; the system sets the real limit. After an outage all clients come back
 * at once, and with Node's default of 511 the system would reset most of them.
 */
const BACKLOG = 65_535;

/** Starts accepting connections; returns a URL that reaches the server from this machine. */
export async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  const { host, port } = config.listen;
  try {
    await app.listen({ host: host ?? '::', port, backlog: BACKLOG });
  } catch (error) {
    // The machine has no IPv6.
    if (host !== null || (error as NodeJS.ErrnoException).code !== 'EAFNOSUPPORT') throw error;
    await app.listen({ host: '0.0.0.0', port, backlog: BACKLOG });
  }
  const identity = identify(app.getHttpServer(), config);
  app.get<Logger>(LOGGER).info(identity, 'the server has started');
  return identity.address;
}
