// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import type { operations, OperationTypes } from '../generated/operations.js';
import type { PageSpec } from './specs.js';

/** Name of an operation in the contract. */
export type OperationId = keyof OperationTypes;
/** Parameters and body of an operation in one object, defaults filled in; undefined where it has neither. */
export type OperationInput<Id extends OperationId> = OperationTypes[Id]['input'];
/** What an operation answers with; undefined where it answers 204. */
export type OperationOutput<Id extends OperationId> = OperationTypes[Id]['output'];
/** Codes of the errors that each operation answers with. */
export type OperationErrors = { [Id in OperationId]: (typeof operations)[Id]['errors'][number] };
/** An operation whose answers are pages of a list. */
export type PagedOperationId = {
  [Id in OperationId]: (typeof operations)[Id] extends { readonly pages: PageSpec } ? Id : never;
}[OperationId];
