/** A channel was created or renamed. */
export class ChannelUpdated {
  static readonly isShared = true;

  constructor(
    readonly channelId: string,
    readonly nameEnc: string,
  ) {}
}

/** A channel is gone, with all that belonged to it. */
export class ChannelDeleted {
  static readonly isShared = true;

  constructor(readonly channelId: string) {}
}
