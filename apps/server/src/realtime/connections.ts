import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { CloseCodeName, ServerFrame, ServerFrames, ServerFrameType } from '@app/contract';
import type { Logger } from 'pino';
import type { Caller } from '../core/access/caller.js';
import { type Config, CONFIG } from '../core/config/config.js';
import { LOGGER } from '../core/observability/logger.js';
import { now } from '../core/security/clock.js';
import { randomUpTo } from '../core/security/tokens.js';
import type { Connection, ConnectionHost } from './connection.js';
import { Heartbeat } from './heartbeat.js';
import { News } from './news.js';
import { Traffic } from './traffic.js';
import { encodeFrame, pingFrame } from './wire/encode-frame.js';
import { FrameRates } from './wire/frame-rate.js';
import { WriteQueue } from './write-queue.js';

/** The longest delay that `server.going_away` asks of a client before it comes back. */
const MAX_RETURN_MS = 5000;

/** Time for each client that comes back: the more clients there are, the more they are spread out. */
const RETURN_MS_EACH = 2;

/** Sends frames of these types to connections of this node. */
export interface FrameSender<T extends ServerFrameType> {
  /** To these connections. */
  send(frame: ServerFrames[T], connections: Iterable<Connection>): void;
  /** To every connection of these devices. */
  sendToDevices(frame: ServerFrames[T], deviceIds: ReadonlySet<string>): void;
  /** To every connection of the user, except those of the device with that id. */
  sendToUser(frame: ServerFrames[T], userId: string, exceptDeviceId?: string): void;
  /** To everyone connected, except the connection with that id. */
  broadcast(frame: ServerFrames[T], except?: string): void;
  /** As `broadcast`, for who came and who went: it is sent with the next broadcast, or a little later. */
  broadcastNews(frame: ServerFrames[T], except?: string): void;
}

/**
 * All open connections, and what is sent to them.
 *
 * A write costs more than everything else about a frame. So each connection gets all its frames of a tick with one
 * write, directly to the socket; `ws` only handles the protocol's handshakes and incoming frames.
 */
@Injectable()
export class Connections implements FrameSender<ServerFrameType>, ConnectionHost, OnModuleInit, OnApplicationShutdown {
  readonly rates: FrameRates | null;
  readonly traffic = new Traffic();
  /** By id. */
  private readonly open = new Map<string, Connection>();
  /** Connections that are closed but not gone yet. */
  private readonly leaving = new Set<Connection>();
  private readonly waiting = new WriteQueue<Connection>();
  private readonly heartbeat = new Heartbeat();
  private isFlushDue = false;
  /** Does this tick's flush include frames for everyone? */
  private isCrowdDue = false;
  private readonly news = new News(
    (frame, except) => this.queueForAll(frame, except),
    () => this.flush(),
  );
  /** No session expires earlier. In milliseconds, by the wall clock. */
  private soonestExpiry = Infinity;
  private timer: NodeJS.Timeout | undefined;
  private whenEmpty: (() => void) | undefined;

  constructor(
    @Inject(LOGGER) readonly logger: Logger,
    @Inject(CONFIG) config: Config,
  ) {
    this.rates = config.rateLimits ? new FrameRates() : null;
  }

