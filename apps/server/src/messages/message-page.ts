import { limits } from '@app/contract';
import { toMessage } from './message.mapper.js';
import type { ListedMessage } from './messages.repository.js';

/** How many messages are read at once: they have to be in memory before they can be counted. */
const CHUNK = 128;

/** What a message takes at most as JSON, beside its two texts. */
const FRAME_BYTES = 512;
/** As long as JSON may make a character. */
const CHARACTER_BYTES = 6;

/** The messages of a page, in the order in which they were read. */
export interface MessagePage {
  readonly messages: ListedMessage[];
  readonly hasMore: boolean;
}

/**
 * Reads messages until there are `limit`, or one more would be over `maxPageBytes`; never none where there are any.
 *
 * @param read gives the next so many messages after the one with this order key, in the direction of the page
 */
export async function readPage(
  limit: number,
  read: (count: number, from: number | undefined) => Promise<ListedMessage[]>,
): Promise<MessagePage> {
  const messages: ListedMessage[] = [];
  const size = new PageSize();
  for (;;) {
    const wanted = Math.min(CHUNK, limit + 1 - messages.length);
    const chunk = await read(wanted, messages.at(-1)?.orderKey);
    for (const message of chunk) {
      const isFull = size.add(message) > limits.maxPageBytes;
      if (messages.length === limit || (isFull && messages.length > 0)) return { messages, hasMore: true };
      messages.push(message);
    }
    if (chunk.length < wanted) return { messages, hasMore: false };
  }
}

/** What messages take as JSON. It is counted only once it could be too much: that takes as long as sending them. */
class PageSize {
  private readonly uncounted: ListedMessage[] = [];
  private counted = 0;
  private atMost = 0;

  /** Adds a message; the result is exact where it is over the limit. */
  add(message: ListedMessage): number {
    this.uncounted.push(message);
    this.atMost += FRAME_BYTES + CHARACTER_BYTES * (message.body.length + message.senderNameEnc.length);
    if (this.atMost <= limits.maxPageBytes) return this.atMost;
    for (const one of this.uncounted.splice(0)) this.counted += Buffer.byteLength(JSON.stringify(toMessage(one))) + 1;
    return this.counted;
  }
}
