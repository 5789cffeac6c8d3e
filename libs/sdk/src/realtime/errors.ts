import { brand, hasBrand } from '../core/errors.js';

/** So many messages are waiting to be sent that `sendMessage` takes no more. */
export class OutboxFullError extends Error {
  static {
    brand(this, 'OutboxFullError');
  }
  declare readonly name: 'OutboxFullError';
}

/** Is it an {@link OutboxFullError}? */
export function isOutboxFullError(error: unknown): error is OutboxFullError {
  return hasBrand(error, 'OutboxFullError');
}
