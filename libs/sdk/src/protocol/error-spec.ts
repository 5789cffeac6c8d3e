// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
/** What the contract says of an error. */
export interface ErrorSpec {
  /** Of the HTTP answer; null for a code that comes in `error` events alone. */
  readonly status: number | null;
  /** Does it come in `error` events? */
  readonly frame: boolean;
  readonly message: string;
}
