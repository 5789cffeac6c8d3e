import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { afterAnswers } from '../../core/http/pending-answers.js';

/** Headers by which a client offers to switch to another protocol. */
const OFFER = /^(?:upgrade|http2-settings)$/i;

/**
 * Serves a request that offers another protocol than WebSocket, as some HTTP clients do with their first request
 * (`h2c`). HTTP lets a server ignore the offer, but Node has already detached the connection from its parser. So the
 * request is put back without the offer, and parsed again behind the answers to those before it.
 */
export function serveWithoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex, rest: Buffer): void {
  const { method = '', url = '', httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!OFFER.test(rawHeaders[i])) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
  // At once, because nothing can be put back once the client's end has been read, and it may send no more.
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), rest]));
  afterAnswers(socket, () => {
    (socket as Socket).setTimeout(0); // set by the answer before, for the time until the next request
    server.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', socket);
  });
}
