import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { MessageMappingProperties } from '@nestjs/websockets';
import { DialtoneError, limits } from '@app/contract';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { Authenticator } from '../../core/access/authenticator.js';
import { type Config, CONFIG } from '../../core/config/config.js';
import { Database } from '../../core/database/database.js';
import { afterAnswers } from '../../core/http/pending-answers.js';
import { refuseSocket } from '../../core/http/raw-error.js';
import { LOGGER } from '../../core/observability/logger.js';
import { Connection } from '../connection.js';
import { Connections } from '../connections.js';
import { Handshake, SUBPROTOCOL } from './handshake.js';
import { serveWithoutUpgrade } from './without-upgrade.js';

/** How long a client may take to read what it was sent and to answer the close frame. */
const CLOSE_TIMEOUT_MS = 15_000;

/**
 * In how many pieces a frame may come from the network. Each takes as much memory as 200 bytes that a client sends, and
 * the largest frame on the narrowest line needs about 120.
 */
const MAX_CHUNKS = 1024;

/**
 * Connects Nest's gateway to the HTTP server: authenticates before the upgrade, makes a {@link Connection} of each
 * socket, and lets it call the gateway's methods directly, without an Observable in between.
 */
export class ContractWsAdapter extends WsAdapter {
  private readonly handshake: Handshake;
  private readonly connections: Connections;

  constructor(app: INestApplicationContext) {
    super(app);
    this.handshake = new Handshake(
      app.get(Authenticator),
      app.get<Config>(CONFIG),
      app.get(Database),
      app.get<Logger>(LOGGER),
    );
    this.connections = app.get(Connections);
  }

  /** Creates a server without a port of its own; handshakes come from the HTTP server. */
  override create(_port: number, options: { path: string }): WebSocketServer {
    const settings = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.maxFrameBytes,
      maxFragments: limits.maxFrameFragments,
      maxBufferedChunks: MAX_CHUNKS,
      autoPong: false,
      closeTimeout: CLOSE_TIMEOUT_MS, // missing in the types
      handleProtocols: (offered: Set<string>) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : (false as const)),
    };
    const server = new WebSocketServer(settings);
    server.on('wsClientError', (_error, socket) => refuseSocket(socket, new DialtoneError('upgrade_required')));
    const httpServer = this.httpServer as Server;
    httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
        serveWithoutUpgrade(httpServer, request, socket, head);
        return;
      }
      afterAnswers(socket, () => {
        // Nobody else listens to this socket yet, and an unhandled error would end the process.
        const ignore = () => undefined;
        socket.on('error', ignore);
        void this.handshake.admit(request, options.path).then((admitted) => {
          socket.off('error', ignore);
          // The stop may have begun meanwhile.
          const outcome = httpServer.listening ? admitted : new DialtoneError('server_unavailable');
          if (outcome instanceof DialtoneError) {
            this.connections.traffic.refusedHandshakes[outcome.code]++;
            refuseSocket(socket, outcome);
            return;
          }
          if (!socket.readable) {
            refuseSocket(
              socket,
              new DialtoneError('invalid_request', 'a WebSocket needs a client that can still send'),
            );
            return;
          }
          server.handleUpgrade(request, socket, head, (webSocket) => {
            const transport = socket as Socket; // an HTTP server's sockets are, with TLS or without
            server.emit('connection', new Connection(webSocket, transport, outcome, this.connections), request);
          });
        });
      });
    });
    return server;
  }

  override bindMessageHandlers(connection: Connection, handlers: MessageMappingProperties[]): void {
    connection.serveBy(new Map(handlers.map(({ message, callback }) => [message as string, callback])));
  }

  override bindClientDisconnect(connection: Connection, callback: () => void): void {
    connection.onGone(callback);
  }

  /** The stop has already closed all connections, with a code that tells clients why. */
  override close(server: WebSocketServer): Promise<void> {
    return new Promise((resolve) => server.close(() => resolve()));
  }
}
