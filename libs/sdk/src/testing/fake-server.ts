import type { Channel, Device, Invite, Message, Session } from '../generated/types.js';
import { closeCodeOf } from '../protocol/close-codes.js';
import { DialtoneError } from '../protocol/dialtone-error.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import type { ClientFrameType, FrameErrors } from '../protocol/frame-types.js';
import type { OperationErrors, OperationId } from '../protocol/operation-types.js';
import { preparePassword } from '../protocol/password.js';
import type { WebSocketConstructor } from '../realtime/socket.js';
import { Clock } from './clock.js';
import type { Context } from './context.js';
import { Faults, type FaultTarget } from './faults.js';
import { endSessions, openSession } from './features/auth.js';
import { addChannel } from './features/channels.js';
import { addInvite } from './features/invites.js';
import { storeMessage } from './features/messages.js';
import { Hub } from './hub.js';
import { Network, type RecordedFrame, type RecordedRequest } from './network.js';
import { State, type User } from './state.js';
import { Turns } from './turns.js';
import { BROKEN, FakeWebSocket } from './web-socket.js';

/** How to make a {@link FakeServer}. */
export interface FakeServerOptions {
  /** The address that clients are given; nothing listens there. Default `http://dialtone.test`. */
  baseUrl?: string;
  /** What `X-Admin-Token` must be. Default `admin-token`. */
  adminToken?: string;
  /**
   * Are handshakes refused beyond the rate of their device or user, as a server does (RT29)? The server's time stands
   * still, so only {@link FakeServer.advance} lets more through. Default false: tests that share a server may connect as
   * often as they like.
   */
  limitHandshakes?: boolean;
}

/** What to know of a user that a test adds. */
export interface AddUserOptions {
  username: string;
  /** Default `correct horse 7`. */
  password?: string;
  /** The key of the first device. Default: 32 bytes that nobody has the private half of. */
  publicKey?: string;
  /** Default: only the first user is, as on a real server. */
  isAdmin?: boolean;
  /** Default true. */
  isTrusted?: boolean;
}

/** A user that a test added: the session of their first device, and the password. */
export interface FakeUser extends Session {
  readonly password: string;
}

/** The codes that a target of {@link FakeServer.failNext} can be answered with. */
export type FaultCode<T extends FaultTarget> = T extends OperationId
  ? OperationErrors[T]
  : T extends ClientFrameType
    ? FrameErrors[T]
    : 'unauthorized' | 'origin_not_allowed' | 'rate_limited' | 'server_unavailable' | 'server_error';

/**
 * A Dialtone server inside the test's own process: no port, no database, no timers. It behaves by the contract, with
 * the same ids, tokens and times in every run; it limits no rates but those of single operations and, when asked to, of
 * handshakes, and does not care for secrets, so it is for tests only.
 *
 * @example
 * const server = createFakeServer();
 * const alice = server.addUser({ username: 'alice' });
 * const { baseUrl, fetch, WebSocket } = server;
 * const client = new DialtoneClient({ baseUrl, fetch, WebSocket, token: alice.token });
 */
export class FakeServer {
  readonly baseUrl: string;
  readonly adminToken: string;
  /** Goes into `DialtoneClientOptions.fetch`. */
  readonly fetch: typeof globalThis.fetch;
  /** Goes into `DialtoneClientOptions.WebSocket`. */
  readonly WebSocket: WebSocketConstructor;
  /** Every request that was answered, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Every frame that was received or sent, oldest first. */
  readonly frames: readonly RecordedFrame[];
  readonly #turns = new Turns();
  readonly #faults = new Faults();
  readonly #clock = new Clock();
  readonly #context: Context;

