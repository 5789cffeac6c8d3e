/** Which key of a channel is meant. */
export interface ChannelKeyName {
  readonly channelId: string;
  /** 0 is the key that the channel began with. */
  readonly version: number;
}
