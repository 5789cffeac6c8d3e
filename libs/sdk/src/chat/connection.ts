import { isApiError } from '../core/errors.js';
import { isSessionOver } from '../realtime/ending.js';
import type { RealtimeClosed } from '../realtime/events.js';
import type { ConnectOptions, RealtimeClient } from '../realtime/realtime-client.js';
import { changeSession, sessionOf, type ChatContext } from './context.js';

/** The realtime connection of a session, across restarts of the app: it goes on where the store says it stopped. */
export class ChatConnection {
  readonly realtime: RealtimeClient;
  readonly #context: ChatContext;
  #wasConnected = false;
  #isClosing = false;
  /** Where a session begins that was never connected before: right before the first message that it hears. */
  #beginning: string | undefined;
  #cursor: string | undefined;
  #counters: Record<string, number> = {};
  #saving: Promise<void> = Promise.resolve();

  constructor(context: ChatContext) {
    this.#context = context;
    this.realtime = context.client.realtime({ cursor: sessionOf(context).cursor });
    const begin = () => (this.#beginning ??= this.realtime.cursor);
    this.realtime.on('channel.message.new', begin);
    this.realtime.on('state', ({ state }) => state === 'connected' && begin());
    this.realtime.on('close', (closed) => this.#onClose(closed));
  }

  /** Connects, and catches up with what was missed. Once that has been shown, `saveCursor` stores the new place. */
  async connect(options?: ConnectOptions): Promise<void> {
    await this.realtime.connect(options);
    this.#wasConnected = true;
    if (sessionOf(this.#context).cursor === undefined) await this.saveCursor(this.#beginning);
  }

  /**
   * Stores how far the session has come: everything up to there was shown, and `counters` are those of the messages that
   * were. Of several at once the last one counts.
   */
  saveCursor(cursor: string | undefined, counters: Record<string, number> = {}): Promise<void> {
    this.#cursor = cursor;
    this.#counters = counters;
    const saved = this.#saving.then(async () => {
      const latest = this.#cursor;
      if (latest === undefined || latest === sessionOf(this.#context).cursor) return;
      await changeSession(this.#context, () => ({ cursor: latest, counters: this.#counters }));
    });
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.realtime.close();
  }

  #onClose(closed: RealtimeClosed): void {
    const { emitter } = this.#context;
    // `connect` rejects with the reason, and may be called again.
    if (!this.#wasConnected && !this.#isClosing) return;
    const isOver = isSessionOver(closed.code) || isApiError(closed.error, 'unauthorized');
    if (isOver) emitter.emit('session-ended', { error: closed.error });
    emitter.emit('close', closed);
  }
}
