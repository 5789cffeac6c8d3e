import type { Socket } from 'node:net';
import {
  clientIdIn,
  clientIdOf,
  type CloseCodeName,
  closeCodeOf,
  DialtoneError,
  errorEvent,
  limits,
  type ServerFrames,
  validate,
} from '@app/contract';
import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import type { Caller } from '../core/access/caller.js';
import { newId } from '../core/security/tokens.js';
import { encodeFrame, pongFrame } from './wire/encode-frame.js';
import type { Traffic } from './traffic.js';
import type { FrameRate, FrameRates } from './wire/frame-rate.js';
import { isSignal, parseFrame, REFUSED_FRAME } from './wire/parse-frame.js';
import { listenFor, type SocketOwner } from './wire/socket-listeners.js';

/** How long a closing connection may neither read nor answer before it is terminated. */
const STUCK_MS = 2000;

/** The frames that are sent by `Connection.send`, to one connection alone. */
export type DirectFrame = 'channel.message.ack' | 'error' | 'server.going_away';

/** What a connection needs of the object that manages all of them. */
export interface ConnectionHost {
  /** What clients may send; null when that is not limited. */
  readonly rates: FrameRates | null;
  readonly logger: Logger;
  readonly traffic: Traffic;
  /** Queues an encoded frame, to be written at the end of this tick. */
  queue(frame: Buffer, connection: Connection): void;
  /** Writes everything that is queued. */
  flush(): void;
  /** A connection is about to be closed: from now on nothing is sent to it. */
  closing(connection: Connection): void;
}

/** Serves the frames of one pattern. If it returns a promise, that settles when the frame is answered. */
export type FrameHandler = (argument: unknown, pattern: string) => unknown;

/** The server has not closed it. If the client has, the socket is no longer open, but not gone yet. */
interface Open {
  readonly name: 'open';
  /** What it may send. Created on first use, because most connections only listen. */
  rate: FrameRate | null;
  /** Was it pinged, without a sign of life since? */
  owesPong: boolean;
  /** The number of its frames that are being served. */
  underWay: number;
  /** The code to close it with once there are none. */
  closeOnceAnswered: CloseCodeName | undefined;
}

/** Closed by the server: the client still has to read what it was sent and to answer the close frame. */
interface Closing {
  readonly name: 'closing';
  /** Does the server still read from it? Not if it was closed for sending too much. */
  readonly isRead: boolean;
}

interface Closed {
  readonly name: 'closed';
}

const CLOSING: Closing = { name: 'closing', isRead: true };
const UNREAD: Closing = { name: 'closing', isRead: false };
const CLOSED: Closed = { name: 'closed' };

/**
 * A client's connection, from the handshake to its end: the socket, its caller, what it may send, whether it is alive,
 * and which of its frames are being served.
 */
export class Connection implements SocketOwner {
  /** Identifies the connection on every node; later ids sort after earlier ones. */
  readonly id = newId();
  /** Its slot in the heartbeat's wheel. */
  slot = 0;
  private state: Open | Closing | Closed = {
    name: 'open',
    rate: null,
    owesPong: false,
    underWay: 0,
    closeOnceAnswered: undefined,
  };
  private handlers: ReadonlyMap<string, FrameHandler> | undefined;
  private whenGone: (() => void) | undefined;

  /**
   * @param socket handles the protocol's handshakes and incoming frames; frames are not sent through it
   * @param transport the socket below, which encoded frames are written to
   */
  constructor(
    private readonly socket: WebSocket,
    private readonly transport: Socket,
    readonly caller: Caller,
    private readonly host: ConnectionHost,
  ) {
    listenFor(this, socket, transport);
  }

  /** Can it be written to? */
  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Was it pinged, without a sign of life since? */
  get isSilent(): boolean {
    return this.state.name === 'open' && this.state.owesPong;
  }

  /** Sets the handlers of its frames, by pattern. */
  serveBy(handlers: ReadonlyMap<string, FrameHandler>): void {
    this.handlers = handlers;
  }

  /** Sets what is called once the connection has ended, whoever ended it. */
  onGone(callback: () => void): void {
    this.whenGone = callback;
  }

  /** Sends a frame at the end of this tick. */
  send(frame: ServerFrames[DirectFrame]): void {
    const { traffic } = this.host;
    traffic.sent[frame.type]++;
    if (frame.type === 'error') traffic.refusedFrames[frame.code]++;
    this.host.queue(encodeFrame(frame), this);
  }

