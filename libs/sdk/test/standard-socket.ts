import { WebSocket } from 'ws';
import type { WebSocketLike } from '../src/realtime/socket.js';

/** What the standard says of a WebSocket, and no more: it sends no headers, so it needs a ticket. */
export class StandardSocket implements WebSocketLike {
  readonly #socket: WebSocket;
  constructor(url: string, protocols: string[]) {
    this.#socket = new WebSocket(url, protocols);
  }
  get readyState(): number {
    return this.#socket.readyState;
  }
  send(data: string): void {
    this.#socket.send(data);
  }
  close(code?: number): void {
    this.#socket.close(code);
  }
  addEventListener(...[type, listener]: Parameters<WebSocketLike['addEventListener']>): void {
    this.#socket.addEventListener(type as 'open', listener);
  }
}
