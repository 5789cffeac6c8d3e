import type { Message } from '@app/contract';

/** A message with its place in the one order of all messages. */
export interface OrderedMessage {
  readonly orderKey: number;
  readonly message: Message;
}

/**
 * A transaction is committed that took these order keys, both ends included. It stored no messages in this range but
 * those named, which are in their order.
 */
export class MessageRangeCommitted {
  static readonly isShared = true;

  constructor(
    readonly first: number,
    readonly last: number,
    readonly messages: readonly OrderedMessage[],
  ) {}
}

/** It is a message's turn to be told: every message before it has been, on this node. */
export class MessageStored {
  static readonly isShared = false;

  constructor(readonly message: Message) {}
}
