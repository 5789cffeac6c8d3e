import { errorCodes, type ErrorCode } from '../generated/errors.js';

/** Something that the contract has a code for; its text is the contract's unless a more specific one is given. */
export class ContractError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = errorCodes[code].message,
  ) {
    super(message);
  }
}
