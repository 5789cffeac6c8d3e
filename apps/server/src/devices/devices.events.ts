/** A device was removed, and its sessions with it. */
export class DeviceRemoved {
  static readonly isShared = true;

  constructor(readonly deviceId: string) {}
}

/** Devices of a user got certificates. */
export class DevicesCertified {
  static readonly isShared = true;

  constructor(
    readonly userId: string,
    readonly deviceIds: readonly string[],
  ) {}
}

/** A device asks the other devices of its user to be linked. */
export class DeviceLinkRequested {
  static readonly isShared = true;

  constructor(
    readonly userId: string,
    readonly deviceId: string,
  ) {}
}

/** The request of this device to be linked was answered. */
export class DeviceLinkAnswered {
  static readonly isShared = true;

  constructor(readonly deviceId: string) {}
}
