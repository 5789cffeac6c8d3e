import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { limits } from '@app/contract';
import { networkOf } from '../limits/network.js';
import { Tally } from '../limits/tally.js';
import type { OperationRequest } from './operation-request.js';

/** A request takes this much by itself, with its headers. */
const REQUEST_BYTES = 4096;

/** The memory that requests and their answers take, for each session and each address. */
export class UnderWay {
  private readonly sessions = new Tally(limits.sessionUnderWayBytes);
  private readonly addresses = new Tally(limits.addressUnderWayBytes);
  private readonly requests = new WeakMap<OperationRequest, Held>();
  private readonly sockets = new WeakMap<Socket, Set<Held>>();

  /**
   * Holds room for a request until its answer has gone out, or its connection has ended.
   *
   * @returns false where there is none, for its session or its address
   */
  begin(request: OperationRequest, response: ServerResponse, bodyBytes: number): boolean {
    const held = new Held([
      [this.addresses, networkOf(request.ip)],
      ...(request.caller ? [[this.sessions, request.caller.sessionId] as const] : []),
    ]);
    if (!held.take(REQUEST_BYTES + bodyBytes)) return false;
    this.requests.set(request, held);
    this.releaseAfter(request.raw.socket, response, held);
    return true;
  }

  /** Holds room for the answer too; false where there is none. */
  answer(request: OperationRequest, bytes: number): boolean {
    return this.requests.get(request)?.take(bytes) ?? true;
  }

  /** An answer that waits behind others on a connection never hears of the connection's end. */
  private releaseAfter(socket: Socket, response: ServerResponse, held: Held): void {
    const all = this.sockets.get(socket) ?? this.watch(socket);
    all.add(held);
    response.once('finish', () => {
      all.delete(held);
      held.release();
    });
  }

  private watch(socket: Socket): Set<Held> {
    const all = new Set<Held>();
    this.sockets.set(socket, all);
    socket.once('close', () => all.forEach((held) => held.release()));
    return all;
  }
}

/** What one request holds, of all that it counts for. */
class Held {
  private bytes = 0;

  constructor(private readonly places: readonly (readonly [tally: Tally, key: string])[]) {}

  /** Holds more; false, and no more is held, where one of the places has no room. */
  take(bytes: number): boolean {
    if (!this.places.every(([tally, key]) => tally.hasRoom(key, bytes, this.bytes))) return false;
    this.add(bytes);
    return true;
  }

  release(): void {
    this.add(-this.bytes);
  }

  private add(bytes: number): void {
    this.bytes += bytes;
    for (const [tally, key] of this.places) tally.add(key, bytes);
  }
}
