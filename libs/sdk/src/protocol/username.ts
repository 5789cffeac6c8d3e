// Copied from libs/contract/src/protocol by libs/codegen. Do not edit.
/** A name as it is compared: trimmed and lower-cased. */
export function normalizeUsername(username: string): string {
  return username.trim().toLowerCase();
}
