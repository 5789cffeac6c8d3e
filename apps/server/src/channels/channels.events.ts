import type { ChannelKeyVersion } from '@app/contract';

/** A channel was created or renamed, its key is another, or should be. */
export class ChannelUpdated {
  static readonly isShared = true;

  constructor(
    readonly channelId: string,
    readonly nameEnc: string,
    readonly key?: ChannelKeyVersion,
    readonly isStale?: boolean,
    readonly nameKeyVersion?: number,
  ) {}
}

/** A channel was deleted, with everything in it. */
export class ChannelDeleted {
  static readonly isShared = true;

  constructor(readonly channelId: string) {}
}
