import type { ClientFrames } from '../generated/frames.js';
import type { ClientFrameType } from '../protocol/frame-types.js';
import type { OperationId, OperationInput, OperationOutput } from '../protocol/operation-types.js';
import type { Connection, Hub } from './hub.js';
import type { State, StoredSession, User } from './state.js';

/** What the server has, and who is connected. */
export interface Context {
  readonly state: State;
  readonly hub: Hub;
}

/** What an operation works on, and who calls. */
export interface OperationContext extends Context {
  /** The caller's session; operations that anyone may call must not ask for it. */
  readonly session: StoredSession;
  readonly user: User;
}

/** One handler for each operation of the contract. It changes nothing before all that it may throw is checked. */
export type OperationHandlers = {
  readonly [Id in OperationId]: (context: OperationContext, input: OperationInput<Id>) => OperationOutput<Id>;
};

/** What a frame works on, and which connection it came by. */
export interface FrameContext extends Context {
  readonly connection: Connection;
}

/** One handler for each frame of the contract that clients send; the rule for operations holds for them too. */
export type FrameHandlers = {
  readonly [T in ClientFrameType]: (context: FrameContext, frame: ClientFrames[T]) => void;
};
