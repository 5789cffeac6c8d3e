// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
/** A name that a client may have invented, made safe for an error message. */
export function printable(name: string): string {
  return /^[\w.-]{1,64}$/.test(name) ? name : JSON.stringify(name.slice(0, 40));
}
