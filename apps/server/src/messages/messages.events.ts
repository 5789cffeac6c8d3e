import type { Message } from '@app/contract';

/** A message with its place in the order of all messages. */
export interface OrderedMessage {
  readonly orderKey: number;
  readonly message: Message;
}

/**
 * A transaction was committed that took the order keys from `first` to `last`. It stored these messages under them,
 * here in their order, and no others.
 */
export class MessageRangeCommitted {
  static readonly isShared = true;

  constructor(
    readonly first: number,
    readonly last: number,
    readonly messages: readonly OrderedMessage[],
  ) {}
}

/** A message is stored, and this event was published on this node for every message before it. */
export class MessageStored {
  static readonly isShared = false;

  constructor(readonly message: Message) {}
}