  /** Throws a TypeError when `baseUrl` is no absolute URL. */
  constructor({
    baseUrl = 'http://dialtone.test',
    adminToken = 'admin-token',
    limitHandshakes = false,
  }: FakeServerOptions = {}) {
    this.baseUrl = baseUrl;
    this.adminToken = adminToken;
    const requests: RecordedRequest[] = [];
    const frames: RecordedFrame[] = [];
    this.requests = requests;
    this.frames = frames;
    const state = new State(this.#clock);
    const hub = new Hub(
      this.#turns,
      ({ userId, deviceId }, frame) => frames.push({ direction: 'sent', userId, deviceId, frame }),
      ({ deviceId }) => state.see(deviceId),
    );
    this.#context = { state, hub };
    const network = new Network({
      baseUrl: new URL(baseUrl),
      adminToken,
      limitHandshakes,
      ...this.#context,
      turns: this.#turns,
      faults: this.#faults,
      requests,
      frames,
    });
    this.fetch = (input, init) => network.fetch(input, init);
    this.WebSocket = class extends FakeWebSocket {
      constructor(url: string | URL, protocols?: string | string[], options?: { headers: Record<string, string> }) {
        super(network, url, protocols, options);
      }
    };
  }

  /** The server's time, in milliseconds since 1970. It moves with {@link advance}, and by 1 for each time stamp. */
  get now(): number {
    return this.#clock.now;
  }

  /** Is the server about to stop? Then `health.ready` tells so; everything else goes on. Default false. */
  get isDraining(): boolean {
    return this.#context.state.isDraining;
  }

  set isDraining(isSo: boolean) {
    this.#context.state.isDraining = isSo;
  }

  /** Who is connected now: one entry for each open connection, oldest first. */
  get connections(): { userId: string; deviceId: string; via: 'header' | 'ticket'; room: string | undefined }[] {
    return [...this.#context.hub.open].map(({ userId, deviceId, via, room }) => ({ userId, deviceId, via, room }));
  }

  /** Adds a registered user with a device and a session. Throws when the name is taken. */
  addUser({ username, password = 'correct horse 7', publicKey, isAdmin, isTrusted = true }: AddUserOptions): FakeUser {
    const { state } = this.#context;
    if (state.userNamed(username)) throw new DialtoneError('username_taken');
    const isFirst = state.users.size === 0;
    const user = state.addUser(username, preparePassword(password));
    Object.assign(user, { isAdmin: isAdmin ?? isFirst, isTrusted });
    const device = state.ensureDevice(user.id, publicKey ?? someKey(state.newId('key')));
    return { ...openSession(this.#context, user, device), password };
  }

  /** Adds a device to a user and opens a session on it, as a login with that key does. */
  addDevice(userId: string, publicKey?: string): Session {
    const { state } = this.#context;
    const user = this.#user(userId);
    const device: Device = state.ensureDevice(userId, publicKey ?? someKey(state.newId('key')));
    return openSession(this.#context, user, device);
  }

  /** Adds an open invite. */
  addInvite(): Invite {
    return addInvite(this.#context.state);
  }

  /** Adds a channel; everyone connected hears of it. */
  addChannel({ name_enc, created_by }: Pick<Channel, 'name_enc' | 'created_by'>): Channel {
    return addChannel(this.#context, name_enc, created_by);
  }

  /** Stores a message from somebody's oldest device; everyone connected hears it. */
  addMessage(message: Omit<Message, 'id' | 'sent_at'>): Message {
    const [device] = this.#context.state.devicesOf(this.#user(message.sender_id).id);
    return storeMessage(this.#context, message, device?.id ?? '');
  }

  /** Answers the next call of an operation, frame of a type, or handshake with an error; nothing is changed by it. */
  failNext<T extends FaultTarget>(target: T, code: FaultCode<T>): void {
    this.#faults.plan(target, { kind: 'fail', code: code satisfies ErrorCode });
  }

  /**
   * Breaks the connection at the next one of these: the call rejects as when the network fails, the WebSocket ends
   * with 1006. With `isServed` it has been served before: a message is stored, but nobody hears of it on this connection.
   */
  dropNext(target: FaultTarget, { isServed = false }: { isServed?: boolean } = {}): void {
    this.#faults.plan(target, { kind: 'drop', isServed });
  }

  /** Lets the next one of these wait; the function that is returned lets it go on, behind what has come meanwhile. */
  holdNext(target: FaultTarget): () => void {
    let release: () => void = () => undefined;
    const letGo = new Promise<void>((resolve) => (release = resolve));
    this.#faults.plan(target, { kind: 'hold', letGo });
    return release;
  }

  /** Ends connections, all of them or those of one user, with a close code; by default 1006, as when the network breaks. */
  dropConnections({
    code = BROKEN.code,
    reason = BROKEN.reason,
    userId,
  }: { code?: number; reason?: string; userId?: string } = {}): void {
    const { hub } = this.#context;
    const isMeant = (connection: { userId: string }) => userId === undefined || connection.userId === userId;
    if (code === closeCodeOf.going_away) {
      hub.send({ type: 'server.going_away', reconnect_after_ms: 0 }, [...hub.open].filter(isMeant));
    }
    hub.closeWhere(isMeant, { code, reason });
  }

  /** Tells every connection that it may have missed something (RT22). */
  requireSync(): void {
    const { hub } = this.#context;
    hub.broadcast({ type: 'sync.required' });
    for (const event of hub.snapshot()) hub.broadcast(event);
  }

  /** The network is gone: connections end, calls and handshakes fail, until {@link goOnline}. */
  goOffline(): void {
    this.#faults.isOffline = true;
    this.dropConnections();
  }

  goOnline(): void {
    this.#faults.isOffline = false;
  }

  /** The server falls silent: nothing is answered, no frame arrives on either side, until {@link resume}. */
  pause(): void {
    this.#turns.pause();
  }

  /** Everything that has waited happens, in its order. */
  resume(): void {
    this.#turns.resume();
  }

  /** Lets time pass: what expires meanwhile does, and sessions close their connections with 4002. */
  advance(ms: number): void {
    this.#clock.advance(ms);
    endSessions(this.#context, ({ expires_at }) => this.#clock.isPast(expires_at), 'session_expired');
  }

  /** Resolves when everything that was sent has arrived and been answered; while it is paused, at once. */
  idle(): Promise<void> {
    return this.#turns.idle();
  }

  #user(id: string): User {
    const user = this.#context.state.users.get(id);
    if (!user) throw new DialtoneError('user_not_found');
    return user;
  }
}

/** Makes a {@link FakeServer}. */
export function createFakeServer(options?: FakeServerOptions): FakeServer {
  return new FakeServer(options);
}

/** 32 bytes in base64, another one for each name. */
function someKey(name: string): string {
  return btoa(name.padEnd(32, '.'));
}
