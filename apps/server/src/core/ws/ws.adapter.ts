import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { MessageMappingProperties } from '@nestjs/websockets';
import { limits } from '@app/contract';
import type { Logger } from 'pino';
import { type RawData, WebSocketServer } from 'ws';
import type { Authenticator } from '../access/authenticator.js';
import type { Config } from '../config/config.js';
import { toDialtoneError } from '../errors/to-dialtone-error.js';
import { rawErrorResponse, type RawErrorCode } from '../http/raw-error.js';
import { ClientSocket } from './client-socket.js';
import { Handshake, SUBPROTOCOL } from './handshake.js';
import { REFUSED_FRAME } from './on-message.decorator.js';
import { parseFrame } from './parse-frame.js';
import { serveWithoutUpgrade } from './without-upgrade.js';

/** How long a client has at most to read what it was sent, and to answer the close frame at its end. */
const CLOSE_TIMEOUT_MS = 15_000;

/** How long a client has to take the refusal of its handshake. */
const REFUSAL_TIMEOUT_MS = 2000;

/** What comes in pieces of this size is more than a person sends. In bytes. */
const LARGE_CHUNK = 16_384;

/**
 * The WebSocket side of the server: authenticates before the upgrade, checks each frame against the contract, and hands
 * it to the gateway's method for its type without an Observable in between.
 */
export class ContractWsAdapter extends WsAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly authenticator: Authenticator,
    private readonly config: Config,
    private readonly log: Logger,
  ) {
    super(app);
  }

  /** One server without a port of its own: handshakes come from the HTTP server. */
  override create(_port: number, options: { path: string }): WebSocketServer {
    const settings = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.maxFrameBytes,
      autoPong: false,
      closeTimeout: CLOSE_TIMEOUT_MS, // the types do not know it yet
      handleProtocols: (offered: Set<string>) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : (false as const)),
      WebSocket: ClientSocket,
    };
    const server = new WebSocketServer<typeof ClientSocket>(settings);
    server.on('wsClientError', (_error, socket) => refuse(socket, 'upgrade_required'));
    const handshake = new Handshake(options.path, this.authenticator, this.config.allowedOrigins, this.log);
    const httpServer = this.httpServer as Server;
    httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
        serveWithoutUpgrade(httpServer, request, socket, head);
        return;
      }
      // Nobody else listens to this socket yet, and an unheard error would end the process.
      const ignore = () => undefined;
      socket.on('error', ignore);
      void handshake.admit(request).then((admitted) => {
        socket.off('error', ignore);
        const outcome = httpServer.listening ? admitted : 'server_unavailable';
        if (typeof outcome === 'string') {
          refuse(socket, outcome);
          return;
        }
        server.handleUpgrade(request, socket, head, (client) => {
          client.caller = outcome;
          client.transport = socket as Socket; // an HTTP server's, with TLS or without
          client.isLimited = this.config.rateLimits;
          client.on('error', (error) => this.log.debug({ err: error }, 'socket error'));
          socket.on('data', (chunk: Buffer) => {
            if (chunk.length >= LARGE_CHUNK) letOthers(client);
          });
          server.emit('connection', client, request);
        });
      });
    });
    return server;
  }

  override bindMessageHandlers(client: ClientSocket, handlers: MessageMappingProperties[]): void {
    const byType = new Map(handlers.map(({ message, callback }) => [message as string, callback]));
    client.on('message', (data: RawData, isBinary: boolean) => {
      client.owesPong = false;
      if (client.readyState !== ClientSocket.OPEN) return; // what comes after our close frame counts no more
      const bytes = data as Buffer; // as ws hands them over unless told otherwise
      if (client.rate?.allows(bytes) === false) {
        client.emit('beyond_rate', bytes);
        return;
      }
      const [pattern, argument] = toCall(bytes, isBinary);
      client.underWay += 1;
      void Promise.resolve(byType.get(pattern)?.(argument, pattern)).finally(() => {
        client.underWay -= 1;
        if (client.underWay === 0) client.emit('answered');
      });
    });
  }

  /** The gateway closes its connections itself, with a code that tells clients why. */
  override close(server: WebSocketServer): Promise<void> {
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

/** The gateway method to call for a frame, and its argument. */
function toCall(frame: Buffer, isBinary: boolean): [pattern: string, argument: unknown] {
  try {
    const parsed = parseFrame(frame, isBinary);
    return [parsed.type, parsed.frame];
  } catch (error) {
    return [REFUSED_FRAME, toDialtoneError(error)];
  }
}

/** Reads no more from a client that sends a lot until the others have had their turn. */
function letOthers(client: ClientSocket): void {
  if (client.isPaused) return;
  client.pause();
  setImmediate(() => {
    if (!client.isMuted) client.resume();
  });
}

/** Answers a handshake with an error. Nobody else looks after this socket, so it is ended whatever the client does. */
function refuse(socket: Duplex, code: RawErrorCode): void {
  const end = () => socket.destroy();
  socket.on('error', () => undefined); // a client that is gone already
  socket.once('finish', end);
  setTimeout(end, REFUSAL_TIMEOUT_MS).unref();
  socket.end(rawErrorResponse(code));
}
