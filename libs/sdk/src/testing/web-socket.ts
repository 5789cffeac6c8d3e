import { ABNORMAL_CLOSURE, type SocketEnd } from '../realtime/socket.js';
import { isLarge } from './text-size.js';

/** How a connection ends that nobody closed. */
export const BROKEN: SocketEnd = { code: ABNORMAL_CLOSURE, reason: '' };

/** The states of a WebSocket. */
const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** What the server does with a socket. */
export interface SocketPeer {
  /** A handshake arrives. */
  onConnect(socket: FakeWebSocket, url: string, protocols: readonly string[], headers: Record<string, string>): void;
  /** The client sent a frame. */
  onFrame(socket: FakeWebSocket, data: unknown): void;
  /** The client closes the connection. */
  onClose(socket: FakeWebSocket, end: SocketEnd): void;
}

/** How a handshake was refused, as the package `ws` tells it. */
export interface Refusal extends AsyncIterable<Uint8Array> {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
}

type Handler = ((event: Event) => void) | null;

/**
 * The client's end of a connection to a fake server: the standard WebSocket, and what clients use of the package `ws`
 * beyond it (headers of the handshake, `unexpected-response`, `terminate`).
 */
export class FakeWebSocket extends EventTarget {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSING = CLOSING;
  static readonly CLOSED = CLOSED;
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;
  readonly url: string;
  readonly bufferedAmount = 0;
  readonly extensions = '';
  binaryType: 'blob' | 'arraybuffer' = 'blob';
  protocol = '';
  onopen: Handler = null;
  onmessage: Handler = null;
  onerror: Handler = null;
  onclose: Handler = null;
  readonly #peer: SocketPeer;
  #readyState = CONNECTING;
  #onRefusal: ((request: undefined, response: Refusal) => void) | undefined;

  constructor(
    peer: SocketPeer,
    url: string | URL,
    protocols: string | readonly string[] = [],
    options: { readonly headers?: Record<string, string> } = {},
  ) {
    super();
    this.#peer = peer;
    this.url = String(url);
    peer.onConnect(this, this.url, [protocols].flat(), options.headers ?? {});
  }

  get readyState(): number {
    return this.#readyState;
  }

  /** Throws an `InvalidStateError` while it is connecting; once it is closing, nothing is sent. */
  send(data: unknown): void {
    if (this.#readyState === CONNECTING) throw new DOMException('the socket is connecting', 'InvalidStateError');
    if (this.#readyState === OPEN) this.#peer.onFrame(this, data);
  }

  /** Throws for a code that a client may not send or a reason of more than 123 bytes, as the standard says. */
  close(code = 1000, reason = ''): void {
    if (code !== 1000 && !(code >= 3000 && code <= 4999)) {
      throw new DOMException('the code must be 1000 or between 3000 and 4999', 'InvalidAccessError');
    }
    if (isLarge(reason, 123)) throw new DOMException('the reason is too long', 'SyntaxError');
    if (this.#readyState >= CLOSING) return;
    this.#readyState = CLOSING;
    this.#peer.onClose(this, { code, reason });
  }

  /** As in `ws`: hears how the server refused the handshake. */
  once(event: string, listener: (request: undefined, response: Refusal) => void): this {
    if (event === 'unexpected-response') this.#onRefusal = listener;
    return this;
  }

  /** As in `ws`; the server never pings. */
  on(): this {
    return this;
  }

  /** As in `ws`: breaks the connection off. */
  terminate(): void {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSING;
    this.#peer.onClose(this, BROKEN);
  }

  /** The server lets the client in. */
  open(protocol: string): void {
    if (this.#readyState !== CONNECTING) return;
    this.#readyState = OPEN;
    this.protocol = protocol;
    this.#tell('open', {});
  }

  /** The server refuses the handshake. As in `ws`, who listens for how it does so ends the socket. */
  refuse(response: Refusal): void {
    if (this.#readyState === CONNECTING && this.#onRefusal) this.#onRefusal(undefined, response);
    else this.end(BROKEN);
  }

  /** A frame of the server arrives. */
  receive(data: string): void {
    if (this.#readyState === OPEN) this.#tell('message', { data });
  }

  /** The connection is over. */
  end({ code, reason }: SocketEnd): void {
    if (this.#readyState === CLOSED) return;
    const wasOpen = this.#readyState !== CONNECTING;
    this.#readyState = CLOSED;
    if (!wasOpen) this.#tell('error', {});
    this.#tell('close', { code, reason, wasClean: code !== ABNORMAL_CLOSURE });
  }

  #tell(type: 'open' | 'message' | 'error' | 'close', fields: object): void {
    const event = Object.assign(new Event(type), fields);
    this[`on${type}`]?.(event);
    this.dispatchEvent(event);
  }
}
