/** Why a command failed, in a line or two for the operator, who is shown the message and nothing else. */
export class Failure extends Error {}
