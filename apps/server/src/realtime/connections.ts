import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { limits, type OutboundFrame } from '@app/contract';
import type { Logger } from 'pino';
import type { Caller } from '../core/access/caller.js';
import { DialtoneError } from '../core/errors/dialtone-error.js';
import { LOGGER } from '../core/observability/logger.module.js';
import { now } from '../core/security/clock.js';
import { randomUpTo } from '../core/security/tokens.js';
import { ClientSocket } from '../core/ws/client-socket.js';
import { type CloseCodeName, closeCodeOf } from '../core/ws/close-codes.js';
import { clientIdOf, errorEvent } from '../core/ws/frame-error.js';
import { encodeFrame, pingFrame, pongFrame } from '../core/ws/encode-frame.js';
import { clientIdIn } from '../core/ws/skim-frame.js';
import { Heartbeat } from './heartbeat.js';
import { News } from './news.js';
import { Outbox } from './outbox.js';

/** The longest time after which `server.going_away` lets a client come back. */
const MAX_RETURN_MS = 5000;

/** What it takes to let one client in again: the more there are, the more they are spread. */
const RETURN_MS_EACH = 2;

/** How long a stopping server goes on reading: what clients had sent when they heard of it is on its way. */
const LAST_FRAMES_MS = 200;

/** How long a closed connection may make no progress, neither reading nor answering, before it is ended. */
const STUCK_MS = 2000;

/**
 * Every open connection. The only place that writes to sockets and closes them.
 *
 * A write costs more than everything else about a frame. So the frames of a tick are gathered, and each connection gets
 * its own with one write past `ws`, which only looks after the protocol's handshakes and what comes in.
 */