  /** Writes encoded frames; false, without writing, when too much waits for the client to read it. */
  write(bytes: Buffer): boolean {
    if (!this.isOpen) return true;
    if (this.transport.writableLength > limits.maxUnreadBytes) return false;
    this.transport.write(bytes);
    const { traffic } = this.host;
    traffic.writes++;
    traffic.writtenBytes += bytes.length;
    return true;
  }

  /** The connection is being pinged: from now on it owes a sign of life. */
  expectPong(): void {
    if (this.state.name === 'open') this.state.owesPong = true;
  }

  /** Closes the connection after everything that was sent to it; frames that still arrive are ignored. */
  close(code: CloseCodeName): void {
    if (!this.isInUse()) return;
    this.host.flush();
    if (!this.isInUse()) return; // the flush closed it as a slow reader
    this.state = CLOSING;
    this.host.traffic.closed[code]++;
    this.host.closing(this);
    this.host.logger.debug({ reason: code, connection: this.id }, 'closing a connection');
    this.socket.close(closeCodeOf[code], code);
    // Much may be unread before the close frame. A client that makes no progress is not waited for.
    this.transport.setTimeout(STUCK_MS, () => this.terminate());
  }

  /** Closes the connection once everything it has sent is answered. */
  closeOnceAnswered(code: CloseCodeName): void {
    if (this.state.name !== 'open') return;
    if (this.state.underWay === 0) this.close(code);
    else this.state.closeOnceAnswered = code;
  }

  /** Ends the connection at once, even if there is something left to read. */
  terminate(): void {
    this.socket.terminate();
  }

  /** Serves a frame. */
  receive(frame: Buffer, isBinary: boolean): void {
    const { state } = this;
    if (state.name !== 'open') return; // frames after our close frame are ignored
    state.owesPong = false;
    if (!this.isOpen) return;
    const rate = this.rateOf(state);
    // Only so many bytes are parsed, and the parsed frame says for certain what it is.
    if (rate?.allowsBytes(frame.length) === false) {
      this.refuse(frame.length, clientIdIn(frame.toString('latin1'), validate));
      return;
    }
    const call = parseFrame(frame, isBinary);
    const [pattern, argument] = call;
    if (rate?.allowsFrame(isSignal(call)) === false) {
      this.refuse(frame.length, clientIdOf(argument, validate));
      return;
    }
    this.host.traffic.received[pattern === REFUSED_FRAME ? 'refused' : pattern]++;
    state.underWay += 1;
    void Promise.resolve(this.handlers?.get(pattern)?.(argument, pattern)).finally(() => {
      state.underWay -= 1;
      if (state.underWay === 0 && state.closeOnceAnswered) this.close(state.closeOnceAnswered);
    });
  }

  /** Answers a ping. */
  receivePing(content: Buffer): void {
    if (this.tolerates(0)) this.host.queue(pongFrame(content), this);
  }

  /** A pong that answers no ping counts as a useless frame. */
  receivePong(): void {
    if (this.state.name === 'open' && this.state.owesPong) this.state.owesPong = false;
    else this.tolerates(0);
  }

  /** Pauses reading from a client that sends a lot, until the others have had their turn. */
  yieldToOthers(): void {
    if (this.socket.isPaused) return;
    this.socket.pause();
    setImmediate(() => {
      if (this.state !== UNREAD) this.socket.resume();
    });
  }

  failed(error: Error): void {
    this.host.logger.debug({ err: error }, 'socket error');
  }

  gone(): void {
    if (this.state.name === 'open') this.host.traffic.closed.client++;
    this.state = CLOSED;
    this.whenGone?.();
  }

  /** What it may send; null when that is not limited. */
  private rateOf(open: Open): FrameRate | null {
    return (open.rate ??= this.host.rates?.ofConnection(this.caller.userId) ?? null);
  }

  private isInUse(): boolean {
    return this.state.name === 'open';
  }

  /** Answers a frame of that size beyond the rate, without serving it. */
  private refuse(size: number, clientId: string | undefined): void {
    this.host.traffic.received.refused++;
    if (this.tolerates(size)) this.send(errorEvent(new DialtoneError('rate_limited'), clientId));
  }

  /** Counts a frame of that size that is not served; false when there are too many and the connection was closed. */
  private tolerates(size: number): boolean {
    const { state } = this;
    if (state.name !== 'open') return false;
    state.owesPong = false;
    if (!this.isOpen) return false;
    if (this.rateOf(state)?.tolerates(size) ?? true) return true;
    this.close('policy_violation');
    this.state = UNREAD;
    this.socket.pause(); // whatever is still on its way costs nothing
    return false;
  }
}
