/** A key was sealed for devices: a channel's, or without one the directory key. */
export class KeysShared {
  static readonly isShared = true;

  constructor(
    readonly deviceIds: readonly string[],
    readonly channelId?: string,
  ) {}
}
