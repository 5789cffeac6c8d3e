/** Who a session belongs to, as of now. */
export class Caller {
  constructor(
    readonly userId: string,
    readonly deviceId: string,
    readonly sessionId: string,
    readonly isAdmin: boolean,
    readonly isTrusted: boolean,
    /** When the session ends by itself. */
    readonly expiresAt: Date,
  ) {}
}
