import { WebSocket } from 'ws';
import type { Caller } from '../access/caller.js';

/** A client's open connection: the socket, and who is behind it. */
export class ClientSocket extends WebSocket {
  /** Set before the connection is announced. */
  caller: Caller;
}
