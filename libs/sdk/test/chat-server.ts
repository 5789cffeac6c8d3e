import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A message as the scripted server keeps it. */
export interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly channel_id: string;
}

/** A scripted server: a history, `GET /sync` over it, tickets, and WebSockets that say what a test wants. */
export class ChatServer {
  readonly history: StoredMessage[] = [];
  /** The ids of messages that were deleted; their places in the history stay. */
  readonly deleted = new Set<string>();
  readonly peers: WebSocket[] = [];
  /** The frames that clients sent, parsed. */
  readonly frames: Record<string, unknown>[] = [];
  /** What arrived over HTTP: method and URL; of handshakes the subprotocols as well. */
  readonly requests: string[] = [];
  /** Answers a request in its place when it returns true. */
  onRequest: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  /** Refuses a handshake with this status when it returns one. */
  onHandshake: (request: IncomingMessage) => string | undefined = () => undefined;
  /** Called when a connection has been opened. */
  onOpen: (peer: WebSocket) => void = () => undefined;
  /** Called when a client's frame arrives. */
  onFrame: (frame: Record<string, unknown>, peer: WebSocket) => void = () => undefined;
  readonly #http = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('dialtone') ? 'dialtone' : false),
  });
  readonly #open = new Set<Socket>();

  static async start(): Promise<ChatServer> {
    const server = new ChatServer();
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  private constructor() {
    this.#http.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
    this.#http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      this.requests.push(`WS ${request.headers['sec-websocket-protocol'] ?? request.headers.authorization ?? ''}`);
      const refusal = this.onHandshake(request);
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (peer) => {
        this.peers.push(peer);
        this.onOpen(peer);
        peer.on('message', (data: Buffer) => {
          const frame = JSON.parse(data.toString()) as Record<string, unknown>;
          this.frames.push(frame);
          this.onFrame(frame, peer);
        });
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** The connection that was opened last. */
  get peer(): WebSocket {
    return this.peers.at(-1) as WebSocket;
  }

  /** Stores a message; the live event is sent only with `say`. */
  store(body: string, channel_id = 'c1'): StoredMessage {
    const message = { id: `id-${this.history.length + 1}`, body, channel_id };
    this.history.push(message);
    return message;
  }

  /** Sends the live event of a message on the last connection. */
  say({ id, ...message }: StoredMessage): void {
    const rest = { sender: 'u1', sender_name_enc: 'n', sent_at: 't' };
    this.peer.send(JSON.stringify({ type: 'channel.message.new', message_id: id, ...message, ...rest }));
  }

  /** Acknowledges every message that arrives, once it is stored. */
  acknowledge(): void {
    this.onFrame = ({ client_id, body }, peer) => {
      const message_id = this.store(String(body)).id;
      peer.send(JSON.stringify({ type: 'channel.message.ack', client_id, message_id, sent_at: 't' }));
    };
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#http.close(() => resolve());
      for (const socket of this.#open) socket.destroy();
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://server');
    this.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (this.onRequest(request, response)) return;
    if (url.pathname === '/ws/tickets') {
      reply(response, 201, { ticket: `t${this.requests.length}`, expires_at: 't' });
      return;
    }
    const since = url.searchParams.get('since');
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const place = since === null ? this.history.length : this.#placeOf(since);
    if (place === undefined) {
      reply(response, 404, { error: 'cursor not found' }, { 'X-Error-Code': 'cursor_not_found' });
      return;
    }
    const found = this.history.slice(place).filter(({ id }) => !this.deleted.has(id));
    const page = found.slice(0, limit);
    const messages = page.map((message) => ({ ...message, sender_id: 'u1', sender_name_enc: 'n', sent_at: 't' }));
    const last = page.at(-1);
    const next = String(last === undefined ? place : this.history.indexOf(last) + 1);
    reply(response, 200, { messages, next, has_more: found.length > limit });
  }

  #placeOf(since: string): number | undefined {
    if (/^\d+$/.test(since)) return Number(since);
    const index = this.history.findIndex(({ id }) => id === since && !this.deleted.has(id));
    return index < 0 ? undefined : index + 1;
  }
}

/** Answers with JSON. */
export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}
