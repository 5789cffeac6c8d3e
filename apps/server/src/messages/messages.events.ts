import type { Message } from '@app/contract';

/** A message is stored. */
export class MessageStored {
  constructor(readonly message: Message) {}
}
