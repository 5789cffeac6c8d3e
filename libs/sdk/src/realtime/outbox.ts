import { Deadline } from '../core/deadline.js';
import { AbortedError, ConnectionError, refusalOf } from '../core/errors.js';
import { retryDelayMs } from '../core/retry.js';
import type { RequestOptions } from '../core/transport.js';
import { errorStatuses } from '../generated/errors.js';
import { ClientIdPattern } from '../generated/limits.js';
import type { ChannelMessageAck, ErrorEvent, SendChannelMessage } from '../generated/types.js';
import { passes } from '../protocol/error-codes.js';
import { OutboxFullError } from './errors.js';
import { encodeFrame } from './frame.js';
import type { Pacer } from './pacer.js';
import type { Connection } from './socket.js';

/** A message for `sendMessage`. */
export type NewMessage = Omit<SendChannelMessage, 'type'>;

/** A message that is stored: its id and time are those of the history. */
export type SentMessage = Pick<ChannelMessageAck, 'client_id' | 'message_id' | 'sent_at'>;

/** What `sendMessage` may be told. */
export type SendOptions = Pick<RequestOptions, 'signal' | 'timeoutMs'>;

interface Entry {
  readonly clientId: string;
  readonly text: string;
  readonly settle: (outcome: SentMessage | Error) => void;
  hasLeft: boolean;
}

/** Milliseconds that an acknowledgement may take before the message is sent again and the connection is checked. */
const ACK_TIMEOUT_MS = 10_000;

/**
 * The messages that are to be sent, oldest first. One is on its way at a time, so that they are stored in their order
 * whatever becomes of each.
 */
export class Outbox {
  readonly #limit: number;
  readonly #pacer: Pacer;
  readonly #onSilence: () => void;
  readonly #queue: Entry[] = [];
  #connection: Connection | undefined;
  /** Until the next thing is done: the pace allows it, or the answer is overdue, or a refusal is over. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The message that an answer is awaited for. */
  #awaited: Entry | undefined;
  #refusals = 0;

  /** `onSilence` is called when a message is not answered in time. */
  constructor(limit: number, pacer: Pacer, onSilence: () => void) {
    this.#limit = limit;
    this.#pacer = pacer;
    this.#onSilence = onSilence;
  }

  /** Takes a message; resolves once it is stored. */
  async add(message: NewMessage, { signal, timeoutMs = Infinity }: SendOptions): Promise<SentMessage> {
    const clientId = message.client_id ?? crypto.randomUUID();
    if (!ClientIdPattern.test(clientId)) throw new TypeError('client_id must be a UUID');
    const text = encodeFrame({ ...message, client_id: clientId, type: 'channel.message.send' });
    if (this.#queue.length >= this.#limit) {
      throw new OutboxFullError(`${this.#limit} messages are waiting to be sent already`);
    }
    const deadline = new Deadline(timeoutMs, signal);
    try {
      return await new Promise<SentMessage>((resolve, reject) => {
        const settle = (outcome: SentMessage | Error) =>
          outcome instanceof Error ? reject(outcome) : resolve(outcome);
        const entry: Entry = { clientId, text, settle, hasLeft: false };
        const giveUp = () => this.#remove(entry, abortedError(deadline.signal.reason as Error, entry));
        if (deadline.signal.aborted) {
          giveUp();
          return;
        }
        deadline.signal.addEventListener('abort', giveUp);
        this.#queue.push(entry);
        this.#advance();
      });
    } finally {
      deadline.clear();
    }
  }

  /** There is a connection: everything that waits is sent on it. */
  open(connection: Connection): void {
    if (this.#connection === connection) return;
    this.pause();
    this.#connection = connection;
    this.#refusals = 0;
    this.#pacer.reset();
    this.#advance();
  }

  /** The connection has ended: what waits, waits for another. */
  pause(): void {
    this.#connection = undefined;
    this.#awaited = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Nothing will be sent any more. */
  fail(error: Error): void {
    this.pause();
    for (const { settle } of this.#queue.splice(0)) settle(error);
  }

  onAck({ client_id, message_id, sent_at }: ChannelMessageAck): void {
    const entry = this.#queue.find(({ clientId }) => sameId(clientId, client_id));
    if (entry === undefined) return;
    this.#refusals = 0;
    this.#remove(entry, { client_id: entry.clientId, message_id, sent_at });
  }

  onError({ code, message, client_id }: ErrorEvent): void {
    const entry = this.#awaited;
    if (entry === undefined) return;
    const isPassing = passes(code);
    // Without a name it may be for something else; trying again later does no harm even so.
    const isMeant = client_id === undefined ? isPassing : sameId(client_id, entry.clientId);
    if (!isMeant) return;
    if (isPassing) {
      this.#awaited = undefined;
      this.#later(retryDelayMs(this.#refusals++, undefined), () => this.#advance());
    } else {
      const status = errorStatuses[code] ?? errorStatuses.invalid_request;
      this.#remove(entry, refusalOf('channel.message.send', message, { status, code }));
    }
  }

  #remove(entry: Entry, outcome: SentMessage | Error): void {
    const index = this.#queue.indexOf(entry);
    if (index >= 0) this.#queue.splice(index, 1);
    entry.settle(outcome);
    if (this.#awaited !== entry) return;
    this.#awaited = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#advance();
  }

  /** Sends the next message, as soon as that may be. */
  #advance(): void {
    const [entry] = this.#queue;
    if (entry === undefined || this.#connection?.isOpen !== true || this.#timer !== undefined) return;
    const { waitMs } = this.#pacer;
    if (waitMs > 0) {
      this.#later(waitMs, () => this.#advance());
      return;
    }
    this.#pacer.spend();
    this.#awaited = entry;
    entry.hasLeft = true;
    this.#later(ACK_TIMEOUT_MS, () => {
      this.#awaited = undefined;
      this.#onSilence();
      this.#advance();
    });
    this.#connection.send(entry.text);
  }

  #later(ms: number, action: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      action();
    }, ms);
  }
}

function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function abortedError(reason: Error, { hasLeft }: Entry): Error {
  const message = hasLeft ? 'gave up on a message that may have been stored' : 'the message was not sent';
  return reason instanceof AbortedError ? new AbortedError(message, { cause: reason.cause }) : reason;
}

/** What becomes of the messages that wait when the client ends. */
export function endedError(isClosed: boolean, cause: Error | undefined): Error {
  return isClosed
    ? new AbortedError('the client was closed before the message was acknowledged: it may have been stored')
    : new ConnectionError('the connection ended before the message was acknowledged', { cause });
}
