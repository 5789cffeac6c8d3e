import type { DialtoneClient } from '../client.js';
import { AbortedError, isApiError } from '../core/errors.js';
import { encryptText } from '../crypto/index.js';
import { once, type OnceOptions } from '../realtime/once.js';
import type { ConnectOptions, RealtimeClient } from '../realtime/realtime-client.js';
import type { VoiceKeys } from '../voice/proofs.js';
import {
  login,
  register,
  resumeAccount,
  type Account,
  type ChatOptions,
  type LoginOptions,
  type RegisterOptions,
} from './account.js';
import { ChatLinking } from './chat-linking.js';
import { ChatRecovery } from './chat-recovery.js';
import { ChatTrust } from './chat-trust.js';
import { changeSession, sessionOf } from './context.js';
import { ChatError, isChatError } from './errors.js';
import type {
  Channel,
  ChatEvents,
  ChatMessage,
  MemberStatus,
  ProofState,
  ReadableMessage,
  UnreadableMessage,
} from './events.js';
import { checkText } from './limits.js';
import { listen } from './listen.js';
import { createParts, type SessionParts } from './parts.js';
import type { HistoryOptions } from './timeline.js';
import { Turns } from './turns.js';
import { EVERYTHING } from './upkeep.js';

/**
 * An encrypted chat: names and messages in clear here, ciphertext on the server. It makes and shares the keys, catches
 * up with what was missed, and stays connected.
 *
 * `register`, `login` and `resume` make one; add the listeners, then call `connect`. The store keeps this device's key,
 * the keys of the channels and of the directory, the token of the login, and the place in the history, so that an app
 * that starts again hears what it has missed. After a crash the last messages may come once more, under the same ids.
 *
 * Every user has an identity, made on their first device, which signs their others once they are linked. Keys go to
 * signed devices only, and are taken from no others, so a device that the server passes off as somebody's gets none. The
 * identity that was seen first is kept: `identity-changed` tells when the server names another one, and `trust` says what
 * is known of whom. Users of clients without identities (`trust` is `none`) get the keys on all devices that the server
 * lists, unless `shareWith` is `verified`: of those, comparing fingerprints over another channel tells the right ones.
 *
 * @example
 * const chat = await ChatSession.login({ baseUrl, username, password, store: memoryStore() });
 * chat.on('message', ({ senderName, text }) => console.log(`${senderName}: ${text}`));
 * await chat.connect();
 * const [channel] = await chat.channels();
 * await chat.send(channel.id, 'hello');
 */
export class ChatSession {
  /** Whose devices this session believes. */
  readonly trust: ChatTrust;
  /** Makes a new device one of this user's own. */
  readonly linking: ChatLinking;
  /** Twelve words that recover this account. */
  readonly recovery: ChatRecovery;
  readonly #parts: SessionParts;
  readonly #abort: AbortController;
  readonly #sends = new Turns();
  #closing: Promise<void> | undefined;

