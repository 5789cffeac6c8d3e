/** These devices got their first envelope of a key from another device: that version of the channel's, or the directory key if there is no channel. */
export class KeysShared {
  static readonly isShared = true;

  constructor(
    readonly deviceIds: readonly string[],
    readonly channelId?: string,
    readonly version = 0,
  ) {}
}
