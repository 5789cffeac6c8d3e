import { Credentials } from './core/credentials.js';
import { normalizeBaseUrl } from './core/request.js';
import { DEFAULT_TIMEOUT_MS, Transport } from './core/transport.js';
import { realtimePath } from './generated/frames.js';
import { Resources } from './generated/resources.js';
import { RealtimeClient } from './realtime/realtime-client.js';
import type { WebSocketConstructor } from './realtime/socket.js';

/** How to make a {@link DialtoneClient}. */
export interface DialtoneClientOptions {
  /** Where the server is, such as `https://chat.example.org`; a path is kept. */
  baseUrl: string;
  /** A session's token; `auth.register` and `auth.login` set it. */
  token?: string;
  /** The server's admin token; sent only to the operations that accept it. */
  adminToken?: string;
  /** Used instead of the global `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** Used instead of the package `ws` in Node and of the global `WebSocket` elsewhere. */
  WebSocket?: WebSocketConstructor;
  /** Milliseconds that a call may take, retries included; `Infinity` for no limit. Default 30,000. */
  timeoutMs?: number;
  /** How often a read is sent again after a connection error or a status 429, 502, 503 or 504. Default 2. */
  maxRetries?: number;
  /** Hears every new token; the call that brought it resolves only after this. */
  onToken?: (token: string) => void | Promise<void>;
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

  /** Throws a TypeError when `baseUrl` is no http(s) URL or a token could not stand in a header. */
  constructor(options: DialtoneClientOptions) {
    const credentials = new Credentials(options);
    super(new Transport({ ...options, credentials }));
    this.#options = options;
    this.#credentials = credentials;
  }

  /** The session's token, if there is one. */
  get token(): string | undefined {
    return this.#credentials.token;
  }

  /** A realtime connection for this client's session, not yet open. It uses the token that the client has when it connects. */
  realtime(): RealtimeClient {
    const { baseUrl, WebSocket, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const url = `${normalizeBaseUrl(baseUrl).replace(/^http/, 'ws')}${realtimePath}`;
    return new RealtimeClient({ url, credentials: this.#credentials, WebSocket, timeoutMs });
  }
}
