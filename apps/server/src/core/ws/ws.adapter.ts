import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { MessageMappingProperties } from '@nestjs/websockets';
import { limits } from '@app/contract';
import type { Logger } from 'pino';
import { type RawData, WebSocketServer } from 'ws';
import { type Authenticator, bearerToken } from '../access/authenticator.js';
import type { Caller } from '../access/caller.js';
import { toDialtoneError } from '../errors/to-dialtone-error.js';
import { rawErrorResponse, type RawErrorCode } from '../http/fastify.js';
import { ClientSocket } from './client-socket.js';
import { REFUSED_FRAME } from './on-message.decorator.js';
import { parseFrame, type ParsedFrame } from './parse-frame.js';

/**
 * The WebSocket side of the server: authenticates before the upgrade, checks each frame against the contract, and hands
 * it to the gateway's method for its type without an Observable in between.
 */
export class ContractWsAdapter extends WsAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly authenticator: Authenticator,
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
      WebSocket: ClientSocket,
    });
    server.on('wsClientError', (_error, socket) => refuse(socket, 'upgrade_required'));
    (this.httpServer as Server).on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Nobody else listens to this socket yet, and an unheard error would end the process.
      const ignore = () => undefined;
      socket.on('error', ignore);
      void this.admit(request, options.path).then((admitted) => {
        socket.off('error', ignore);
        if (typeof admitted === 'string') return refuse(socket, admitted);
        server.handleUpgrade(request, socket, head, (client) => {
          client.caller = admitted;
          client.on('error', (error) => this.log.debug({ err: error }, 'socket error'));
          server.emit('connection', client, request);
        });
      });
    });
    return server;
  }

  /** The caller of a handshake, or why there is none. */
  private async admit(request: IncomingMessage, path: string): Promise<Caller | RawErrorCode> {
    if (request.url?.split('?', 1)[0] !== path) return 'not_found';
    const token = bearerToken(request.headers.authorization);
    if (token === null) return 'unauthorized';
    try {
      return (await this.authenticator.authenticate(token)) ?? 'unauthorized';
    } catch (error) {
      this.log.error({ err: error }, 'handshake failed');
      return 'server_error';
    }
  }

  override bindMessageHandlers(client: ClientSocket, handlers: MessageMappingProperties[]): void {
    const byType = new Map(handlers.map(({ message, callback }) => [message as string, callback]));
    client.on('message', (data: RawData, isBinary: boolean) => {
      const [pattern, argument] = toCall(data, isBinary);
      void byType.get(pattern)?.(argument, pattern);
    });
  }

  /** The gateway closes its connections itself, with a code that tells clients why. */
  override close(server: WebSocketServer): Promise<void> {
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

function toCall(data: RawData, isBinary: boolean): [pattern: string, argument: unknown] {
  try {
    // ws hands over a Buffer unless told otherwise.
    const { type, frame }: ParsedFrame = parseFrame(data as Buffer, isBinary);
    return [type, frame];
  } catch (error) {
    return [REFUSED_FRAME, toDialtoneError(error)];
  }
}

function refuse(socket: Duplex, code: RawErrorCode): void {
  socket.end(rawErrorResponse(code));
}
