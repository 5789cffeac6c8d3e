/** A connection opened, on any node. */
export class ConnectionOpened {
  static readonly isShared = false;

  constructor(
    readonly connectionId: string,
    readonly userId: string,
    readonly deviceId: string,
  ) {}
}

/** A user's first connection opened, or their last one ended. */
export class PresenceChanged {
  static readonly isShared = false;

  constructor(
    readonly userId: string,
    readonly isOnline: boolean,
    /** The connection that made the difference. */
    readonly connectionId: string,
  ) {}
}

/** A device has more connections than allowed; this one, which is on this node, is among its oldest. */
export class ConnectionExceeded {
  static readonly isShared = false;

  constructor(readonly connectionId: string) {}
}
