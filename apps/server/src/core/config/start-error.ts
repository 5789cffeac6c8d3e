/** Why the server does not start, in a line or two for the operator, who is shown the message and nothing else. */
export class StartError extends Error {}

/** What the system says about a failed call, such as `EACCES: permission denied`, without the call and its path. */
export function reasonOf(error: unknown): string {
  return (error as Error).message.split(', ', 1)[0];
}
