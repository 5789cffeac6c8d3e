import { isApiError } from '../core/errors.js';
import { decryptText } from '../crypto/index.js';
import type { Message } from '../generated/types.js';
import { changeSession, reportError, sessionOf, type ChatContext } from './context.js';
import type { ChatMessage, UnreadableMessage } from './events.js';
import type { Keyring } from './keyring.js';
import type { Members } from './members.js';

/** How many messages are remembered, so that none is shown twice. */
const MOST_SHOWN = 5_000;
const PAGE = 500;

/** What {@link Timeline.history} walks. */
export interface HistoryOptions {
  /** How many messages at most; without it, all. */
  limit?: number;
  /** Begins before the message with this id. */
  before?: string;
}

/** Decrypts messages and shows them in their order, one after the other; those without a key when the key has come. */
export class Timeline {
  readonly #context: ChatContext;
  readonly #keyring: Keyring;
  readonly #members: Members;
  readonly #onIdle: () => void;
  readonly #shown = new Set<string>();
  #chain: Promise<void>;
  #waiting = 0;

  /** Shows nothing before `start` has resolved. `onIdle` is called whenever everything that was received is shown. */
  constructor(
    context: ChatContext,
    {
      keyring,
      members,
      start,
      onIdle,
    }: { keyring: Keyring; members: Members; start: Promise<void>; onIdle: () => void },
  ) {
    this.#context = context;
    this.#keyring = keyring;
    this.#members = members;
    this.#chain = start;
    this.#onIdle = onIdle;
  }

  /** Takes a message as it arrives. */
  receive(message: Message): void {
    void this.#enqueue(() => this.#receive(message));
  }

  /** Shows what has waited for the channel's key, if that is here now. Resolves when it is shown. */
  catchUp(channelId: string): Promise<void> {
    return this.#enqueue(() => this.#catchUp(channelId));
  }

  /** Resolves when everything that was received so far is shown. */
  get idle(): Promise<void> {
    return this.#chain;
  }

  /** The channel's stored messages, newest first. */
  async *history(channelId: string, { limit = Infinity, before }: HistoryOptions): AsyncGenerator<ChatMessage, void> {
    if (!(limit > 0)) return;
    let left = limit;
    const input = { channel_id: channelId, limit: Math.min(limit, PAGE), ...(before === undefined ? {} : { before }) };
    for await (const message of this.#context.client.messages.list(input)) {
      yield await this.read(message);
      left -= 1;
      if (left <= 0) return;
    }
  }

  /** Tries again to decrypt a message. */
  decrypt({ id, channelId, senderId, sentAt, encrypted }: UnreadableMessage): Promise<ChatMessage> {
    const { body, senderName: sender_name_enc } = encrypted;
    return this.read({ id, channel_id: channelId, sender_id: senderId, sent_at: sentAt, body, sender_name_enc });
  }

  /** The message in clear, as far as that is possible. */
  async read(message: Message): Promise<ChatMessage> {
    const { id, channel_id: channelId, sender_id: senderId, sent_at: sentAt, body, sender_name_enc } = message;
    const key = this.#keyring.channelKey(channelId);
    const open = async (data: string) =>
      key === undefined ? undefined : decryptText(key, data).catch(() => undefined);
    const [text, ownName] = await Promise.all([open(body), open(sender_name_enc)]);
    const base = { id, channelId, senderId, senderName: this.#members.nameOf(senderId) ?? ownName, sentAt };
    if (text !== undefined) return { ...base, text };
    const reason = key === undefined ? 'key-missing' : 'undecryptable';
    return { ...base, text: null, reason, encrypted: { body, senderName: sender_name_enc } };
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const done = this.#chain.then(work).catch((error: unknown) => reportError(this.#context, error));
    this.#chain = done.then(() => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#onIdle();
    });
    return done;
  }

  async #receive(message: Message): Promise<void> {
    const { id, channel_id: channelId } = message;
    const waitsSince = sessionOf(this.#context).unread_since[channelId];
    if (waitsSince === undefined && this.#keyring.channelKey(channelId) !== undefined) {
      await this.#show(message);
    } else if (waitsSince === undefined) {
      await this.#setWaiting(channelId, id);
      this.#context.emitter.emit('key-missing', { channelId });
    }
  }

  async #catchUp(channelId: string): Promise<void> {
    const first = sessionOf(this.#context).unread_since[channelId];
    if (first === undefined || this.#keyring.channelKey(channelId) === undefined) return;
    try {
      for await (const message of this.#from(channelId, first)) await this.#show(message);
    } catch (error) {
      // The channel is gone, or the message; there is nothing to wait for any more.
      if (!isApiError(error, 'channel_not_found') && !isApiError(error, 'cursor_not_found')) throw error;
    }
    await this.#setWaiting(channelId, undefined);
  }

  /** The channel's messages from that one on, oldest first. */
  async *#from(channel_id: string, first: string): AsyncGenerator<Message, void> {
    const { messages } = this.#context.client;
    const page = await messages.list({ channel_id, after: first, limit: PAGE });
    const [next] = page.messages;
    // The one itself stands before the next one, or among the last ones, more of which may have come meanwhile.
    const around = await messages.list({ channel_id, ...(next ? { before: next.id, limit: 1 } : { limit: PAGE }) });
    yield* around.messages.slice(
      Math.max(
        0,
        around.messages.findIndex(({ id }) => id === first),
      ),
    );
    yield* page.messages;
    const last = page.messages.at(-1);
    if (page.has_more && last !== undefined) yield* messages.list({ channel_id, after: last.id, limit: PAGE });
  }

  async #show(message: Message): Promise<void> {
    if (this.#shown.has(message.id)) return;
    this.#shown.add(message.id);
    const [oldest] = this.#shown;
    if (oldest !== undefined && this.#shown.size > MOST_SHOWN) this.#shown.delete(oldest);
    this.#context.emitter.emit('message', await this.read(message));
  }

  async #setWaiting(channelId: string, first: string | undefined): Promise<void> {
    await changeSession(this.#context, ({ unread_since: { [channelId]: _before, ...others } }) => ({
      unread_since: first === undefined ? others : { ...others, [channelId]: first },
    }));
  }
}
