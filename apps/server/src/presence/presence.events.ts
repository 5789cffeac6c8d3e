/** A connection opened, on any node. */
export class ConnectionOpened {
  constructor(
    readonly connectionId: string,
    readonly userId: string,
    readonly deviceId: string,
  ) {}
}

/** A user's first connection opened, or their last one ended. */
export class PresenceChanged {
  constructor(
    readonly userId: string,
    readonly isOnline: boolean,
    /** The connection that made the difference. */
    readonly connectionId: string,
  ) {}
}

/** A device has more connections than allowed; this one, which is on this node, is among its oldest. */
export class ConnectionExceeded {
  constructor(readonly connectionId: string) {}
}
