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
    /** The connection that opened or ended. */
    readonly connectionId: string,
  ) {}
}

/** A device has too many connections; this one, on this node, is among its oldest. */
export class ConnectionExceeded {
  static readonly isShared = false;

  constructor(readonly connectionId: string) {}
}
