import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Caller } from '../access/caller.js';
import { newId } from '../security/tokens.js';
import { FrameRate } from './frame-rate.js';

/** A client's open connection: the socket, and who is behind it. All but `caller` is the business of those who set it. */
export class ClientSocket extends WebSocket {
  /** Names the connection, on every node; a later one's sorts after an earlier one's. */
  readonly id = newId();
  /** Set before the connection is announced. */
  caller: Caller;
  /** The connection below, for bytes that are framed already. */
  transport: Socket;
  /** Is there a limit to what it may send? */
  isLimited = false;
  /** How many of its frames are being served; `answered` is emitted when it falls to 0. */
  underWay = 0;
  /** Is nothing read from it any more? */
  isMuted = false;
  /** Has it been pinged, and not been heard of since? */
  owesPong = false;
  /** Its place in the round of pings. */
  slot = 0;
  private ownRate: FrameRate | undefined;

  /** What it may send; undefined without limits. Made when first asked for: most connections only listen. */
  get rate(): FrameRate | undefined {
    return this.isLimited ? (this.ownRate ??= new FrameRate()) : undefined;
  }
}
