/// <reference lib="esnext.disposable" preserve="true" />
import { Deadline } from '../core/deadline.js';
import { AbortedError, ConnectionError, isTimeoutError } from '../core/errors.js';
import { type RequestOptions, SILENCE_MS } from '../core/transport.js';
import { closeCodes, signalFrameTypes } from '../generated/frames.js';
import { closeCodeOf } from '../protocol/close-codes.js';
import type { ClientFrame } from '../protocol/frame-types.js';
import { ConnectionLoop, type ReadyReason } from './connection-loop.js';
import { Emitter } from './emitter.js';
import type { Ending } from './ending.js';
import type { RealtimeEvents, RealtimeEventType, RealtimeState, RealtimeStateChange } from './events.js';
import { type Arrival, encodeFrame } from './frame.js';
import { History } from './history.js';
import { once, type OnceOptions } from './once.js';
import { type RealtimeHost, type RealtimeOptions, type ResolvedOptions, resolveOptions } from './options.js';
import { endedError, type NewMessage, Outbox, type SendOptions, type SentMessage } from './outbox.js';
import { Pacer } from './pacer.js';
import type { Connection } from './socket.js';
import { Waiters } from './waiters.js';

/** Options of one `connect()`, which override those of the client. */
export type ConnectOptions = Pick<RequestOptions, 'signal' | 'timeoutMs'>;

const OUTBOX_LIMIT = 2_000;
const SIGNALS: ReadonlySet<string> = new Set(signalFrameTypes);

/**
 * The realtime connection: hears the server's events and sends messages to it, and stays connected.
 * `client.realtime()` makes one.
 *
 * When the connection breaks it opens another by itself, and reads what was missed with `GET /sync`: every message comes
 * as `channel.message.new`, once and in the order of the history. The other events are not repeated; `resync` says
 * when an app should refresh what it keeps. Events may arrive as soon as `connect()` was called: add listeners before.
 *
 * An open connection keeps a process of Node alive, and so does waiting for the next one, until `close()`.
 */
export class RealtimeClient {
  readonly #options: ResolvedOptions;
  readonly #history: History;
  readonly #emitter = new Emitter<RealtimeEvents>((type, error) => this.#onListenerFailure(type, error));
  readonly #pacer = new Pacer();
  readonly #outbox: Outbox;
  readonly #waiters = new Waiters();
  #state: RealtimeState = 'idle';
  #loop: ConnectionLoop | undefined;
  /** Settles when no loop runs any more. */
  #running: Promise<void> = Promise.resolve();
  #connection: Connection | undefined;
  /** Has it been connected, ever? */
  #wasConnected = false;
  /** Set by `close()`. */
  #closing: Promise<void> | undefined;
  /** Why `connect()` gave up; the loop is ending then. */
  #givenUp: Error | undefined;
  #lastError: Error | undefined;
  /** What `sendMessage` says after the end. */
  #ended = new ConnectionError('the client has ended');

  constructor(host: RealtimeHost, options: RealtimeOptions = {}) {
    this.#options = resolveOptions(host, options);
    this.#history = new History(options.cursor);
    this.#outbox = new Outbox(options.outboxLimit ?? OUTBOX_LIMIT, this.#pacer, () => this.#loop?.suspect());
  }

  /** What the client is doing; `on('state')` tells of every change. */
  get state(): RealtimeState {
    return this.#state;
  }

  /**
   * The client's place in the history: every message up to here was given to the listeners, and none after it. Store
   * it, and pass it as the option `cursor` when the app starts again: then nothing is missed in between. Its format is
   * private to this package. It stands still while everything is read again after `sync.required`. Undefined before the
   * first connection.
   */
  get cursor(): string | undefined {
    return this.#history.cursor;
  }

