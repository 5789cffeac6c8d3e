import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config/config.js';

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
  const { address, port: bound } = app.getHttpServer().address() as AddressInfo;
  const name =
    address === '::' || address === '0.0.0.0' ? 'localhost' : address.includes(':') ? `[${address}]` : address;
  return `${config.tls ? 'https' : 'http'}://${name}:${bound}`;
}
