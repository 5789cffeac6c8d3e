import { realtimePath } from '../generated/frames.js';
import { limits } from '../generated/limits.js';
import { bearerToken } from '../protocol/access.js';
import { DialtoneError } from '../protocol/dialtone-error.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import type { ClientFrame, ServerFrame } from '../protocol/frame-types.js';
import { clientIdOf, errorEvent, readFrame } from '../protocol/frame.js';
import { HandshakeRates } from '../protocol/handshake-rates.js';
import { OperationRates } from '../protocol/operation-rates.js';
import type { OperationId } from '../protocol/operation-types.js';
import type { SocketEnd } from '../realtime/socket.js';
import type { Context } from './context.js';
import type { Faults } from './faults.js';
import { redeemTicket } from './features/auth.js';
import { serveFrame } from './frames.js';
import { failure, type HttpAnswer, type HttpRequest, operationOf, serve } from './http.js';
import type { Connection } from './hub.js';
import { judge } from './judge.js';
import type { StoredSession } from './state.js';
import { isLarge } from './text-size.js';
import type { Turns } from './turns.js';
import { BROKEN, type FakeWebSocket, type SocketPeer } from './web-socket.js';

/** A request that the server has answered. */
export interface RecordedRequest {
  /** Undefined for a path or a verb that the contract does not have. */
  readonly operationId: OperationId | undefined;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parameters and body's fields by the contract's names; undefined when there are none or they were refused. */
  readonly input: unknown;
  /** Who called, when a session did. */
  readonly userId: string | undefined;
  readonly status: number;
  /** Of an error. */
  readonly code: ErrorCode | undefined;
}

/** A frame that came from a client or went to one. */
export type RecordedFrame = {
  readonly userId: string;
  readonly deviceId: string;
} & (
  | { readonly direction: 'received'; readonly frame: ClientFrame }
  | { readonly direction: 'refused'; readonly data: unknown; readonly code: ErrorCode }
  | { readonly direction: 'sent'; readonly frame: ServerFrame }
);

/** What the network works on. */
export interface NetworkOptions extends Context {
  readonly baseUrl: URL;
  readonly adminToken: string;
  readonly limitHandshakes: boolean;
  readonly turns: Turns;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  readonly frames: RecordedFrame[];
}

/** Where requests, handshakes and frames arrive: each waits for its turn, and meets the faults that were planned. */
export class Network implements SocketPeer {
  readonly #options: NetworkOptions;
  readonly #basePath: string;
  readonly #rates = new OperationRates();
  /** Null when they are not counted. */
  readonly #handshakes: HandshakeRates | null;
  readonly #connections = new Map<FakeWebSocket, Connection>();

  constructor(options: NetworkOptions) {
    this.#options = options;
    this.#handshakes = options.limitHandshakes ? new HandshakeRates() : null;
    this.#basePath = options.baseUrl.pathname.replace(/\/+$/, '');
  }