  /**
   * Connects; resolves once the client is connected and everything missed has come, at once if that is so already.
   * While the server cannot be reached it goes on trying until `timeoutMs` (by default the client's) have passed, or,
   * without `timeoutMs`, 30 s in which nothing arrives of what was missed. When a broken connection is being replaced,
   * it tries at once.
   *
   * Rejects with an {@link ApiError} when the server refuses the session (401), with a {@link TimeoutError} whose
   * `cause` says what went wrong last, or with an {@link AbortedError}. After the last two, a first connection is given
   * up and the client is `idle` as before; the outbox keeps what waits in it. `connect()` may be called again, except
   * after `close()`.
   */
  async connect({ signal, timeoutMs = this.#options.timeoutMs }: ConnectOptions = {}): Promise<void> {
    const deadline = new Deadline(timeoutMs ?? SILENCE_MS, signal, timeoutMs === undefined);
    try {
      while (this.#givenUp !== undefined) await deadline.race(this.#running);
      if (this.#closing !== undefined) throw closedError();
      if (this.#state === 'connected') return;
      deadline.signal.throwIfAborted();
      const connected = this.#waiters.add(deadline, (reason) => this.#giveUp(reason));
      if (this.#loop === undefined) this.#running = this.#run();
      else this.#loop.hurry();
      await connected;
    } finally {
      deadline.clear();
    }
  }

  /**
   * Calls the listener for every event of that type; returns the function that removes it again. A listener that fails
   * does not affect the others: see `listener-error`.
   */
  on<T extends RealtimeEventType>(type: T, listener: (event: RealtimeEvents[T]) => unknown): () => void {
    return this.#emitter.on(type, listener);
  }

  /** Removes a listener that `on` added. */
  off<T extends RealtimeEventType>(type: T, listener: (event: RealtimeEvents[T]) => unknown): void {
    this.#emitter.off(type, listener);
  }

  /**
   * Resolves with the next event of that type (for which `where` is true), across reconnects. Rejects with a
   * {@link ConnectionError} when the client ends first, with an {@link AbortedError} when the signal is aborted or
   * `close()` is called, at once if that was before.
   */
  once<T extends RealtimeEventType>(type: T, options: OnceOptions<RealtimeEvents[T]> = {}): Promise<RealtimeEvents[T]> {
    const isClosing = () => this.#closing !== undefined;
    const endedBefore = (name: string) => {
      const message = `the connection ended before ${name}`;
      return isClosing() ? new AbortedError(message) : new ConnectionError(message);
    };
    return once(this.#emitter, type, options, endedBefore, isClosing() && this.#state === 'closed');
  }

  /**
   * Sends a frame now, once. Throws a {@link ConnectionError} when there is no open connection, and a RangeError for a
   * frame that is too large. For messages use `sendMessage`, which does not lose them.
   */
  send(frame: ClientFrame): void {
    if (this.#connection?.isOpen !== true) throw new ConnectionError('the realtime connection is not open');
    const text = encodeFrame(frame);
    if (!SIGNALS.has(frame.type)) this.#pacer.spend();
    this.#connection.send(text);
  }

  /**
   * Sends a message (`channel.message.send`), and resolves once it is stored. While there is no connection it waits in
   * the outbox, but not for what was missed to arrive; without an acknowledgement it is sent again under the same `client_id`, so that it is stored once.
   * Messages are sent one after the other, in the order of the calls and no faster than the server takes them.
   *
   * Rejects with an {@link ApiError} when the server refuses it (such as `channel_not_found`), with an {@link
   * OutboxFullError}, with a TypeError or RangeError for a `client_id` that is not a UUID or a message that is too
   * large, with a {@link TimeoutError} after `timeoutMs` (by default never), with an {@link AbortedError} when the
   * signal is aborted or `close()` is called, with a {@link ConnectionError} when the client ends. After the last three
   * the message may have been stored all the same: sending it again under the same `client_id` does not store it twice.
   */
  async sendMessage(message: NewMessage, options: SendOptions = {}): Promise<SentMessage> {
    if (this.#state === 'closed') throw this.#ended;
    return this.#outbox.add(message, options);
  }

  /** Ends the client for good; resolves once the connection is closed. Nothing more is delivered. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** `await using realtime = client.realtime()` closes it at the end of the block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run(): Promise<void> {
    this.#loop = new ConnectionLoop(
      this.#options,
      this.#history,
      {
        onState: (state, details) => this.#setState(state, details),
        onOpen: (connection) => this.#onOpen(connection),
        onProgress: () => this.#waiters.progress(),
        onArrival: (arrival) => this.#onArrival(arrival),
        deliver: (arrival) => this.#deliver(arrival),
        onGap: (gap) => this.#emitter.emit('gap', gap),
        onReady: (why) => this.#onReady(why),
      },
      this.#wasConnected,
    );
    const end = await this.#loop.run();
    this.#loop = undefined;
    this.#finish(end);
  }

  /** Somebody no longer waits for the connection; when nobody does, a first one is given up. */
  #giveUp(error: Error): Error {
    // A timeout does not say why; what went wrong before it does.
    if (isTimeoutError(error)) error.cause = this.#lastError;
    if (this.#loop !== undefined && !this.#wasConnected && this.#waiters.size === 0) {
      this.#givenUp = error;
      this.#loop.stop();
    }
    return error;
  }

  async #close(): Promise<void> {
    do {
      this.#loop?.stop();
      await this.#running;
    } while (this.#loop !== undefined);
    if (this.#state !== 'closed') this.#finish({ code: closeCodeOf.normal, reason: '' });
  }

  #finish(end: Ending): void {
    const isClosed = this.#closing !== undefined;
    const givenUp = this.#givenUp;
    this.#givenUp = undefined;
    if (givenUp !== undefined && !isClosed) {
      this.#setState('idle', { error: givenUp });
      return;
    }
    const { code, reason, error } = isClosed ? { code: closeCodeOf.normal, reason: '' } : end;
    const { name = 'unknown' } = (closeCodes as Record<number, { name: string }>)[code] ?? {};
    this.#outbox.fail(endedError(isClosed, error));
    const refusal = error ?? new ConnectionError(`the server closed the connection: ${name}`);
    this.#waiters.reject(isClosed ? closedError() : refusal);
    const advice = isClosed ? 'it was closed by close()' : 'connect() starts it again';
    this.#ended = new ConnectionError(`the client has ended: ${advice}`, isClosed ? {} : { cause: refusal });
    // Last: a listener may call `connect()` again.
    this.#setState('closed', { error, closeCode: code });
    this.#emitter.emit('close', { code, name, reason, error });
  }

  #setState(state: RealtimeState, details: Omit<RealtimeStateChange, 'state' | 'previous'> = {}): void {
    const previous = this.#state;
    if (state === previous) return;
    this.#state = state;
    if (state === 'waiting') this.#lastError = details.error;
    if (state !== 'connected' && state !== 'catching-up') {
      this.#connection = undefined;
      this.#outbox.pause();
    }
    this.#emitter.emit('state', { state, previous, ...details });
  }

  #onOpen(connection: Connection): void {
    this.#connection = connection;
    this.#outbox.open(connection);
  }

  #onReady(why: ReadyReason): void {
    this.#wasConnected = true;
    this.#lastError = undefined;
    this.#setState('connected');
    this.#waiters.resolve();
    if (why !== 'first') this.#emitter.emit('resync', { reason: why });
  }

  /** The outbox hears at once what it waits for, the listeners in their turn. */
  #onArrival(arrival: Arrival): void {
    if (!arrival.isKnown) return;
    if (arrival.frame.type === 'channel.message.ack') this.#outbox.onAck(arrival.frame);
    if (arrival.frame.type === 'error') this.#outbox.onError(arrival.frame);
  }

  #deliver(arrival: Arrival): void {
    if (!arrival.isKnown) {
      this.#emitter.emit('unknown', arrival.frame);
      return;
    }
    const { frame } = arrival;
    if (!this.#options.reconnect || frame.type !== 'channel.message.new') {
      this.#emitter.emit(frame.type, frame);
    } else if (!this.#history.has(frame.message_id)) {
      this.#emitter.emit('channel.message.new', frame);
      this.#history.add(frame.message_id, frame.channel_id);
    }
  }

  #onListenerFailure(type: string, error: unknown): void {
    if (type !== 'listener-error' && this.#emitter.has('listener-error')) {
      this.#emitter.emit('listener-error', { type, error });
    } else {
      console.error(`a listener for ${type} failed:`, error);
    }
  }
}

function closedError(): Error {
  return new AbortedError('the client was closed by close()');
}
