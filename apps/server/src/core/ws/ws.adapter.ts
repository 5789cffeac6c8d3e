import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { MessageMappingProperties } from '@nestjs/websockets';
import { limits } from '@app/contract';
import type { Logger } from 'pino';
import { type RawData, WebSocketServer } from 'ws';
import type { Authenticator } from '../access/authenticator.js';
import type { Config } from '../config/config.js';
import { DialtoneError } from '../errors/dialtone-error.js';
import { toDialtoneError } from '../errors/to-dialtone-error.js';
import { rawErrorResponse, type RawErrorCode } from '../http/raw-error.js';
import { ClientSocket } from './client-socket.js';
import { FrameRate } from './frame-rate.js';
import { Handshake, SUBPROTOCOL } from './handshake.js';
import { REFUSED_FRAME } from './on-message.decorator.js';
import { parseFrame } from './parse-frame.js';

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
    const server = new WebSocketServer<typeof ClientSocket>({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.maxFrameBytes,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
      WebSocket: ClientSocket,
    });
    server.on('wsClientError', (_error, socket) => refuse(socket, 'upgrade_required'));
    const handshake = new Handshake(options.path, this.authenticator, this.config.allowedOrigins, this.log);
    (this.httpServer as Server).on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Nobody else listens to this socket yet, and an unheard error would end the process.
      const ignore = () => undefined;
      socket.on('error', ignore);
      void handshake.admit(request).then((admitted) => {
        socket.off('error', ignore);
        if (typeof admitted === 'string') {
          refuse(socket, admitted);
          return;
        }
        server.handleUpgrade(request, socket, head, (client) => {
          client.caller = admitted;
          client.rate = this.config.rateLimits ? new FrameRate() : undefined;
          client.on('error', (error) => this.log.debug({ err: error }, 'socket error'));
          server.emit('connection', client, request);
        });
      });
    });
    return server;
  }

  override bindMessageHandlers(client: ClientSocket, handlers: MessageMappingProperties[]): void {
    const byType = new Map(handlers.map(({ message, callback }) => [message as string, callback]));
    client.on('message', (data: RawData, isBinary: boolean) => {
      if (client.readyState !== ClientSocket.OPEN) return; // what comes after our close frame counts no more
      const [pattern, argument] = toCall(client, data, isBinary);
      void byType.get(pattern)?.(argument, pattern);
    });
  }

  /** The gateway closes its connections itself, with a code that tells clients why. */
  override close(server: WebSocketServer): Promise<void> {
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

/** The gateway method to call for a frame, and its argument. */
function toCall(client: ClientSocket, data: RawData, isBinary: boolean): [pattern: string, argument: unknown] {
  let type = '';
  try {
    // ws hands over a Buffer unless told otherwise.
    const parsed = parseFrame(data as Buffer, isBinary);
    type = parsed.type;
    if (client.rate?.allows(type) ?? true) return [type, parsed.frame];
    return [REFUSED_FRAME, new DialtoneError('rate_limited')];
  } catch (error) {
    const isAllowed = client.rate?.allows(type) ?? true;
    return [REFUSED_FRAME, isAllowed ? toDialtoneError(error) : new DialtoneError('rate_limited')];
  }
}

function refuse(socket: Duplex, code: RawErrorCode): void {
  socket.on('error', () => undefined); // a client that is gone already
  socket.end(rawErrorResponse(code));
}
