import { type errors, passingErrors } from '../generated/errors.js';

/** Stable code of an error. */
export type ErrorCode = keyof typeof errors;
/** Codes of HTTP answers. */
export type HttpErrorCode = {
  [C in ErrorCode]: (typeof errors)[C] extends { readonly status: number } ? C : never;
}[ErrorCode];
/** Codes of `error` events. */
export type FrameErrorCode = {
  [C in ErrorCode]: (typeof errors)[C] extends { readonly frame: true } ? C : never;
}[ErrorCode];

/** Does the error pass by itself? Nothing was changed then, and the same may be sent again. */
export function passes(code: ErrorCode): boolean {
  return passingErrors.includes(code);
}
