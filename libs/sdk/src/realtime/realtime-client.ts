import type { Credentials } from '../core/credentials.js';
import { Deadline } from '../core/deadline.js';
import { AbortedError, ConnectionError } from '../core/errors.js';
import type { RequestOptions } from '../core/transport.js';
import { serverFrameTypes, type ClientFrame } from '../generated/frames.js';
import { Emitter } from './emitter.js';
import type { RealtimeEvents, RealtimeEventType } from './events.js';
import { nextTurn } from './next-turn.js';
import { openSocket, type WebSocketConstructor, type WebSocketLike } from './socket.js';
import { defaultWebSocket } from './websocket.js';

/** What `connect()` may set differently from the client. */
export type ConnectOptions = Pick<RequestOptions, 'signal' | 'timeoutMs'>;

/** What `once()` waits for. */
export interface OnceOptions<Event> {
  /** Waits on until it returns true. */
  where?: (event: Event) => boolean;
  /** Gives up waiting: the promise rejects with an {@link AbortedError}. */
  signal?: AbortSignal;
}

/** How a realtime client reaches its server. */
export interface RealtimeOptions {
  /** The address of `GET /ws`, with ws: or wss:. */
  url: string;
  credentials: Credentials;
  WebSocket?: WebSocketConstructor;
  timeoutMs: number;
}

const OPEN = 1;
const NORMAL_CLOSURE = 1000;
const knownTypes: ReadonlySet<string> = new Set(serverFrameTypes);

/**
 * The realtime connection: sends frames to the server and hears its events, in the order in which they arrive.
 * `client.realtime()` makes one.
 */
export class RealtimeClient {
  readonly #options: RealtimeOptions;
  readonly #emitter = new Emitter<RealtimeEvents>();
  #connecting: { readonly done: Promise<void>; readonly deadline: Deadline } | undefined;
  #socket: WebSocketLike | undefined;
  #closing: Promise<void> | undefined;
  /** What arrived while it may not be delivered yet, oldest first; undefined while it may. */
  #held: (() => void)[] | undefined;

  constructor(options: RealtimeOptions) {
    this.#options = options;
  }

  /**
   * Opens the connection; resolves at once when it is open already. Events that arrive with it are delivered after the
   * code that directly follows `await connect()` has run, so that it can still add its listeners.
   *
   * Rejects with an {@link ApiError} (401) when the server refuses the session, which only Node can tell, with a
   * {@link ConnectionError} when it cannot be reached, with a {@link TimeoutError}, or with an {@link AbortedError}.
   */
  connect(options: ConnectOptions = {}): Promise<void> {
    if (this.#socket !== undefined && this.#closing === undefined) return Promise.resolve();
    if (this.#connecting === undefined) {
      const deadline = new Deadline(options.timeoutMs ?? this.#options.timeoutMs, options.signal);
      this.#connecting = { deadline, done: this.#open(deadline) };
    }
    return this.#connecting.done;
  }

  /** Calls the listener for every event of that type; returns the function that removes it again. */
  on<T extends RealtimeEventType>(type: T, listener: (event: RealtimeEvents[T]) => void): () => void {
    return this.#emitter.on(type, listener);
  }

  /**
   * Resolves with the next event of that type (and for which `where` is true). Rejects with a {@link ConnectionError}
   * when the connection ends before, with an {@link AbortedError} after `close()` or when the signal is aborted.
   */
  once<T extends RealtimeEventType>(
    type: T,
    { where = () => true, signal }: OnceOptions<RealtimeEvents[T]> = {},
  ): Promise<RealtimeEvents[T]> {
    const event = new Promise<RealtimeEvents[T]>((resolve, reject) => {
      const stops: (() => void)[] = [];
      const settle = (outcome: () => void) => {
        stops.forEach((stop) => stop());
        outcome();
      };
      const onAbort = () =>
        settle(() => reject(new AbortedError(`stopped waiting for ${type}`, { cause: signal?.reason })));
      if (signal?.aborted) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort);
      stops.push(() => signal?.removeEventListener('abort', onAbort));
      stops.push(
        this.on(type, (candidate) => {
          try {
            if (where(candidate)) settle(() => resolve(candidate));
          } catch (error) {
            settle(() => reject(error instanceof Error ? error : new Error('where() failed', { cause: error })));
          }
        }),
      );
      if (type !== 'close') stops.push(this.on('close', () => settle(() => reject(this.#endedBefore(type)))));
    });
    // Whoever no longer waits for the event need not hear that it will not come.
    event.catch(() => undefined);
    return event;
  }

  /** Sends a frame. Throws a {@link ConnectionError} when the connection is not open. */
  send(frame: ClientFrame): void {
    if (this.#socket?.readyState !== OPEN) throw new ConnectionError('the realtime connection is not open');
    this.#socket.send(JSON.stringify(frame));
  }

  /** Closes the connection and resolves once it is closed. No frame is delivered any more. */
  async close(): Promise<void> {
    this.#connecting?.deadline.abort(new AbortedError('the connection was closed by close()'));
    if (this.#socket === undefined) return;
    if (this.#closing === undefined) {
      this.#closing = this.once('close').then(() => undefined);
      this.#socket.close(NORMAL_CLOSURE);
    }
    await this.#closing;
  }

  async #open(deadline: Deadline): Promise<void> {
    try {
      await this.#closing;
      const WebSocket = this.#options.WebSocket ?? (await defaultWebSocket());
      this.#held = [];
      this.#socket = await openSocket(
        {
          url: this.#options.url,
          headers: this.#options.credentials.headers(['bearer']),
          WebSocket,
          onFrame: (data) => this.#deliver(() => this.#onFrame(data)),
          onClose: (code, reason) => this.#deliver(() => this.#onClose(code, reason)),
        },
        deadline,
      );
      this.#release();
    } finally {
      deadline.clear();
      this.#connecting = undefined;
    }
  }

  #deliver(event: () => void): void {
    if (this.#held !== undefined) this.#held.push(event);
    else event();
  }

  /** Delivers what is held, each event in a turn of its own, so that whoever awaits one is back before the next. */
  #release(): void {
    nextTurn(() => {
      const held = this.#held ?? [];
      held.shift()?.();
      if (held.length > 0) this.#release();
      else this.#held = undefined;
    });
  }

  #onFrame(data: unknown): void {
    if (this.#closing !== undefined) return;
    const frame = parse(data);
    const type = typeof frame === 'object' && frame !== null && 'type' in frame ? frame.type : undefined;
    if (typeof type === 'string' && knownTypes.has(type)) this.#emitter.emit(type as RealtimeEventType, frame);
    else this.#emitter.emit('unknown', frame);
  }

  #onClose(code: number, reason: string): void {
    this.#socket = undefined;
    this.#emitter.emit('close', { code, reason });
    this.#closing = undefined;
  }

  #endedBefore(type: string): Error {
    const message = `the connection ended before ${type}`;
    return this.#closing === undefined ? new ConnectionError(message) : new AbortedError(message);
  }
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data)) as unknown;
  } catch {
    return data;
  }
}
