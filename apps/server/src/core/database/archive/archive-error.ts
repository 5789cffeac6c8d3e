/** Why nothing was archived or loaded, in a line or two for the operator, who is shown the message and nothing else. */
export class ArchiveError extends Error {}

/** Throws when the operator has interrupted the work. */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ArchiveError('stopped');
}
