/** A device was removed, and its sessions with it. */
export class DeviceRemoved {
  static readonly isShared = true;

  constructor(
    readonly deviceId: string,
    readonly userId: string,
  ) {}
}
