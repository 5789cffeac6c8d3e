// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
import { errors } from '../generated/errors.js';
import type { ErrorCode } from './error-codes.js';
import { limits } from '../generated/limits.js';

/**
 * An error that the contract knows. The code decides the HTTP status or, on the WebSocket, the `error` event's code;
 * the message is the contract's unless a more specific one is given. Messages reach clients: never put a secret,
 * ciphertext or the caller's input into one.
 */
export class DialtoneError extends Error {
  /** When to try again, in seconds, for the codes that say so. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string = errors[code].message,
    retryAfter?: number,
  ) {
    super(message);
    this.name = 'DialtoneError';
    this.retryAfter = retryAfter ?? (code === 'server_unavailable' ? limits.retryAfterSeconds : undefined);
  }
}
