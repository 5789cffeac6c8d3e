import type { ErrorCode } from '../protocol/error-codes.js';
import type { ClientFrameType } from '../protocol/frame-types.js';
import type { OperationId } from '../protocol/operation-types.js';

/** What a fault can hit: an operation, a frame of a client by its type, or `connect`, the WebSocket handshake. */
export type FaultTarget = OperationId | ClientFrameType | 'connect';

/** What goes wrong with one request, frame or handshake. */
export type Fault =
  | { readonly kind: 'fail'; readonly code: ErrorCode }
  | { readonly kind: 'drop'; readonly isServed: boolean }
  | { readonly kind: 'hold'; readonly letGo: Promise<void> };

/** What shall go wrong, in the order in which it was asked for; each happens once. */
export class Faults {
  readonly #planned = new Map<FaultTarget, Fault[]>();
  /** Is the network between clients and server gone? */
  isOffline = false;

  plan(target: FaultTarget, fault: Fault): void {
    this.#planned.set(target, [...(this.#planned.get(target) ?? []), fault]);
  }

  /** The fault that the next one of these meets, if any; it is over with that. */
  take(target: FaultTarget | undefined): Fault | undefined {
    return target === undefined ? undefined : this.#planned.get(target)?.shift();
  }
}
