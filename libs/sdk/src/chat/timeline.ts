import { isApiError } from '../core/errors.js';
import { Recent } from '../core/recent.js';
import { decryptText } from '../crypto/index.js';
import type { Message } from '../generated/types.js';
import { changeSession, reportError, sessionOf, type ChatContext } from './context.js';
import type { ChatMessage, ProofState, UnreadableMessage } from './events.js';
import type { Keyring } from './keyring.js';
import type { Members } from './members.js';
import { MessageOrder } from './message-order.js';
import type { Proofs } from './proofs.js';
import { Turns } from './turns.js';

/** How many messages are remembered, so that none is shown twice. */
const MOST_SHOWN = 5_000;
const PAGE = 500;
/** How many versions of keys, which were not known when a message came that names them, are asked for once. */
const MOST_ASKED = 1_000;

/** What {@link Timeline.history} walks. */
export interface HistoryOptions {
  /** How many messages at most; without it, all. */
  limit?: number | undefined;
  /** Begins before the message with this id. */
  before?: string | undefined;
}

/** A channel whose messages wait for its key. */
interface Waiting {
  /** The first of them. */
  readonly first: string;
  /** The one to read on from: a later one if reading them has failed half-way. */
  next: string;
}

/** What a {@link Timeline} works with. */
export interface TimelineOptions {
  readonly keyring: Keyring;
  readonly members: Members;
  readonly proofs: Proofs;
  /** The version of the channel's key that messages are sent with now. */
  readonly presentVersion: (channelId: string) => number;
  /** Reads which versions of keys there are. */
  readonly learnKeys: () => Promise<unknown>;
  /** Called whenever everything that was received has been shown. */
  readonly onIdle: () => void;
  /** Called when messages that waited for their key could not be read: catch up again, later. */
  readonly onBehind: () => void;
}

/**
 * Decrypts messages and shows them, those of a channel in order, one after the other; those whose key is missing once
 * the key has come. Shows nothing before `begin`.
 */
export class Timeline {
  readonly #context: ChatContext;
  readonly #options: TimelineOptions;
  readonly #shown = new Recent(MOST_SHOWN);
  readonly #refused = new Recent(MOST_SHOWN);
  readonly #asked = new Recent(MOST_ASKED);
  readonly #order: MessageOrder;
  /** The channels whose messages wait for their key, by id. The store has them too, for the next start. */
  readonly #waiting: Map<string, Waiting>;
  #start: () => void = () => undefined;
  readonly #turns = new Turns(new Promise<void>((resolve) => (this.#start = resolve)));
  #queued = 0;