  onModuleInit(): void {
    this.timer = setInterval(() => this.everySecond(), 1000).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  add(connection: Connection): void {
    this.open.set(connection.id, connection);
    this.traffic.opened++;
    this.waiting.join(connection);
    this.heartbeat.add(connection);
    this.soonestExpiry = Math.min(this.soonestExpiry, connection.caller.expiresAt.getTime());
  }

  /** The connection has ended. */
  remove(connection: Connection): void {
    this.forget(connection);
    this.leaving.delete(connection);
    if (this.open.size === 0 && this.leaving.size === 0) this.whenEmpty?.();
  }

  send(frame: ServerFrame, connections: Iterable<Connection>): void {
    this.traffic.sent[frame.type] += this.waiting.add(encodeFrame(frame), connections);
    this.flushSoon();
  }

  sendToDevices(frame: ServerFrame, deviceIds: ReadonlySet<string>): void {
    this.sendWhere(frame, ({ deviceId }) => deviceIds.has(deviceId));
  }

  sendToUser(frame: ServerFrame, userId: string, exceptDeviceId?: string): void {
    this.sendWhere(frame, (caller) => caller.userId === userId && caller.deviceId !== exceptDeviceId);
  }

  broadcast(frame: ServerFrame, except?: string): void {
    this.countForAll(frame, except);
    this.queueForAll(encodeFrame(frame), except);
    this.isCrowdDue = true;
    this.flushSoon();
  }

  broadcastNews(frame: ServerFrame, except?: string): void {
    this.countForAll(frame, except);
    this.news.add(encodeFrame(frame), except);
  }

  /** How many connections are open. */
  get count(): number {
    return this.open.size;
  }

  /** The sessions that have open connections. */
  sessions(): Set<string> {
    return new Set([...this.open.values()].map(({ caller }) => caller.sessionId));
  }

  /** Closes the connection with that id, if it is open. */
  closeById(id: string, code: CloseCodeName): void {
    this.open.get(id)?.close(code);
  }

  /** Closes the connections whose callers match. */
  closeWhere(isMeant: (caller: Caller) => boolean, code: CloseCodeName): void {
    for (const connection of this.open.values()) if (isMeant(connection.caller)) connection.close(code);
  }

  /** Tells every client when to come back after the stop; returns their number. */
  announceStop(): number {
    const spread = Math.min(MAX_RETURN_MS, this.open.size * RETURN_MS_EACH);
    for (const connection of this.open.values()) {
      connection.send({ type: 'server.going_away', reconnect_after_ms: randomUpTo(spread) });
    }
    return this.open.size;
  }

  /** Closes each connection once everything it has sent is answered. */
  closeAnswered(code: CloseCodeName): void {
    for (const connection of this.open.values()) connection.closeOnceAnswered(code);
  }

  /** Ends every connection at once, even if there is something left to read. */
  terminateAll(): void {
    for (const connection of [...this.open.values(), ...this.leaving]) connection.terminate();
  }

  /** Resolves once no connection is left. */
  async allGone(): Promise<void> {
    if (this.open.size > 0 || this.leaving.size > 0) await new Promise<void>((resolve) => (this.whenEmpty = resolve));
  }

  queue(frame: Buffer, connection: Connection): void {
    this.waiting.add(frame, [connection]);
    this.flushSoon();
  }

  closing(connection: Connection): void {
    this.forget(connection);
    this.leaving.add(connection);
  }

  flush(all = true): void {
    this.isFlushDue = false;
    const slow: Connection[] = [];
    const write = (connection: Connection, bytes: Buffer) => {
      if (!connection.write(bytes)) slow.push(connection);
    };
    if (all) {
      this.isCrowdDue = false;
      this.waiting.flush(this.open.values(), write);
    } else this.waiting.flushOwn(write);
    for (const connection of slow) connection.close('slow_reader');
  }

  /** From now on nothing is sent to the connection. */
  private forget(connection: Connection): void {
    this.open.delete(connection.id);
    this.heartbeat.remove(connection);
  }

  private sendWhere(frame: ServerFrame, isMeant: (caller: Caller) => boolean): void {
    const connections = [...this.open.values()].filter(({ caller }) => isMeant(caller));
    if (connections.length > 0) this.send(frame, connections);
  }

  private countForAll({ type }: ServerFrame, except: string | undefined): void {
    this.traffic.sent[type] += this.open.size - (except !== undefined && this.open.has(except) ? 1 : 0);
  }

  private queueForAll(frame: Buffer, except?: string): void {
    this.waiting.addForAll(frame, except === undefined ? undefined : this.open.get(except));
  }

  private flushSoon(): void {
    if (this.isFlushDue) return;
    this.isFlushDue = true;
    setImmediate(() => this.flush(this.isCrowdDue));
  }

  private everySecond(): void {
    const { due, gone } = this.heartbeat.tick();
    for (const connection of gone) connection.terminate();
    this.waiting.add(pingFrame, due);
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
