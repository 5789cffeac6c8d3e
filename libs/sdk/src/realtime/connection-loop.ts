import { Deadline } from '../core/deadline.js';
import { reconnectDelayMs, withinReason } from './backoff.js';
import { catchUp, cursorOfNow, type Sync } from './catch-up.js';
import { type Ending, endingOf, isForGood, refusalOf } from './ending.js';
import type { RealtimeGap, RealtimeState, RealtimeStateChange } from './events.js';
import { type Arrival, parseFrame } from './frame.js';
import type { History } from './history.js';
import { Inbox } from './inbox.js';
import { Liveness } from './liveness.js';
import type { ResolvedOptions } from './options.js';
import { isAlive } from './probe.js';
import { type Connection, openSocket } from './socket.js';
import { wait } from '../core/wait.js';
import { webSocketKind } from './websocket.js';

/** What a loop reports to the client. */
export interface LoopHooks {
  onState(state: RealtimeState, details?: Omit<RealtimeStateChange, 'state' | 'previous'>): void;
  /** There is a connection to send on. */
  onOpen(connection: Connection): void;
  /** A piece of what was missed has arrived. */
  onProgress(): void;
  /** Something arrived. */
  onArrival(arrival: Arrival): void;
  /** Something that arrived, or was caught up with, goes to the listeners now. */
  deliver(arrival: Arrival): void;
  onGap(gap: RealtimeGap): void;
  /** Connected and caught up. */
  onReady(why: ReadyReason): void;
}

/** Why the client caught up. */
export type ReadyReason = 'first' | 'reconnected' | 'sync-required';

/** Milliseconds that one attempt to connect may take. */
const ATTEMPT_TIMEOUT_MS = 10_000;
/** Milliseconds after which a connection counts as good, so that the next one is tried at once again. */
const STABLE_MS = 10_000;
/** The most events that are held back while a client catches up: the history has them all, and memory is limited. */
const MOST_HELD = 1_000;

/** Keeps one connection open from `connect()` until the end: connects, catches up, and starts over when it breaks. */
export class ConnectionLoop {
  readonly #options: ResolvedOptions;
  readonly #history: History;
  readonly #hooks: LoopHooks;
  readonly #inbox: Inbox;
  readonly #stop = new AbortController();
  #liveness: Liveness | undefined;
  #connection: Connection | undefined;
  /** What makes this connection worthless. */
  #spoiltBy: Error | undefined;
  #wake = new AbortController();
  #resync = new AbortController();
  #attempt = 0;
  #reconnectAfterMs: number | undefined;
  #readyAt = Infinity;
  /** Was the session renewed since the last connection? If the new one is refused too, it is not renewed again. */
  #hasRenewed = false;
  #isReconnect: boolean;

  /** `isReconnect`: has the client been connected before? */
  constructor(options: ResolvedOptions, history: History, hooks: LoopHooks, isReconnect: boolean) {
    this.#options = options;
    this.#history = history;
    this.#hooks = hooks;
    this.#isReconnect = isReconnect;
    this.#inbox = new Inbox((arrival) => this.#deliver(arrival), options.reconnect ? MOST_HELD : Infinity);
  }