@Injectable()
export class Connections implements OnModuleInit, OnApplicationShutdown {
  /** By their ids. */
  private readonly open = new Map<string, ClientSocket>();
  /** Those that are closed, and not gone yet. */
  private readonly closing = new Set<ClientSocket>();
  private readonly outbox = new Outbox<ClientSocket>();
  private readonly heartbeat = new Heartbeat();
  private isFlushDue = false;
  /** Is something for everyone to leave with this tick? */
  private isCrowdDue = false;
  private readonly news = new News(
    (frame, except) => this.addForAll(frame, except),
    () => this.flush(),
  );
  /** No session expires earlier, in milliseconds of the clock. */
  private soonestExpiry = Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.everySecond(), 1000).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  add(client: ClientSocket): void {
    this.open.set(client.id, client);
    this.outbox.join(client);
    this.heartbeat.add(client);
    client.on('pong', () => this.hearPong(client));
    client.on('ping', (content: Buffer) => this.answerPing(client, content));
    client.on('beyond_rate', (frame: Buffer) => this.refuse(client, frame));
    this.soonestExpiry = Math.min(this.soonestExpiry, client.caller.expiresAt.getTime());
  }

  /** The connection has ended. */
  remove(client: ClientSocket): void {
    this.forget(client);
    this.closing.delete(client);
  }

  /** Sends a frame to these connections; it is encoded once. */
  send(frame: OutboundFrame, clients: Iterable<ClientSocket>): void {
    this.outbox.add(encodeFrame(frame), clients);
    this.flushSoon();
  }

  /** Sends a frame to every connection of these devices. */
  sendToDevices(frame: OutboundFrame, deviceIds: ReadonlySet<string>): void {
    const clients = [...this.open.values()].filter(({ caller }) => deviceIds.has(caller.deviceId));
    if (clients.length > 0) this.send(frame, clients);
  }

  /** Sends a frame to everyone connected, but for the connection with that id where one is given. */
  broadcast(frame: OutboundFrame, except?: string): void {
    this.addForAll(encodeFrame(frame), except);
    this.isCrowdDue = true;
    this.flushSoon();
  }

  /** As `broadcast`, but leaves with the next frame for everyone, or a little later: who came and who went. */
  broadcastNews(frame: OutboundFrame, except?: string): void {
    this.news.add(encodeFrame(frame), except);
  }

  /** The sessions that have open connections. */
  sessions(): Set<string> {
    return new Set([...this.open.values()].map(({ caller }) => caller.sessionId));
  }

  /** Closes the connection with that id, if it is open. */
  closeById(id: string, code: CloseCodeName): void {
    const client = this.open.get(id);
    if (client) this.close(client, code);
  }

  /** Closes the connections of the callers for whom it is true. */
  closeWhere(isMeant: (caller: Caller) => boolean, code: CloseCodeName): void {
    for (const client of this.open.values()) if (isMeant(client.caller)) this.close(client, code);
  }

  /** Closes a connection and says why, after all that was sent to it; nothing that it still sends is heard. */
  close(client: ClientSocket, code: CloseCodeName): void {
    if (client.readyState === ClientSocket.CLOSED) return;
    this.flush();
    this.forget(client);
    this.closing.add(client);
    this.logger.debug({ reason: code, connection: client.id }, 'closing a connection');
    client.close(closeCodeOf[code], code);
    // Much may wait to be read before the close frame; a client that does not get on with it is not waited for.
    client.transport.setTimeout(STUCK_MS, () => client.terminate());
  }

  /** Ends every connection, whatever it still has to read. */
  terminateAll(): void {
    for (const client of [...this.open.values(), ...this.closing]) client.terminate();
  }

  /** Tells every client when to come back, and closes its connection once what it sent has been answered. */
  async goAway(): Promise<void> {
    const clients = [...this.open.values()];
    const closed = [...clients, ...this.closing].map(
      (client) => new Promise((resolve) => client.once('close', resolve)),
    );
    const spread = Math.min(MAX_RETURN_MS, clients.length * RETURN_MS_EACH);
    for (const client of clients) {
      this.send({ type: 'server.going_away', reconnect_after_ms: randomUpTo(spread) }, [client]);
    }
    if (clients.length > 0) await new Promise((resolve) => setTimeout(resolve, LAST_FRAMES_MS));
    for (const client of clients) {
      if (client.underWay === 0) this.close(client, 'going_away');
      else client.once('answered', () => this.close(client, 'going_away'));
    }
    await Promise.all(closed);
  }

  /** Nothing is sent to it any more. */
  private forget(client: ClientSocket): void {
    this.open.delete(client.id);
    this.heartbeat.remove(client);
  }

  /** Counts a frame of that many bytes that is not served; false when there are so many that the connection is closed. */
  private tolerates(client: ClientSocket, size: number): boolean {
    client.owesPong = false;
    if (client.readyState !== ClientSocket.OPEN) return false;
    if (client.rate?.tolerates(size) ?? true) return true;
    this.close(client, 'policy_violation');
    client.isMuted = true;
    client.pause(); // what is still on its way costs nothing then
    return false;
  }

  /** The answer to our ping is welcome; others are frames of no use. */
  private hearPong(client: ClientSocket): void {
    if (client.owesPong) client.owesPong = false;
    else this.tolerates(client, 0);
  }

  private refuse(client: ClientSocket, frame: Buffer): void {
    if (!this.tolerates(client, frame.length)) return;
    this.send(errorEvent(new DialtoneError('rate_limited'), clientIdOf({ client_id: clientIdIn(frame) })), [client]);
  }

  private answerPing(client: ClientSocket, content: Buffer): void {
    if (!this.tolerates(client, 0)) return;
    this.outbox.add(pongFrame(content), [client]);
    this.flushSoon();
  }

  private addForAll(frame: Buffer, except?: string): void {
    this.outbox.addForAll(frame, except === undefined ? undefined : this.open.get(except));
  }

  private flushSoon(): void {
    if (this.isFlushDue) return;
    this.isFlushDue = true;
    setImmediate(() => this.flush(this.isCrowdDue));
  }

  private flush(all = true): void {
    this.isFlushDue = false;
    const slow: ClientSocket[] = [];
    const write = (client: ClientSocket, bytes: Buffer) => {
      if (client.readyState !== ClientSocket.OPEN) return;
      if (client.transport.writableLength > limits.maxUnreadBytes) slow.push(client);
      else client.transport.write(bytes);
    };
    if (all) {
      this.isCrowdDue = false;
      this.outbox.flush(this.open.values(), write);
    } else this.outbox.flushOwn(write);
    for (const client of slow) this.close(client, 'slow_reader');
  }

  private everySecond(): void {
    const { due, gone } = this.heartbeat.tick();
    for (const client of gone) client.terminate();
    this.outbox.add(pingFrame, due);
    this.flush();
    this.closeExpired();
  }

  private closeExpired(): void {
    const time = now();
    if (time.getTime() < this.soonestExpiry) return;
    this.closeWhere((caller) => caller.expiresAt <= time, 'session_expired');
    this.soonestExpiry = Infinity;
    for (const { caller } of this.open.values())
      this.soonestExpiry = Math.min(this.soonestExpiry, caller.expiresAt.getTime());
  }
}