  private constructor(account: Account) {
    this.#parts = createParts(account);
    this.trust = new ChatTrust(this.#parts);
    this.linking = new ChatLinking(this.#parts);
    this.recovery = new ChatRecovery(this.#parts);
    this.#abort = account.closing;
    listen(this.#parts);
    this.#parts.context.emitter.on('close', () => this.#parts.upkeep.stop());
  }

  /**
   * Registers a user with an invite and logs in. Rejects with an ApiError such as `username_taken` or `invite_used`, with
   * a ChatError `other_account`, and as the store does.
   */
  static async register(options: RegisterOptions): Promise<ChatSession> {
    return new ChatSession(await register(options));
  }

  /**
   * Logs in from the device that the store belongs to. A new store makes a new device, with which others have to share
   * the keys. Rejects with an ApiError such as `invalid_credentials`, with a ChatError `other_account`, and as the
   * store does.
   */
  static async login(options: LoginOptions): Promise<ChatSession> {
    return new ChatSession(await login(options));
  }

  /**
   * Goes on with the login in the store, without a password and without asking the server. Rejects with a ChatError
   * `no_session` when there is none, and as the store does. Only `connect` finds out whether the login is still valid.
   */
  static async resume(options: ChatOptions): Promise<ChatSession> {
    return new ChatSession(await resumeAccount(options));
  }

  /** The client of this login, for everything that is not about encryption. */
  get client(): DialtoneClient {
    return this.#parts.context.client;
  }

  /** The realtime connection, for voice, for example. */
  get realtime(): RealtimeClient {
    return this.#parts.connection.realtime;
  }

  /** What proves in a call from which device an offer or an answer comes: `joinCall` of `@dialtone/sdk/voice` uses it. */
  get voiceKeys(): VoiceKeys {
    return this.#parts.voiceKeys;
  }

  get userId(): string {
    return sessionOf(this.#parts.context).user_id;
  }

  get deviceId(): string {
    return sessionOf(this.#parts.context).device_id;
  }

  get username(): string {
    return sessionOf(this.#parts.context).username;
  }

  /** The name that others see. */
  get displayName(): string {
    return sessionOf(this.#parts.context).display_name;
  }

  /** Was the user an admin at the login? Admins make channels and invites. */
  get isAdmin(): boolean {
    return sessionOf(this.#parts.context).is_admin;
  }

  /**
   * Connects and resolves when everything is caught up: the keys, channels and names are here as far as they are
   * available. What was missed comes as `message`. It may be called again after a `close` that the app did not ask for.
   * Rejects as `RealtimeClient.connect` does, with an ApiError `unauthorized` when the login is over, and with an
   * AbortedError when the session is closed.
   */
  async connect(options?: ConnectOptions): Promise<void> {
    const { context, connection, timeline, upkeep, tellOlder } = this.#parts;
    await tellOlder();
    await connection.connect(options);
    context.signal.throwIfAborted();
    upkeep.start();
    await upkeep.now(EVERYTHING);
    context.signal.throwIfAborted();
    timeline.begin();
  }

  /** Calls the listener for every event of that type; returns the function that removes it again. */
  on<T extends keyof ChatEvents>(type: T, listener: (event: ChatEvents[T]) => unknown): () => void {
    return this.#parts.context.emitter.on(type, listener);
  }

  /** Removes a listener that `on` added. */
  off<T extends keyof ChatEvents>(type: T, listener: (event: ChatEvents[T]) => unknown): void {
    this.#parts.context.emitter.off(type, listener);
  }

  /**
   * Resolves with the next event of that type (for which `where` is true). Rejects with an {@link AbortedError} when the
   * signal is aborted or the session closes first, at once if that was before.
   */
  once<T extends keyof ChatEvents>(type: T, options: OnceOptions<ChatEvents[T]> = {}): Promise<ChatEvents[T]> {
    const endedBefore = (name: string) => new AbortedError(`the session closed before ${name}`);
    const hasClosed = this.#closing !== undefined && this.realtime.state === 'closed';
    return once(this.#parts.context.emitter, type, options, endedBefore, hasClosed);
  }

  /** Every channel, newest first. Rejects as a call does. */
  async channels(): Promise<Channel[]> {
    await this.#parts.channels.refresh();
    return this.#parts.channels.list;
  }

  /**
   * Makes a channel and shares its key with everyone. For admins. Rejects as a call does, or with a ChatError
   * `name_blank` or `text_too_long`.
   */
  async createChannel(name: string): Promise<Channel> {
    const id = await this.#parts.channels.create(name);
    await this.#parts.upkeep.now(['devices', 'channels']);
    const channel = this.#parts.channels.list.find((candidate) => candidate.id === id);
    return (
      channel ?? {
        id,
        name,
        hasKey: true,
        keyVersion: 0,
        isStale: false,
        createdBy: this.userId,
        createdAt: new Date().toISOString(),
      }
    );
  }

  /**
   * Gives the channel another name. For admins. Rejects as a call does, or with a ChatError `name_blank`,
   * `key_missing` or `text_too_long`.
   */
  renameChannel(channelId: string, name: string): Promise<Channel> {
    return this.#parts.channels.rename(channelId, name);
  }

  /**
   * Gives the channel a new key: who has the old one, and is not sent the new one, reads nothing that is sent from now on.
   * It is done by itself, before the next message, when a device is removed or a user disabled. Rejects as a call does, or
   * with a ChatError `key_missing`, or `rotation_blocked` when some device could not take the key.
   */
  async rotateKey(channelId: string): Promise<void> {
    await this.#parts.channels.keyOf(channelId);
    const blocking = await this.#parts.rotation.rotate(channelId);
    if (blocking.length > 0) {
      const message = `the channel keeps its key: ${String(blocking.length)} device(s) could not take a new one`;
      throw new ChatError('rotation_blocked', message);
    }
    await this.#parts.channels.refresh();
  }

  /** Deletes the channel and its messages for good. For admins. Rejects as a call does. */
  deleteChannel(channelId: string): Promise<void> {
    return this.#parts.channels.delete(channelId);
  }

  /** Everyone who has registered a device, with what the server says about them now. Rejects as a call does. */
  members(): Promise<MemberStatus[]> {
    return this.#parts.members.list();
  }

  /**
   * Sends a message, and resolves when it is stored. While there is no connection it waits, in memory; those of a
   * channel are sent in the order of the calls. When a device is gone that had the channel's key, the channel is given a new
   * one first (see `rotateKey`, and the event `rotation-blocked`). Rejects with an ApiError `channel_not_found`, with a
   * ChatError `key_missing` or `text_too_long`, as `RealtimeClient.sendMessage` does, and as a call does when a new key
   * cannot be made.
   */
  async send(channelId: string, text: string): Promise<ReadableMessage> {
    checkText(text);
    // One at a time: encrypting takes a while, and a later message could be done first.
    const { stored, proof } = await this.#sends.run(channelId, async () => {
      const { key, version } = await this.#parts.channels.keyToSend(channelId);
      await this.#parts.members.learn(this.userId); // so that others can read who it is from
      const [body, sender_name_enc] = await Promise.all([encryptText(key, text), encryptText(key, this.displayName)]);
      const message = await this.#parts.proofs.sign({ channel_id: channelId, body, sender_name_enc }, version);
      const proof: ProofState = message.proof === undefined ? 'none' : 'valid';
      return { stored: this.realtime.sendMessage(message), proof };
    });
    const { message_id: id, sent_at: sentAt } = await stored;
    return { id, channelId, senderId: this.userId, senderName: this.displayName, sentAt, text, proof };
  }

  /**
   * The stored messages of a channel, newest first; pages are read as they are reached. A message that cannot be decrypted
   * has `text: null`; `decrypt` tries again when the key has come.
   */
  async *history(channelId: string, options: HistoryOptions = {}): AsyncGenerator<ChatMessage, void, undefined> {
    await this.#parts.channels.keyOf(channelId).catch((error: unknown) => {
      if (!isChatError(error, 'key_missing')) throw error;
    });
    yield* this.#parts.timeline.history(channelId, options);
  }

  /** Tries again to decrypt a message, such as one of the history, after its channel's key has come. */
  decrypt(message: UnreadableMessage): Promise<ChatMessage> {
    return this.#parts.timeline.decrypt(message);
  }

  /**
   * Changes the name that others see. While the directory key is missing, the name waits for it. Rejects as a call does,
   * or with a ChatError `name_blank` or `text_too_long`.
   */
  setDisplayName(name: string): Promise<void> {
    return this.#parts.members.setDisplayName(name);
  }

  /**
   * Makes a new directory key, which people's names are encrypted with, for when every device that had the old one is
   * lost and the names stay unreadable. Does nothing while this device has the key. A device that still has the old one
   * after all puts it back. The others' names are readable again once they call `setDisplayName`. For admins. Rejects
   * as a call does, or with a ChatError `not_admin`.
   */
  resetDirectory(): Promise<void> {
    return this.#parts.members.resetDirectory();
  }

  /**
   * Makes an invite, and resolves with its token, which is good for one registration within 24 hours. With
   * `withIdentity`, this user's identity stands behind it, for `register`: the newcomer then knows for sure who invited
   * them, if the server has not seen the text; clients that know no identities cannot read it. For admins. Rejects as a
   * call does, or with a ChatError `no_identity`.
   */
  async invite({ withIdentity = false }: { withIdentity?: boolean } = {}): Promise<string> {
    const identity = this.trust.identityOf(this.userId);
    if (withIdentity && identity === undefined) throw new ChatError('no_identity', 'this user has no identity yet');
    const { token } = await this.client.invites.create();
    return withIdentity ? `${token}#${identity}` : token;
  }

  /** The fingerprint of this user's own devices: see `fingerprint` in `@dialtone/sdk/crypto`. */
  fingerprint(): Promise<string> {
    return this.fingerprintOf(this.userId);
  }

  /** The fingerprint of a user's devices, as this device knows them; they see theirs with `fingerprint()`. */
  async fingerprintOf(userId: string): Promise<string> {
    await this.#parts.devices.refresh();
    return this.#parts.devices.fingerprintOf(userId);
  }

  /**
   * Marks a user as verified: their identity is not one that the server has made up. `scannedOrNumber` is what was scanned
   * from their device, `trust.qrText` there, or the safety number that it shows, typed here; it is compared. Without it,
   * the app says that people have compared `trust.safetyNumber` themselves. Rejects with a ChatError `not_matching`, when
   * it is another user or somebody lies, `invalid_code` or `no_identity`.
   */
  verify(userId: string, scannedOrNumber?: string): Promise<void> {
    return this.#parts.verification.verify(userId, scannedOrNumber);
  }

  /**
   * Removes one of this user's other devices: its logins end, and the identity signs all others anew, so that not even
   * the server can bring it back. It keeps what it has read, and the identity's private key: after a theft, call
   * `trust.resetIdentity` too. Rejects as a call does, such as with `device_not_found`, or with a ChatError `this_device`,
   * or `reset_needed` when the identity has removed 2,147,483,646 devices, so that the server could bring this one back. When
   * only a part was done, the rest is done at the next start. While another identity has taken the place of the one that is
   * here (`changed`), the device is only deleted.
   */
  async removeDevice(deviceId: string): Promise<void> {
    await (await this.#parts.loadIdentityChanges()).remove(deviceId);
  }

  /**
   * Closes the connection, and resolves when everything is stored. The login stays: `resume` goes on with it. Calls
   * that still wait for the server, and later ones that need it, reject with an AbortedError.
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /**
   * Closes, ends the login on the server, and forgets its token. The keys stay in the store, for the next login. Rejects
   * as a call does when the server cannot be reached; then the token stays.
   */
  async logout(): Promise<void> {
    await this.close();
    await this.client.auth.logout().catch((error: unknown) => {
      if (!isApiError(error, 'unauthorized')) throw error; // it has ended already
    });
    await changeSession(this.#parts.context, () => ({ token: undefined }));
  }

  /** Closes the session: `await using chat = await ChatSession.login(…)`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const { connection, upkeep, timeline } = this.#parts;
    const stopped = upkeep.stop();
    this.#abort.abort(new AbortedError('the session was closed'));
    await connection.close();
    await stopped;
    timeline.begin();
    await timeline.idle;
    await connection.saveCursor(connection.realtime.cursor, timeline.counters);
  }
}
