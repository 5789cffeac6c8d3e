import { Credentials, type SessionOptions } from './core/credentials.js';
import type { Middleware } from './core/middleware.js';
import { normalizeBaseUrl } from './core/request.js';
import { Transport } from './core/transport.js';
import { realtimePath } from './generated/frames.js';
import { Resources } from './generated/resources.js';
import type { MessageSync, Ticket } from './generated/types.js';
import type { RealtimeOptions } from './realtime/options.js';
import { RealtimeClient } from './realtime/realtime-client.js';
import type { WebSocketConstructor } from './realtime/socket.js';

/** How to make a {@link DialtoneClient}. */
export interface DialtoneClientOptions extends SessionOptions {
  /** Where the server is, such as `https://chat.example.org`; a path is kept. */
  baseUrl: string;
  /** Used instead of the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Used instead of the package `ws` in Node and of the global `WebSocket` elsewhere. */
  WebSocket?: WebSocketConstructor | undefined;
  /**
   * Milliseconds that a call may take, retries included; `Infinity` for no limit. Without it only silence is limited:
   * 30 s in which nothing of an answer arrives.
   */
  timeoutMs?: number | undefined;
  /**
   * How often a call is sent again: a read after a connection error or a status 429, 502, 503 or 504, any other call
   * after 429 alone. Default 2.
   */
  maxRetries?: number | undefined;
}

/**
 * A client of one Dialtone server, for one session at a time. Its resources have one method for each operation of the
 * HTTP contract.
 *
 * @example
 * const client = new DialtoneClient({ baseUrl: 'https://chat.example.org' });
 * await client.auth.login({ username, password, public_key });
 * const { channels } = await client.channels.list();
 */
export class DialtoneClient extends Resources {
  readonly #options: DialtoneClientOptions;
  readonly #credentials: Credentials;
  readonly #transport: Transport;

  /** Throws a TypeError when `baseUrl` is no http(s) URL or a token could not stand in a header. */
  constructor(options: DialtoneClientOptions) {
    const credentials = new Credentials(options);
    const transport = new Transport({ ...options, credentials });
    super(transport);
    this.#transport = transport;
    this.#options = options;
    this.#credentials = credentials;
  }

  /** The session's token, if there is one. */
  get token(): string | undefined {
    return this.#credentials.token;
  }

  /**
   * Adds a middleware, which sees every request of this client and its answer. The one that was added first sees a
   * request first and its answer last. Returns the function that removes it again.
   *
   * @example
   * client.use(async (request, next) => {
   *   request.headers.set('X-App-Version', '1.2.3');
   *   const response = await next(request);
   *   console.log(request.operationId, request.attempt, response.status);
   *   return response;
   * });
   */
  use(middleware: Middleware): () => void {
    return this.#transport.use(middleware);
  }

  /**
   * A realtime client for this client's session, not yet connected. It uses the token that this client has whenever it
   * connects.
   */
  realtime(options?: RealtimeOptions): RealtimeClient {
    const { baseUrl, WebSocket, timeoutMs } = this.#options;
    // A refused session is renewed by the realtime client: once, whichever of its requests was refused.
    const renewsSession = false;
    return new RealtimeClient(
      {
        url: `${normalizeBaseUrl(baseUrl).replace(/^http/, 'ws')}${realtimePath}`,
        credentials: this.#credentials,
        WebSocket,
        timeoutMs,
        sync: (input, request) =>
          this.#transport.request<MessageSync>('syncMessages', input, { ...request, renewsSession }),
        createTicket: (request) =>
          this.#transport.request<Ticket>('createTicket', undefined, { ...request, renewsSession }),
      },
      options,
    );
  }
}
