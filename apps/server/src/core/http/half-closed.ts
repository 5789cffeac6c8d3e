import type { Server } from 'node:http';
import type { TLSSocket } from 'node:tls';

/**
 * Answers clients that say right behind their requests that they will send no more (`nc -N`, `shutdown(SHUT_WR)`). Node
 * would end their connections at once; told otherwise, it does so after the last answer.
 */
export function answerHalfClosed(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true }); // missing in the types
  // With TLS only once the handshake is done: whoever hangs up before it is let go at once.
  server.on('secureConnection', (socket: TLSSocket) => (socket.allowHalfOpen = true));
}
