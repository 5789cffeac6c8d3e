/** The contract as TypeScript: everything that openapi.yaml and asyncapi.yaml say, and the validation of inputs. */
export * from './generated/errors.js';
export * from './generated/frames.js';
export * from './generated/limits.js';
export * from './generated/operations.js';
export * from './generated/rules.js';
export * from './generated/schemas.js';
export type * from './generated/types.js';
export { bearerToken, checkAccess, type Grants, needsSession } from './protocol/access.js';
export { replacedBy } from './protocol/certificates.js';
export { type CloseCodeName, closeCodeOf } from './protocol/close-codes.js';
export { DialtoneError } from './protocol/dialtone-error.js';
export { type EnvelopesThere, type Room, roomFor } from './protocol/envelopes.js';
export type { FrameErrorCode, HttpErrorCode } from './protocol/error-codes.js';
export { rosterEvents, snapshotEvents } from './protocol/event-size.js';
export type {
  ClientFrame,
  ClientFrameType,
  FrameErrors,
  ServerFrame,
  ServerFrameType,
} from './protocol/frame-types.js';
export { clientIdIn, clientIdOf, errorEvent, FrameError, readFrame } from './protocol/frame.js';
export { HandshakeRates } from './protocol/handshake-rates.js';
export { readInput } from './protocol/input.js';
export { JsonError, parseJson } from './protocol/json.js';
export { isServedType } from './protocol/media-type.js';
export { proofProblem } from './protocol/message-proof.js';
export type { OperationErrors, OperationId, OperationInput, OperationOutput } from './protocol/operation-types.js';
export { OperationRates } from './protocol/operation-rates.js';
export { OtherAnswer } from './protocol/other-answer.js';
export { newPassword, passwordForms, preparePassword } from './protocol/password.js';
export { operationsAt } from './protocol/paths.js';
export { PerKey } from './protocol/per-key.js';
export type { CloseCodeSpec, FrameSpec, OperationSpec } from './protocol/specs.js';
export { TokenBucket } from './protocol/token-bucket.js';
export { isOlderUsername, newUsername, normalizeUsername, olderUsernames } from './protocol/username.js';
export { createValidator, type Validate, validate } from './validation.js';
