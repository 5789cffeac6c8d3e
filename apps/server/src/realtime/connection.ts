import type { Socket } from 'node:net';
import {
  clientIdIn,
  type CloseCodeName,
  closeCodeOf,
  DialtoneError,
  errorEvent,
  limits,
  type ServerFrame,
  validate,
} from '@app/contract';
import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import type { Caller } from '../core/access/caller.js';
import { newId } from '../core/security/tokens.js';
import { encodeFrame, pongFrame } from './wire/encode-frame.js';
import { FrameRate } from './wire/frame-rate.js';
import { parseFrame } from './wire/parse-frame.js';
import { listenFor, type SocketOwner } from './wire/socket-listeners.js';

/** How long a closing connection may make no progress, neither reading nor answering, before it is ended. */
const STUCK_MS = 2000;

/** What a connection needs of whoever looks after all of them. */
export interface ConnectionHost {
  /** Is there a limit to what a client may send? */
  readonly hasRates: boolean;
  readonly logger: Logger;
  /** Queues a frame, as it goes over the wire, to be written at the end of this tick. */
  queue(frame: Buffer, connection: Connection): void;
  /** Writes all that is queued. */
  flush(): void;
  /** Is told that a connection is about to be closed: nothing is sent to it from now on. */
  closing(connection: Connection): void;
}

/** Serves the frames of one pattern; a promise that it returns settles once the frame is answered. */
export type FrameHandler = (argument: unknown, pattern: string) => unknown;

/** In use: the server has not closed it. When the client has, its socket is no longer open, but not yet gone. */
interface Open {
  readonly name: 'open';
  /** What it may send. Made when first needed: most connections only listen. */
  rate: FrameRate | undefined;
  /** Has it been pinged, and not been heard of since? */
  owesPong: boolean;
  /** How many of its frames are being served. */
  underWay: number;
  /** Closed with this code once none is. */
  closeOnceAnswered: CloseCodeName | undefined;
}

/** Closed by the server: the client still has to read what it was sent, and to answer. */
interface Closing {
  readonly name: 'closing';
  /** Does the server still read what comes? Not from a client that was closed for sending too much. */
  readonly isRead: boolean;
}

interface Closed {
  readonly name: 'closed';
}

const CLOSING: Closing = { name: 'closing', isRead: true };
const UNREAD: Closing = { name: 'closing', isRead: false };
const CLOSED: Closed = { name: 'closed' };

/**
 * A client's connection, from the handshake to its end: the socket, who is behind it, what it may send, whether it is
 * still alive, and which of its frames are being served.
 */
export class Connection implements SocketOwner {
  /** Names the connection, on every node; a later one's sorts after an earlier one's. */
  readonly id = newId();
  /** Its place in the heartbeat's round. */
  slot = 0;
  private state: Open | Closing | Closed = {
    name: 'open',
    rate: undefined,
    owesPong: false,
    underWay: 0,
    closeOnceAnswered: undefined,
  };
  private handlers: ReadonlyMap<string, FrameHandler> | undefined;
  private whenGone: (() => void) | undefined;

  /**
   * @param socket looks after the protocol's handshakes and what comes in; it is never asked to send
   * @param transport the connection below, for frames as they go over the wire
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

  /** Calls back once the connection has ended, whoever ended it. */
  onGone(callback: () => void): void {
    this.whenGone = callback;
  }

  /** Sends a frame at the end of this tick. */
  send(frame: ServerFrame): void {
    this.host.queue(encodeFrame(frame), this);
  }

  /** Writes frames as they go over the wire; false when the client has so much to read already that they are not. */
  write(bytes: Buffer): boolean {
    if (!this.isOpen) return true;
    if (this.transport.writableLength > limits.maxUnreadBytes) return false;
    this.transport.write(bytes);
    return true;
  }

  /** It is being pinged: from now on a sign of life is due. */
  expectPong(): void {
    if (this.state.name === 'open') this.state.owesPong = true;
  }

  /** Closes it and says why, after all that was sent to it; nothing that it still sends is heard. */
  close(code: CloseCodeName): void {
    if (!this.isInUse()) return;
    this.host.flush();
    if (!this.isInUse()) return; // it was too slow for that, and is closed as such
    this.state = CLOSING;
    this.host.closing(this);
    this.host.logger.debug({ reason: code, connection: this.id }, 'closing a connection');
    this.socket.close(closeCodeOf[code], code);
    // Much may wait to be read before the close frame; a client that does not get on with it is not waited for.
    this.transport.setTimeout(STUCK_MS, () => this.terminate());
  }

  /** Closes it once what it has sent is answered. */
  closeOnceAnswered(code: CloseCodeName): void {
    if (this.state.name !== 'open') return;
    if (this.state.underWay === 0) this.close(code);
    else this.state.closeOnceAnswered = code;
  }

  /** Ends it, whatever it still has to read. */
  terminate(): void {
    this.socket.terminate();
  }

  /** Serves a frame. */
  receive(frame: Buffer, isBinary: boolean): void {
    const { state } = this;
    if (state.name !== 'open') return; // what comes after our close frame counts no more
    state.owesPong = false;
    if (!this.isOpen) return;
    if (this.host.hasRates && !rateOf(state).allows(frame)) {
      this.refuse(frame);
      return;
    }
    const [pattern, argument] = parseFrame(frame, isBinary);
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

  /** The answer to our ping is welcome; others are frames of no use. */
  receivePong(): void {
    if (this.state.name === 'open' && this.state.owesPong) this.state.owesPong = false;
    else this.tolerates(0);
  }

  /** Reads no more from a client that sends a lot until the others have had their turn. */
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
    this.state = CLOSED;
    this.whenGone?.();
  }

  private isInUse(): boolean {
    return this.state.name === 'open';
  }

  /** Answers a frame that was beyond the rate, without serving it. */
  private refuse(frame: Buffer): void {
    if (!this.tolerates(frame.length)) return;
    this.send(errorEvent(new DialtoneError('rate_limited'), clientIdIn(frame.toString('latin1'), validate)));
  }

  /** Counts a frame of that many bytes that is not served; false when there are so many that the connection is closed. */
  private tolerates(size: number): boolean {
    const { state } = this;
    if (state.name !== 'open') return false;
    state.owesPong = false;
    if (!this.isOpen) return false;
    if (!this.host.hasRates || rateOf(state).tolerates(size)) return true;
    this.close('policy_violation');
    this.state = UNREAD;
    this.socket.pause(); // what is still on its way costs nothing then
    return false;
  }
}

function rateOf(open: Open): FrameRate {
  return (open.rate ??= new FrameRate());
}
