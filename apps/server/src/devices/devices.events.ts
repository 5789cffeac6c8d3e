/** A device was removed, and its sessions with it. */
export class DeviceRemoved {
  constructor(readonly deviceId: string) {}
}
