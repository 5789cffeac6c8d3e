import { WebSocket } from 'ws';
import type { Caller } from '../access/caller.js';
import type { FrameRate } from './frame-rate.js';

/** A client's open connection: the socket, and who is behind it. */
export class ClientSocket extends WebSocket {
  /** Set before the connection is announced. */
  caller: Caller;
  /** What it may send; undefined without limits. */
  rate: FrameRate | undefined;
}
