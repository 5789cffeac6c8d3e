import type { IncomingMessage } from 'node:http';
import { type ClientOptions, WebSocket } from 'ws';
import { RawListener } from './listener.js';

/** The result of a WebSocket handshake. */
export interface HandshakeResult {
  /** 101 when it succeeded. */
  readonly status: number;
  /** The header `X-Error-Code` of a refusal. */
  readonly code: string | undefined;
  readonly headers: IncomingMessage['headers'];
  /** The connection; undefined after a refusal. */
  readonly ear: RawListener | undefined;
}

/** Tries to open a WebSocket. */
export function handshake(
  wsUrl: string,
  options: ClientOptions = {},
  protocols: readonly string[] = [],
): Promise<HandshakeResult> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(wsUrl, [...protocols], options);
    const ear = new RawListener(socket);
    let headers: IncomingMessage['headers'] = {};
    socket.on('upgrade', (response) => ({ headers } = response));
    socket.on('open', () => resolve({ status: 101, code: undefined, headers, ear }));
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve({
        status: response.statusCode ?? 0,
        code: response.headers['x-error-code'] as string | undefined,
        headers: response.headers,
        ear: undefined,
      });
    });
    socket.on('error', reject);
  });
}
