import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** A WebSocket server on a free port of this machine. */
export interface RealtimeServer {
  readonly url: string;
  close(): Promise<void>;
}

/** What the server does with a handshake and with a connection. */
export interface RealtimeBehaviour {
  /** Takes the handshake over when it returns true. */
  onUpgrade?: (request: IncomingMessage, socket: Duplex) => boolean;
  onConnection?: (connection: WebSocket, request: IncomingMessage) => void;
}

/** Starts a server that opens every connection unless `onUpgrade` takes it over; `port` 0 means a free one. */
export async function startRealtimeServer(behaviour: RealtimeBehaviour, port = 0): Promise<RealtimeServer> {
  const http = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  // From their first byte on: the handshake of one may still be on its way when the server closes.
  const raw = new Set<Duplex>();
  http.on('connection', (socket) => raw.add(socket));
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (behaviour.onUpgrade?.(request, socket)) return;
    sockets.handleUpgrade(request, socket, head, (connection) => behaviour.onConnection?.(connection, request));
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        for (const socket of raw) socket.destroy();
      }),
  };
}
