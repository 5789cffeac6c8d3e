import type { OperationId, OperationInput, OperationOutput } from '../protocol/operation-types.js';
import type { Hub } from './hub.js';
import type { Publisher } from './publisher.js';
import type { State, StoredSession, User } from './state.js';

/** What operations and frames work on. */
export interface Context {
  readonly state: State;
  readonly hub: Hub;
  readonly publisher: Publisher;
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
