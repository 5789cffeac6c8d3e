/** The contract as TypeScript: everything that openapi.yaml and asyncapi.yaml say, and the judge of inputs. */
export * from './generated/dtos.js';
export * from './generated/errors.js';
export * from './generated/frames.js';
export * from './generated/limits.js';
export * from './generated/models.js';
export * from './generated/operations.js';
export * from './generated/schemas.js';
export { bearerToken, checkAccess, type Grants, needsSession } from './protocol/access.js';
export { DialtoneError } from './protocol/dialtone-error.js';
export { readInput } from './protocol/input.js';
export { JsonError, parseJson } from './protocol/json.js';
export { operationsAt } from './protocol/paths.js';
export { normalizeUsername } from './protocol/username.js';
export { createValidator, type Validate, validate } from './validation.js';
