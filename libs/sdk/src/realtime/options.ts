import type { Credentials } from '../core/credentials.js';
import type { CallOptions } from '../core/transport.js';
import type { Ticket } from '../generated/types.js';
import type { Sync } from './catch-up.js';
import type { WebSocketConstructor } from './socket.js';

/** How a {@link RealtimeClient} behaves. */
export interface RealtimeOptions {
  /**
   * Where the client stood in the history when it last ran, its `cursor`: everything stored since then comes first.
   * Without it the client begins now.
   */
  cursor?: string | undefined;
  /**
   * `false` for one connection whose events come exactly as the server sends them: no catching up, no new connection
   * after it. Default true.
   */
  reconnect?: boolean | undefined;
  /** How many messages may wait to be sent; more are refused with an `OutboxFullError`. Default 2,000. */
  outboxLimit?: number | undefined;
  /**
   * Milliseconds of silence after which the connection is checked with a small HTTP request. Default 30,000: more than
   * the time between two pings of the server, which are silence in a browser but not for the package `ws`.
   */
  quietMs?: number | undefined;
  /**
   * What reports, with the events `online` and `offline`, that the network came or went. Default: the global object if
   * it has events, as in browsers and workers.
   */
  network?: EventTarget | undefined;
}

/** What an HTTP client hands to its realtime clients. */
export interface RealtimeHost {
  /** The address of `GET /ws`, with ws: or wss:. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly WebSocket: WebSocketConstructor | undefined;
  /** Of `connect()`; undefined where only silence is limited. */
  readonly timeoutMs: number | undefined;
  readonly sync: Sync;
  readonly createTicket: (options: CallOptions) => PromiseLike<Ticket>;
}

/** Every option, and the defaults. */
export interface ResolvedOptions extends RealtimeHost {
  readonly reconnect: boolean;
  readonly quietMs: number;
  readonly network: EventTarget | undefined;
}

/** The milliseconds of silence after which a connection is checked. */
const QUIET_MS = 30_000;

export function resolveOptions(host: RealtimeHost, options: RealtimeOptions): ResolvedOptions {
  const { reconnect = true, quietMs = QUIET_MS, network = globalNetwork() } = options;
  if (!(quietMs > 0)) throw new RangeError('quietMs must be a number above 0');
  return { ...host, reconnect, quietMs, network };
}

function globalNetwork(): EventTarget | undefined {
  const target = globalThis as Partial<EventTarget>;
  return typeof target.addEventListener === 'function' ? (target as EventTarget) : undefined;
}