  /** Runs until it is stopped, or until going on is pointless. */
  async run(): Promise<Ending> {
    const { network, reconnect } = this.#options;
    const onOnline = () => this.hurry();
    const onOffline = () => this.suspect();
    network?.addEventListener('online', onOnline);
    network?.addEventListener('offline', onOffline);
    try {
      for (;;) {
        const { token } = this.#options.credentials;
        const end = await this.#live();
        if (!reconnect) return end;
        if (!isForGood(end)) await this.#pause(end);
        else {
          const over = await this.#renewSession(token, end);
          if (over !== undefined) return over;
        }
        if (this.#stop.signal.aborted) return end;
      }
    } finally {
      network?.removeEventListener('online', onOnline);
      network?.removeEventListener('offline', onOffline);
    }
  }

  /** Ends it: the connection is closed, and nothing more is delivered. */
  stop(): void {
    this.#stop.abort();
  }

  /** The network may be back: tries now instead of waiting, or checks the connection. */
  hurry(): void {
    this.#attempt = 0;
    this.#wake.abort();
    this.suspect();
  }

  /** Checks the connection now. */
  suspect(): void {
    this.#liveness?.suspect();
  }

  /** One connection, from the attempt to open it to its end. */
  async #live(): Promise<Ending> {
    this.#hooks.onState('connecting');
    this.#inbox.hold();
    this.#resync = new AbortController();
    this.#spoiltBy = undefined;
    const deadline = new Deadline(this.#options.reconnect ? ATTEMPT_TIMEOUT_MS : Infinity, this.#stop.signal);
    let connection: Connection;
    try {
      connection = await this.#open(deadline);
    } catch (error) {
      return endingOf(deadline.signal.aborted ? deadline.signal.reason : error);
    } finally {
      deadline.clear();
    }
    const over = new AbortController();
    const close = () => {
      over.abort();
      connection.close();
    };
    this.#stop.signal.addEventListener('abort', close);
    if (this.#stop.signal.aborted) close();
    void connection.closed.then(() => over.abort());
    this.#connection = connection;
    if (this.#spoiltBy !== undefined) connection.drop();
    if (!over.signal.aborted) this.#hooks.onOpen(connection);
    try {
      await (this.#options.reconnect ? this.#serve(connection, over.signal) : this.#serveRaw(connection, over.signal));
    } catch (error) {
      connection.close();
      return endingOf(this.#spoiltBy ?? error);
    } finally {
      this.#stop.signal.removeEventListener('abort', close);
      this.#liveness?.stop();
      this.#liveness = undefined;
      this.#connection = undefined;
    }
    const end = await connection.closed;
    return this.#spoiltBy === undefined ? end : endingOf(this.#spoiltBy);
  }

  async #open(deadline: Deadline): Promise<Connection> {
    const { credentials, createTicket, url, WebSocket: given } = this.#options;
    const { WebSocket, sendsHeaders } = await webSocketKind(given);
    const protocols: string[] = [];
    if (!sendsHeaders) {
      const { signal, remainingMs: timeoutMs } = deadline;
      const { ticket } = await createTicket({ signal, timeoutMs });
      protocols.push('dialtone', `ticket.${ticket}`);
    }
    return openSocket(
      {
        url,
        headers: sendsHeaders ? credentials.headers() : {},
        protocols,
        WebSocket,
        onFrame: (data) => this.#receive(data),
        onPing: () => this.#liveness?.pinged(),
      },
      deadline,
    );
  }

  /** Catches up, at first and whenever the server asks for it, until the connection ends. */
  async #serve(connection: Connection, over: AbortSignal): Promise<void> {
    const history = this.#history;
    let isCatchingUp = true;
    const liveness = new Liveness({
      quietMs: this.#options.quietMs,
      // Pages that arrive, or do not, say as much as a check, which would have to wait its turn behind them.
      check: () => (isCatchingUp ? Promise.resolve(true) : isAlive({ ...this.#options, history }, over)),
      onDead: () => connection.drop(),
    });
    this.#liveness = liveness;
    const onBytes = () => {
      liveness.heard();
      this.#hooks.onProgress();
    };
    const sync: Sync = (input, options) => this.#options.sync(input, { ...options, onBytes });
    for (let why: ReadyReason = this.#isReconnect ? 'reconnected' : 'first'; ;) {
      isCatchingUp = true;
      this.#hooks.onState('catching-up');
      const work = { sync, history, inbox: this.#inbox, signal: over };
      if (history.place === undefined) {
        const cursor = await cursorOfNow(work);
        if (cursor !== undefined) history.begin(cursor);
      }
      await catchUp({
        ...work,
        deliver: (frame) => this.#deliver({ isKnown: true, frame }),
        onGap: (gap) => this.#hooks.onGap(gap),
      });
      isCatchingUp = false;
      if (!over.aborted) this.#becomeReady(why);
      await wait(Infinity, over, this.#resync.signal);
      if (over.aborted) return;
      this.#resync = new AbortController();
      // Nobody knows which messages were missed, so everything that can be told apart from what came is read again.
      history.rewind();
      why = 'sync-required';
    }
  }

  /** Passes everything on as it comes, starting once `connect()` has resolved. */
  async #serveRaw(connection: Connection, over: AbortSignal): Promise<void> {
    if (!over.aborted) this.#becomeReady('first');
    await this.#inbox.release(this.#stop.signal);
    await connection.closed;
  }

  #becomeReady(why: ReadyReason): void {
    this.#isReconnect = true;
    this.#readyAt = performance.now();
    this.#hasRenewed = false;
    this.#hooks.onReady(why);
  }

  /**
   * Gets another session, once, in place of the one with this token, which was refused. Resolves with the ending when
   * there is none; its error then says why.
   */
  async #renewSession(token: string | undefined, end: Ending): Promise<Ending | undefined> {
    const { credentials } = this.#options;
    const refusal = refusalOf(end);
    if (this.#hasRenewed || refusal === undefined || !credentials.canRenew(token)) return end;
    this.#hasRenewed = true;
    this.#hooks.onState('waiting', { error: refusal, closeCode: end.code });
    const renewal = credentials.renew(token, refusal).then(
      () => undefined,
      () => ({ ...end, error: refusal }),
    );
    return Promise.race([renewal, wait(Infinity, this.#stop.signal).then(() => end)]);
  }

  /** Waits before the next attempt to connect. */
  async #pause({ code, error }: Ending): Promise<void> {
    if (performance.now() - this.#readyAt > STABLE_MS) this.#attempt = 0;
    const askedMs = this.#reconnectAfterMs;
    const delayMs = reconnectDelayMs(this.#attempt, error);
    // Servers that go away one after the other are not asked as fast as they say.
    const leastMs = this.#attempt === 0 ? 0 : delayMs;
    const retryInMs = askedMs === undefined ? delayMs : Math.max(withinReason(askedMs), leastMs);
    this.#attempt += 1;
    this.#readyAt = Infinity;
    this.#reconnectAfterMs = undefined;
    this.#wake = new AbortController();
    this.#hooks.onState('waiting', { error, closeCode: code, retryInMs });
    await wait(retryInMs, this.#stop.signal, this.#wake.signal);
  }

  #receive(data: unknown): void {
    this.#liveness?.heard();
    const arrival = parseFrame(data);
    if (!arrival.isKnown && arrival.error !== undefined && this.#options.reconnect) {
      // It is missed, as if the connection had broken; the next one begins with what the history has.
      this.#spoiltBy ??= arrival.error;
      this.#connection?.drop();
      return;
    }
    this.#hooks.onArrival(arrival);
    if (arrival.isKnown) {
      const { frame } = arrival;
      if (frame.type === 'server.going_away') this.#reconnectAfterMs = frame.reconnect_after_ms;
      if (frame.type === 'sync.required') this.#resync.abort();
    }
    // Only messages can be caught up with, so only they have to wait for that.
    const hasToWait = !this.#options.reconnect || (arrival.isKnown && arrival.frame.type === 'channel.message.new');
    if (hasToWait) this.#inbox.push(arrival);
    else this.#deliver(arrival);
  }

  #deliver(arrival: Arrival): void {
    if (!this.#stop.signal.aborted) this.#hooks.deliver(arrival);
  }
}