  /** The `fetch` of clients. */
  async fetch(...[input, init]: Parameters<typeof globalThis.fetch>): Promise<Response> {
    const request = new Request(input, init);
    const { method, headers, signal } = request;
    const body = typeof init?.body === 'string' ? init.body : await request.text();
    const arriving: HttpRequest = { method, url: new URL(request.url), headers, body };
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason as Error);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      const settle = (answer: HttpAnswer | undefined) => {
        signal.removeEventListener('abort', onAbort);
        if (answer === undefined || this.#options.faults.isOffline) reject(new TypeError('fetch failed'));
        else resolve(new Response(answer.body, { status: answer.status, headers: answer.headers }));
      };
      this.#options.turns.add(() => {
        if (!signal.aborted) this.#onRequest(arriving, settle);
      });
    });
  }

  #onRequest(request: HttpRequest, settle: (answer: HttpAnswer | undefined) => void): void {
    const { faults, turns, baseUrl } = this.#options;
    if (faults.isOffline || request.url.origin !== baseUrl.origin) {
      settle(undefined);
      return;
    }
    const id = operationOf(request, this.#basePath);
    const fault = faults.take(id);
    if (fault?.kind === 'hold') {
      void fault.letGo.then(() => turns.add(() => this.#onRequest(request, settle)));
      return;
    }
    if (fault?.kind === 'drop' && !fault.isServed) {
      settle(undefined);
      return;
    }
    const answer = fault?.kind === 'fail' ? refusalOf(fault.code) : this.#serve(request, id);
    this.#record(request, id, answer);
    turns.add(() => settle(fault?.kind === 'drop' ? undefined : answer));
  }

  #serve(request: HttpRequest, id: OperationId | undefined): HttpAnswer {
    return serve(request, id, { ...this.#options, rates: this.#rates, basePath: this.#basePath });
  }

  #record({ method, url, headers }: HttpRequest, operationId: OperationId | undefined, answer: HttpAnswer): void {
    const { status, code, input, userId } = answer;
    answer.headers['X-Request-Id'] = this.#options.state.newId('request');
    this.#options.requests.push({
      operationId,
      method,
      path: url.pathname + url.search,
      headers: Object.fromEntries([...headers]),
      input,
      userId,
      status,
      code,
    });
  }

  onConnect(socket: FakeWebSocket, url: string, protocols: readonly string[], headers: Record<string, string>): void {
    const { turns, faults } = this.#options;
    turns.add(() => {
      const fault = faults.isOffline ? { kind: 'drop' as const, isServed: false } : faults.take('connect');
      if (fault?.kind === 'hold') {
        void fault.letGo.then(() => this.onConnect(socket, url, protocols, headers));
      } else if (fault?.kind === 'drop') socket.end(BROKEN);
      else this.#admit(socket, url, protocols, headers, fault?.code);
    });
  }

  #admit(
    socket: FakeWebSocket,
    url: string,
    protocols: readonly string[],
    headers: Record<string, string>,
    planned?: ErrorCode,
  ): void {
    if (socket.readyState !== socket.CONNECTING) {
      socket.end(BROKEN); // the client gave up
      return;
    }
    const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    let session: StoredSession;
    try {
      if (planned !== undefined) throw new DialtoneError(planned);
      if (new URL(url).pathname !== this.#basePath + realtimePath) throw new DialtoneError('not_found');
      session = this.#sessionOf(header, protocols);
    } catch (error) {
      if (!(error instanceof DialtoneError)) throw error;
      const { status, headers: answered, body } = failure(error.code, error.message, error.retryAfter);
      socket.refuse({ statusCode: status, headers: lowerCased(answered), [Symbol.asyncIterator]: () => once(body) });
      return;
    }
    socket.open(protocols.includes('dialtone') ? 'dialtone' : '');
    const { id: sessionId, user_id: userId, device_id: deviceId } = session;
    const via = header === undefined ? 'ticket' : 'header';
    const connection: Connection = { socket, sessionId, userId, deviceId, via, room: undefined };
    this.#connections.set(socket, connection);
    this.#options.hub.add(connection);
  }

  /** The session of a handshake, by its header or a ticket; it counts (RT1, RT29). */
  #sessionOf(header: string | undefined, protocols: readonly string[]): StoredSession {
    const { state } = this.#options;
    const ticket = protocols.find((protocol) => protocol.startsWith('ticket.'))?.slice('ticket.'.length);
    const session =
      header === undefined ? redeemTicket(state, ticket ?? '') : state.sessionOf(bearerToken(header) ?? '');
    if (!session) throw new DialtoneError('unauthorized');
    const { device_id: deviceId, user_id: userId } = session;
    const retryAfter = this.#handshakes?.secondsToWait({ deviceId, userId }, state.clock.now);
    if (typeof retryAfter === 'number') throw new DialtoneError('rate_limited', undefined, retryAfter);
    return session;
  }

  onFrame(socket: FakeWebSocket, data: unknown): void {
    const { turns, hub } = this.#options;
    turns.add(() => {
      const connection = this.#connections.get(socket);
      if (!connection || !hub.open.has(connection)) return;
      if (typeof data === 'string' && isLarge(data, limits.maxFrameBytes)) hub.close(connection, 'frame_too_large');
      else this.#onFrame(connection, data);
    });
  }

  #onFrame(connection: Connection, data: unknown): void {
    const { faults, frames, turns, hub } = this.#options;
    const { userId, deviceId } = connection;
    let frame: ClientFrame | undefined;
    try {
      frame = readFrame(typeof data === 'string' ? new TextEncoder().encode(data) : undefined, judge);
      const fault = faults.take(frame.type);
      if (fault?.kind === 'hold') {
        void fault.letGo.then(() => turns.add(() => this.#onFrame(connection, data)));
        return;
      }
      if (fault?.kind === 'fail') throw new DialtoneError(fault.code);
      if (fault?.kind !== 'drop' || fault.isServed) {
        if (fault) hub.close(connection, BROKEN); // before it is served: nothing of the answer arrives
        serveFrame({ ...this.#options, connection }, frame);
        frames.push({ direction: 'received', userId, deviceId, frame });
      } else hub.close(connection, BROKEN);
    } catch (error) {
      if (!(error instanceof DialtoneError)) throw error;
      frames.push({ direction: 'refused', userId, deviceId, data, code: error.code });
      hub.send(errorEvent(error, clientIdOf(frame ?? error, judge)), [connection]);
    }
  }

  onClose(socket: FakeWebSocket, end: SocketEnd): void {
    const { turns, hub } = this.#options;
    turns.add(() => {
      const connection = this.#connections.get(socket);
      if (connection) hub.close(connection, end);
      else turns.add(() => socket.end(BROKEN));
    });
  }
}

function refusalOf(code: ErrorCode): HttpAnswer {
  const { message } = new DialtoneError(code);
  return { ...failure(code, message), input: undefined, userId: undefined, code };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function* once(text: string | null): AsyncGenerator<Uint8Array, void> {
  await Promise.resolve();
  yield new TextEncoder().encode(text ?? '');
}
