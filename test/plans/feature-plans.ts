import type { ClientFrameType, FrameErrorCode, HttpErrorCode, OperationId, ServerFrameType } from '@app/contract';
import type { Scenario } from '../contract/support/scene.js';
import type { Plan, World } from '../contract/support/world.js';

/** Fields of a frame. */
export type Fields = Readonly<Record<string, unknown>>;

type Answer = `${OperationId} ${number}` | `${OperationId} ${number} ${HttpErrorCode}`;

/** What to say in this world; the fields of a body that are left out come from the contract's example. */
export type Planner = (world: World) => Plan | Promise<Plan>;

/** What a frame says in this world; the fields that are left out come from the contract's example. */
export type FramePlanner = (world: World) => Fields | Promise<Fields>;

/**
 * How to get everything that the contract promises of a feature. A file of this folder has the plans of the tag that it
 * is named after, in one const of that name; `realtime.ts` has those of frames that belong to no tag. What is missing,
 * test/contract/plans.spec.ts tells.
 */
export interface FeaturePlans {
  /**
   * For each success of an operation, and for each error that no spoilt success gets, the request that gets it: by
   * operation, status and, of an error, code.
   */
  readonly calls: Readonly<Record<Answer, Planner>>;
  /** For each operation with a rate a wrong guess. */
  readonly guesses?: Readonly<Partial<Record<OperationId, Planner>>>;
  /** For each event of the server what to do to hear it. */
  readonly events?: Readonly<Partial<Record<ServerFrameType, Scenario>>>;
  /** For each frame of a client what it says, where the contract's example knows nothing of this world. */
  readonly frames?: Readonly<Partial<Record<ClientFrameType, FramePlanner>>>;
  /** For each frame of a client an event that shows that it was served: its scenario sends the frame. */
  readonly effects?: Readonly<Partial<Record<ClientFrameType, ServerFrameType>>>;
  /** For each error that only one frame gets what to do to hear it: by frame and code. */
  readonly refusals?: Readonly<Partial<Record<`${ClientFrameType} ${FrameErrorCode}`, Scenario>>>;
}
