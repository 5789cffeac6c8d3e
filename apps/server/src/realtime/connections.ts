import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { limits, type OutboundFrame } from '@app/contract';
import type { Caller } from '../core/access/caller.js';
import { now } from '../core/security/clock.js';
import { ClientSocket } from '../core/ws/client-socket.js';
import { type CloseCodeName, closeCodeOf } from '../core/ws/close-codes.js';

/** How long a client has to answer a close frame. */
const CLOSE_TIMEOUT_MS = 2000;

const EXPIRY_CHECK_MS = 1000;

/** Every open connection. The only place that writes to sockets and closes them. */
@Injectable()
export class Connections implements OnModuleInit, BeforeApplicationShutdown {
  private readonly open = new Set<ClientSocket>();
  /** Each device's connections, oldest first. */
  private readonly ofDevice = new Map<string, Set<ClientSocket>>();
  /** Those that have been pinged and have not answered yet. */
  private readonly silent = new WeakSet<ClientSocket>();
  private timers: NodeJS.Timeout[] = [];

  onModuleInit(): void {
    this.timers = [
      setInterval(() => this.ping(), limits.pingIntervalSeconds * 1000).unref(),
      setInterval(() => this.closeExpired(), EXPIRY_CHECK_MS).unref(),
    ];
  }

  add(client: ClientSocket): void {
    this.open.add(client);
    client.on('pong', () => this.silent.delete(client));
    const siblings = this.ofDevice.get(client.caller.deviceId) ?? new Set();
    this.ofDevice.set(client.caller.deviceId, siblings.add(client));
    const [oldest] = siblings;
    if (oldest && siblings.size > limits.connectionsPerDevice) this.close(oldest, 'too_many_connections');
  }

  remove(client: ClientSocket): void {
    this.open.delete(client);
    const siblings = this.ofDevice.get(client.caller.deviceId);
    siblings?.delete(client);
    if (siblings?.size === 0) this.ofDevice.delete(client.caller.deviceId);
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
    this.send(frame, except ? [...this.open].filter((client) => client !== except) : this.open);
  }

  /** Closes the connections of the callers for whom it is true. */
  closeWhere(isMeant: (caller: Caller) => boolean, code: CloseCodeName): void {
    for (const client of this.open) if (isMeant(client.caller)) this.close(client, code);
  }

  /** Closes a connection and says why; nothing that it still sends is heard. */
  close(client: ClientSocket, code: CloseCodeName): void {
    this.remove(client);
    const timer = setTimeout(() => client.terminate(), CLOSE_TIMEOUT_MS).unref();
    client.once('close', () => clearTimeout(timer));
    client.close(closeCodeOf[code], code);
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

  private closeExpired(): void {
    const time = now();
    this.closeWhere((caller) => caller.expiresAt <= time, 'session_expired');
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.timers.forEach(clearInterval);
    const closed = [...this.open].map((client) => new Promise((resolve) => client.once('close', resolve)));
    this.closeWhere(() => true, 'going_away');
    await Promise.all(closed);
  }
}