  constructor(context: ChatContext, options: TimelineOptions) {
    this.#context = context;
    this.#options = options;
    this.#order = new MessageOrder(sessionOf(context).counters);
    const unread = Object.entries(sessionOf(context).unread_since);
    this.#waiting = new Map(unread.map(([channelId, first]) => [channelId, { first, next: first }]));
    // Some of these were shown by then, before reading on failed or in another tab, and are about to be shown again.
    for (const channelId of this.#waiting.keys()) this.#order.forget(channelId);
  }

  /** Shows what was received so far, and everything from now on as it comes. */
  begin(): void {
    this.#start();
    this.#enqueue('', () => Promise.resolve()); // so that `onIdle` is called even if there was nothing
  }

  /** Takes a message as it arrives. */
  receive(message: Message): void {
    this.#enqueue(message.channel_id, () => this.#receive(message));
  }

  /** Shows what has waited for keys that are here now. */
  catchUp(): void {
    for (const channelId of this.#waiting.keys()) this.#enqueue(channelId, () => this.#catchUp(channelId));
  }

  /** Resolves when everything that was received so far has been shown. */
  get idle(): Promise<unknown> {
    return this.#turns.idle;
  }

  /** How far the messages that were shown have come, by their signatures; see `SessionDocument`. */
  get counters(): Record<string, number> {
    return this.#order.marks;
  }

  /** The channel's stored messages, newest first. */
  async *history(channelId: string, { limit = Infinity, before }: HistoryOptions): AsyncGenerator<ChatMessage, void> {
    if (!(limit > 0)) return;
    let left = limit;
    const input = { channel_id: channelId, limit: Math.min(limit, PAGE), ...(before === undefined ? {} : { before }) };
    const order = new MessageOrder({}, -1);
    for await (const message of this.#context.client.messages.list(input)) {
      yield await this.#read(message, order);
      left -= 1;
      if (left <= 0) return;
    }
  }

  /** Tries again to decrypt a message. */
  async decrypt({ id, channelId, senderId, sentAt, encrypted, proof }: UnreadableMessage): Promise<ChatMessage> {
    const { body, senderName: sender_name_enc, ...rest } = encrypted;
    const base = { id, channel_id: channelId, sender_id: senderId, sent_at: sentAt, body, sender_name_enc };
    const message = await this.#read({ ...base, ...rest });
    return proof === 'out-of-order' && message.proof === 'valid' ? { ...message, proof } : message;
  }

  /** The message in clear, as far as that is possible; it is the next one in this order. */
  async #read(message: Message, order?: MessageOrder): Promise<ChatMessage> {
    const { proofs } = this.#options;
    const verdict = await proofs.check(message);
    if (verdict.proof === 'invalid') {
      const refused = { ...this.#unreadable(message, 'forged'), proof: verdict.proof };
      if (this.#refused.add(message.id))
        this.#context.emitter.emit('message-refused', { message: refused, reason: verdict.forgery });
      return refused;
    }
    const isLate =
      verdict.proof === 'valid' && message.proof && order?.advance(message.channel_id, message.proof) === false;
    return this.#decrypt(message, isLate === true ? 'out-of-order' : verdict.proof);
  }

  async #decrypt(message: Message, proof: ProofState): Promise<ChatMessage> {
    const keys = this.#keysOf(message);
    for (const key of keys) {
      const text = await decryptText(key, message.body).catch(() => undefined);
      if (text !== undefined) return { ...this.#baseOf(message), proof, text };
    }
    return { ...this.#unreadable(message, keys.length === 0 ? 'key-missing' : 'undecryptable'), proof };
  }

  /** The keys that are here which a message may be encrypted with: without a proof, nobody says which. */
  #keysOf({ channel_id, proof }: Message): readonly string[] {
    const { keyring } = this.#options;
    if (proof === undefined) return keyring.all(channel_id);
    const key = keyring.key(channel_id, proof.key_version);
    return key === undefined ? [] : [key];
  }

  /**
   * Does the message wait for its key? For the present one only: an earlier one that is not here may never come, and must
   * not hold up what everybody else reads; nor must a version that there is not.
   */
  async #isAwaited(message: Message): Promise<boolean> {
    const { channel_id: channelId, proof: { key_version: version } = { key_version: 0 } } = message;
    if (this.#keysOf(message).length > 0) return false;
    const isNews = version > this.#options.presentVersion(channelId);
    if (isNews && this.#asked.add(`${channelId}/${String(version)}`)) {
      const isLearnt = await this.#options.learnKeys().then(
        () => true,
        () => false,
      );
      if (!isLearnt && version > this.#options.presentVersion(channelId)) {
        this.#options.onBehind();
        return true;
      }
    }
    return this.#keysOf(message).length === 0 && version === this.#options.presentVersion(channelId);
  }

  #unreadable(message: Message, reason: UnreadableMessage['reason']): Omit<UnreadableMessage, 'proof'> {
    const { body, sender_name_enc: senderName, proof } = message;
    const encrypted = { body, senderName, ...(proof !== undefined && { proof }) };
    return { ...this.#baseOf(message), text: null, reason, encrypted };
  }

  #baseOf({ id, channel_id: channelId, sender_id: senderId, sent_at: sentAt }: Message) {
    // Not the name that came with the message: everybody who has the channel's key can write any name there.
    return { id, channelId, senderId, senderName: this.#options.members.nameOf(senderId), sentAt };
  }

  #enqueue(channelId: string, work: () => Promise<void>): void {
    this.#queued += 1;
    void this.#turns.run(channelId, async () => {
      await work().catch((error: unknown) => reportError(this.#context, error));
      this.#queued -= 1;
      if (this.#queued === 0) this.#options.onIdle();
    });
  }

  async #receive(message: Message): Promise<void> {
    const { id, channel_id: channelId } = message;
    if (this.#waiting.has(channelId)) {
      if (this.#options.keyring.present(channelId) !== undefined) await this.#catchUp(channelId);
    } else if (!(await this.#isAwaited(message))) await this.#show(message);
    else {
      this.#waiting.set(channelId, { first: id, next: id });
      // Another session of this store, such as another tab, may be waiting since an earlier message.
      await this.#changeStored(channelId, (stored) => stored ?? id);
      this.#context.emitter.emit('key-missing', { channelId });
    }
  }

  async #catchUp(channelId: string): Promise<void> {
    const waiting = this.#waiting.get(channelId);
    if (waiting === undefined || this.#options.keyring.present(channelId) === undefined) return;
    try {
      for await (const message of this.#from(channelId, waiting.next)) {
        if (await this.#isAwaited(message)) return;
        await this.#show(message);
        waiting.next = message.id;
      }
    } catch (error) {
      // The channel or the message is gone; there is nothing left to wait for.
      if (!isApiError(error, 'channel_not_found') && !isApiError(error, 'cursor_not_found')) {
        this.#options.onBehind();
        throw error;
      }
    }
    this.#waiting.delete(channelId);
    await this.#changeStored(channelId, (stored) => (stored === waiting.first ? undefined : stored));
  }

  /** The channel's messages from that one on, oldest first. */
  async *#from(channel_id: string, first: string): AsyncGenerator<Message, void> {
    const { client, signal } = this.#context;
    const list = (place: ({ after?: string } | { before: string }) & { limit: number }) =>
      client.messages.list({ channel_id, ...place }, { signal });
    const page = await list({ after: first, limit: PAGE });
    const [next] = page.messages;
    // The message itself comes right before the next one, or is among the last ones, and more may have come meanwhile.
    const around = await list(next ? { before: next.id, limit: 1 } : { limit: PAGE });
    yield* around.messages.slice(
      Math.max(
        0,
        around.messages.findIndex(({ id }) => id === first),
      ),
    );
    yield* page.messages;
    const last = page.messages.at(-1);
    if (page.has_more && last !== undefined) yield* list({ after: last.id, limit: PAGE });
  }

  async #show(message: Message): Promise<void> {
    if (!this.#shown.add(message.id)) return;
    if (message.sender_id !== sessionOf(this.#context).user_id) await this.#options.members.learn(message.sender_id);
    this.#context.emitter.emit('message', await this.#read(message, this.#order));
  }

  /** Changes the message since which, according to the store, the channel has been waiting. */
  async #changeStored(channelId: string, change: (first: string | undefined) => string | undefined): Promise<void> {
    await changeSession(this.#context, ({ unread_since: { [channelId]: before, ...others } }) => {
      const first = change(before);
      return { unread_since: first === undefined ? others : { ...others, [channelId]: first } };
    });
  }
}
