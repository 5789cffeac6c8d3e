import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { limits, type OutboundFrame } from '@app/contract';
import { ClientSocket } from '../core/ws/client-socket.js';

/** Close code of a server that stops (`x-close-codes` in asyncapi.yaml). */
const GOING_AWAY = 1001;

/** Every open connection. The only place that writes to sockets and closes them. */
@Injectable()
export class Connections implements OnModuleInit, BeforeApplicationShutdown {
  private readonly open = new Set<ClientSocket>();
  /** Those that have been pinged and have not answered yet. */
  private readonly silent = new WeakSet<ClientSocket>();
  private heartbeat: NodeJS.Timeout;

  onModuleInit(): void {
    this.heartbeat = setInterval(() => this.ping(), limits.pingIntervalSeconds * 1000);
    this.heartbeat.unref();
  }

  add(client: ClientSocket): void {
    this.open.add(client);
    client.on('pong', () => this.silent.delete(client));
  }

  remove(client: ClientSocket): void {
    this.open.delete(client);
  }

  /** Sends a frame to these connections; it is encoded once. */
  send(frame: OutboundFrame, clients: Iterable<ClientSocket>): void {
    const data = Buffer.from(JSON.stringify(frame));
    for (const client of clients) {
      if (client.readyState === ClientSocket.OPEN) client.send(data, { binary: false });
    }
  }

  /** Sends a frame to everyone connected, but for one where given. */
  broadcast(frame: OutboundFrame, except?: ClientSocket): void {
    if (!except) return this.send(frame, this.open);
    this.send(
      frame,
      [...this.open].filter((client) => client !== except),
    );
  }

  /** A connection that has not answered the ping before is gone; the others are pinged. */
  private ping(): void {
    for (const client of this.open) {
      if (this.silent.has(client)) client.terminate();
      else {
        this.silent.add(client);
        client.ping();
      }
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.heartbeat);
    await Promise.all([...this.open].map((client) => closeGracefully(client)));
  }
}

/** How long a client has to answer the close frame. */
const CLOSE_TIMEOUT_MS = 2000;

function closeGracefully(client: ClientSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => client.terminate(), CLOSE_TIMEOUT_MS);
    client.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    client.close(GOING_AWAY, 'server is stopping');
  });
}
