/** A session's user and device, with the user's current roles. */
export class Caller {
  constructor(
    readonly userId: string,
    readonly deviceId: string,
    readonly sessionId: string,
    readonly isAdmin: boolean,
    readonly isTrusted: boolean,
    /** When the session expires. */
    readonly expiresAt: Date,
  ) {}
}
