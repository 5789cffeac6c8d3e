import { apiErrorOf, ConnectionError } from '../core/errors.js';
import type { Deadline } from '../core/deadline.js';

/** What of a WebSocket the client uses; the browsers' own and that of the package `ws` have it. */
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
 * A WebSocket class. The third argument carries the handshake's headers; a class that ignores it, as those of browsers
 * do, cannot send a token.
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
  readonly WebSocket: WebSocketConstructor;
  /** A frame arrived: a string for a text frame. */
  readonly onFrame: (data: unknown) => void;
  /** The connection, once open, has ended. Called once. */
  readonly onClose: (code: number, reason: string) => void;
}

/** What `ws` has beyond the standard: it tells how a handshake was refused. */
interface NodeWebSocket extends WebSocketLike {
  once(event: 'unexpected-response', listener: (request: unknown, response: HandshakeResponse) => void): void;
}

interface HandshakeResponse extends AsyncIterable<Uint8Array> {
  readonly statusCode?: number;
  readonly headers: Record<string, string | string[] | undefined>;
}

/**
 * Opens a WebSocket. Rejects with ApiError when the server refuses the handshake and the WebSocket class can tell, with
 * ConnectionError when it fails for another reason, and with the deadline's reason when that passes first.
 */
export function openSocket(options: SocketOptions, deadline: Deadline): Promise<WebSocketLike> {
  return new Promise((resolve, reject) => {
    const socket = new options.WebSocket(options.url, [], { headers: options.headers });
    let opened = false;
    let cause: unknown;

    const fail = (error: Error) => {
      reject(error);
      socket.close();
    };
    const onDeadline = () => fail(deadline.signal.reason as Error);
    if (deadline.signal.aborted) onDeadline();
    else deadline.signal.addEventListener('abort', onDeadline);

    socket.addEventListener('open', () => {
      opened = true;
      deadline.signal.removeEventListener('abort', onDeadline);
      resolve(socket);
    });
    socket.addEventListener('message', (event) => options.onFrame((event as { data?: unknown }).data));
    // An error is always followed by `close`.
    socket.addEventListener('error', (event) => {
      cause = (event as { error?: unknown }).error;
    });
    socket.addEventListener('close', (event) => {
      deadline.signal.removeEventListener('abort', onDeadline);
      const { code, reason } = event as { type: string; code: number; reason: string };
      if (opened) options.onClose(code, reason);
      else reject(new ConnectionError('the realtime connection could not be opened', { cause }));
    });
    if (isNodeWebSocket(socket)) {
      socket.once('unexpected-response', (_request, response) => {
        refusal(response).then(fail, (error: unknown) =>
          fail(new ConnectionError('the realtime connection could not be opened', { cause: error })),
        );
      });
    }
  });
}

function isNodeWebSocket(socket: WebSocketLike): socket is NodeWebSocket {
  return 'once' in socket && typeof socket.once === 'function';
}

async function refusal(response: HandshakeResponse): Promise<Error> {
  const decoder = new TextDecoder();
  let body = '';
  for await (const chunk of response) body += decoder.decode(chunk, { stream: true });
  const header = (name: string) => [response.headers[name]].flat()[0];
  return apiErrorOf(response.statusCode ?? 0, header, body);
}
