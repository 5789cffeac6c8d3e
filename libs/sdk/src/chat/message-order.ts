import type { MessageProof } from '../generated/types.js';

/** A device takes its counters from blocks of so many, a new one for each session. */
export const BLOCK = 2 ** 24;

/** How many counters are kept: of each channel, device and block the last one, those that were used last. */
const MOST_MARKS = 256;

/**
 * Tells whether the messages of each device come in the order in which it signed them. Only within a channel, because
 * that is how they are sent, and within a block: two tabs of a browser are one device, and send side by side.
 */
export class MessageOrder {
  readonly #marks: Map<string, number>;
  readonly #direction: 1 | -1;

  /** `marks` are those of an order that goes on here; `direction` is -1 for messages that come newest first. */
  constructor(marks: Readonly<Record<string, number>> = {}, direction: 1 | -1 = 1) {
    this.#marks = new Map(Object.entries(marks));
    this.#direction = direction;
  }

  /** Takes the next message; false when one was taken before it that it should have come before. */
  advance(channelId: string, { device_id, counter }: MessageProof): boolean {
    const name = `${channelId} ${device_id} ${String(Math.floor(counter / BLOCK))}`;
    const last = this.#marks.get(name);
    if (last !== undefined && (counter - last) * this.#direction <= 0) return false;
    this.#marks.delete(name); // so that it stands at the end
    this.#marks.set(name, counter);
    const [oldest] = this.#marks.keys();
    if (oldest !== undefined && this.#marks.size > MOST_MARKS) this.#marks.delete(oldest);
    return true;
  }

  /** The channel's messages are taken anew, from an earlier one on. */
  forget(channelId: string): void {
    for (const name of this.#marks.keys()) if (name.startsWith(`${channelId} `)) this.#marks.delete(name);
  }

  /** How far the order has come, for another one that goes on there. */
  get marks(): Record<string, number> {
    return Object.fromEntries(this.#marks);
  }
}
