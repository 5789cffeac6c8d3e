import { isApiError } from '../core/errors.js';
import type { RealtimeClosed } from '../realtime/events.js';
import type { ConnectOptions, RealtimeClient } from '../realtime/realtime-client.js';
import { changeSession, sessionOf, type ChatContext } from './context.js';

const SESSION_ENDED = 4001;
const SESSION_EXPIRED = 4002;

/** The realtime connection of a session, over restarts of the app: it goes on where the store says it stopped. */
export class ChatConnection {
  readonly realtime: RealtimeClient;
  readonly #context: ChatContext;
  #wasConnected = false;
  #isClosing = false;
  #saving: Promise<void> = Promise.resolve();

  constructor(context: ChatContext) {
    this.#context = context;
    this.realtime = context.client.realtime({ cursor: sessionOf(context).cursor });
    this.realtime.on('close', (closed) => this.#onClose(closed));
  }

  /** Connects and catches up with what was missed. */
  async connect(options?: ConnectOptions): Promise<void> {
    await this.realtime.connect(options);
    this.#wasConnected = true;
    await this.saveCursor();
  }

  /** Stores where the session stands; to be called when everything up to there has been shown. */
  saveCursor(): Promise<void> {
    const saved = this.#saving.then(async () => {
      const { cursor } = this.realtime;
      if (cursor === undefined || cursor === sessionOf(this.#context).cursor) return;
      await changeSession(this.#context, () => ({ cursor }));
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
    const isOver =
      closed.code === SESSION_ENDED || closed.code === SESSION_EXPIRED || isApiError(closed.error, 'unauthorized');
    if (isOver) emitter.emit('session-ended', { error: closed.error });
    emitter.emit('close', closed);
  }
}
