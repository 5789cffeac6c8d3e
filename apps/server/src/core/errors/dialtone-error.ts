import { errors, type ErrorCode } from '@app/contract';

/**
 * An error that the contract knows. The code decides the HTTP status or, on the WebSocket, the `error` event's code;
 * the message is the contract's unless a more specific one is given. Messages reach clients: never put a secret,
 * ciphertext or the caller's input into one.
 */
export class DialtoneError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = errors[code].message,
  ) {
    super(message);
    this.name = 'DialtoneError';
  }
}
