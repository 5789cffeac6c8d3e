import type { Deadline } from '../core/deadline.js';
import { apiErrorOf, ConnectionError, unreachable } from '../core/errors.js';
import { closeCodeOf } from '../protocol/close-codes.js';

/** The parts of a WebSocket that the client uses; those of browsers and of the package `ws` have them. */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: { readonly type: string }) => void,
  ): void;
}

/**
 * A WebSocket class. The third argument carries the handshake's headers, which the class of the package `ws` sends. For
 * any other class the client gets a ticket and offers it as a subprotocol.
 */
export type WebSocketConstructor = new (
  url: string,
  protocols: string[],
  options: { headers: Record<string, string> },
) => WebSocketLike;

/** Where a connection goes and who hears of it. */
export interface SocketOptions {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly protocols: string[];
  readonly WebSocket: WebSocketConstructor;
  /** A frame arrived: a string for a text frame. */
  readonly onFrame: (data: unknown) => void;
  /** The server pinged; only the package `ws` reports that. */
  readonly onPing: () => void;
}

/** How a connection ended. */
export interface SocketEnd {
  readonly code: number;
  readonly reason: string;
}

const OPEN = 1;
/** What a WebSocket says for the code when it broke off. */
export const ABNORMAL_CLOSURE = 1006;
/** Of an answer that refuses a handshake, no more characters are read. */
const MOST_OF_REFUSAL = 100_000;
/** Milliseconds that the server may take to answer a close frame. */
const CLOSE_TIMEOUT_MS = 5_000;

/** What `ws` has beyond the standard: it reports how a handshake was refused, and that the server pinged. */
interface NodeWebSocket extends WebSocketLike {
  on(event: 'ping', listener: () => void): void;
  once(event: 'unexpected-response', listener: (request: unknown, response: HandshakeResponse) => void): void;
  terminate(): void;
}

interface HandshakeResponse extends AsyncIterable<Uint8Array> {
  readonly statusCode?: number;
  readonly headers: Record<string, string | string[] | undefined>;
}

/** An open connection. */
export class Connection {
  /** Resolves once it has ended. */
  readonly closed: Promise<SocketEnd>;
  readonly #socket: WebSocketLike;
  #end!: (end: SocketEnd) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: WebSocketLike) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => (this.#end = resolve));
    socket.addEventListener('close', (event) => {
      clearTimeout(this.#timer);
      const { code, reason } = event as { type: string; code: number; reason: string };
      this.#end({ code, reason });
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === OPEN;
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Sends a close frame; the connection ends when the server has answered it, or shortly after without an answer. */
  close(): void {
    this.#socket.close(closeCodeOf.normal);
    this.#timer ??= setTimeout(() => this.drop(), CLOSE_TIMEOUT_MS);
  }

  /** Treats it as broken, whatever the other end may still send. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#end({ code: ABNORMAL_CLOSURE, reason: '' });
    if (isNodeWebSocket(this.#socket)) this.#socket.terminate();
    else this.#socket.close();
  }
}

/**
 * Opens a WebSocket. Rejects with ApiError when the server refuses the handshake and the WebSocket class can tell, with
 * ConnectionError when it fails for another reason, and with the deadline's reason when that passes first.
 */
export function openSocket(options: SocketOptions, deadline: Deadline): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = new options.WebSocket(options.url, options.protocols, { headers: options.headers });
    const connection = new Connection(socket);
    let isOver = false;
    let isRefused = false;
    let cause: unknown;

    const fail = (error: Error) => {
      deadline.signal.removeEventListener('abort', onDeadline);
      reject(error);
      isOver = true;
      socket.close();
    };
    const onDeadline = () => fail(deadline.signal.reason as Error);
    if (deadline.signal.aborted) onDeadline();
    else deadline.signal.addEventListener('abort', onDeadline);

    socket.addEventListener('open', () => {
      deadline.signal.removeEventListener('abort', onDeadline);
      resolve(connection);
    });
    void connection.closed.then(() => {
      isOver = true;
      // The answer that refused it says more than this end, and may not have been read yet.
      if (isRefused) return;
      deadline.signal.removeEventListener('abort', onDeadline);
      reject(new ConnectionError(unreachable(new URL(options.url).origin), { cause }));
    });
    socket.addEventListener('message', (event) => {
      if (!isOver) options.onFrame((event as { data?: unknown }).data);
    });
    // An error is always followed by `close`.
    socket.addEventListener('error', (event) => {
      cause = (event as { error?: unknown }).error;
    });
    if (isNodeWebSocket(socket)) {
      socket.on('ping', options.onPing);
      socket.once('unexpected-response', (_request, response) => {
        isRefused = true;
        refusal(response).then(fail, (error: unknown) =>
          fail(new ConnectionError(unreachable(new URL(options.url).origin), { cause: error })),
        );
      });
    }
  });
}

function isNodeWebSocket(socket: WebSocketLike): socket is NodeWebSocket {
  return 'terminate' in socket && 'once' in socket;
}

async function refusal(response: HandshakeResponse): Promise<Error> {
  const decoder = new TextDecoder();
  let body = '';
  for await (const chunk of response) {
    body += decoder.decode(chunk, { stream: true });
    if (body.length > MOST_OF_REFUSAL) break;
  }
  const header = (name: string) => [response.headers[name]].flat()[0];
  return apiErrorOf('connect', response.statusCode ?? 0, header, body);
}
