/** A channel was created or renamed. */
export class ChannelUpdated {
  static readonly isShared = true;

  constructor(
    readonly channelId: string,
    readonly nameEnc: string,
  ) {}
}

/** A channel was deleted, with everything in it. */
export class ChannelDeleted {
  static readonly isShared = true;

  constructor(readonly channelId: string) {}
}
