import { Deadline } from '../core/deadline.js';
import { AbortedError, ApiError, ConnectionError, isConnectionError } from '../core/errors.js';
import { errorCodes } from '../generated/errors.js';
import type { ClientFrame } from '../generated/frames.js';
import type { ErrorEvent, SendAnswer, SendCandidate, SendOffer, Session } from '../generated/types.js';
import { Emitter } from '../realtime/emitter.js';
import type { RealtimeClient } from '../realtime/realtime-client.js';
import type { VoiceDescription, VoiceDevice, VoiceEnded, VoiceEvents, VoiceEventType, VoicePeer } from './events.js';
import { SignalQueue } from './signals.js';

/** Who this client is: a session from `auth.register` or `auth.login` has both. */
export type VoiceSelf = Pick<Session, 'user_id' | 'device_id'>;

/** How to join. */
export interface JoinVoiceOptions {
  /** Gives up joining. */
  signal?: AbortSignal;
  /** Milliseconds that joining may take. Default 10,000. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** Milliseconds after which a server that could not do it now is asked again. */
const RETRY_MS = 1_000;
/** How many signals are remembered, to tell which of them did not arrive. */
const REMEMBERED = 200;

/** The room that each client is in: one at most (RT7). */
const roomOf = new WeakMap<RealtimeClient, VoiceRoom>();

/**
 * Joins the voice room of a channel, and leaves the room that the client was in. Connects the client where need be.
 *
 * Rejects with an {@link ApiError} such as `channel_not_found`, with a {@link TimeoutError}, with an
 * {@link AbortedError} when the signal is aborted, with a {@link ConnectionError} when the client ends.
 *
 * @example
 * const room = await joinVoice(realtime, channelId, session);
 * for (const user of room.peers) room.sendOffer({ user }, await makeOffer(user));
 */
export async function joinVoice(
  realtime: RealtimeClient,
  channelId: string,
  self: VoiceSelf,
  { signal, timeoutMs = TIMEOUT_MS }: JoinVoiceOptions = {},
): Promise<VoiceRoom> {
  const deadline = new Deadline(timeoutMs, signal);
  try {
    await realtime.connect({ signal: deadline.signal, timeoutMs });
    deadline.signal.throwIfAborted();
    const room = new VoiceRoom(realtime, channelId, self);
    roomOf.get(realtime)?.moved();
    roomOf.set(realtime, room);
    await room.entered(deadline.signal);
    return room;
  } catch (error) {
    throw deadline.signal.aborted ? (deadline.signal.reason as Error) : error;
  } finally {
    deadline.clear();
  }
}

/**
 * A voice room that this client is in: who else is there, and the signals that set up WebRTC between them. The server
 * passes signals on; sound goes from browser to browser, encrypted by WebRTC.
 *
 * Who offers: a newcomer offers, to each user in `peers`; whoever is there already hears `peer-joined` and waits. So two
 * never offer at once but when both change a connection that they have; then the polite one of the two (`isPolite`)
 * gives in, as WebRTC's "perfect negotiation" says. An offer without a device goes to all devices of the user in the
 * room. Each answers; the first answer takes the connection, and each further device gets an offer of its own.
 *
 * After a reconnect the client joins again by itself. What it tells then: who came and went meanwhile, and `rejoined`.
 */
export class VoiceRoom {
  readonly channelId: string;
  readonly #realtime: RealtimeClient;
  readonly #self: VoiceSelf;
  readonly #emitter = new Emitter<VoiceEvents>((type, error) => {
    console.error(`a listener for ${type} failed:`, error);
  });
  readonly #stops: (() => void)[];
  readonly #signals = new SignalQueue();
  /** By the `client_id` that they were sent under (RT25). */
  readonly #sent = new Map<string, Signal>();
  #peers: string[] = [];
  #entry: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  #joinId = '';
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hasEntered = false;
  #isOver = false;

  /** @internal `joinVoice` makes rooms. */
  constructor(realtime: RealtimeClient, channelId: string, self: VoiceSelf) {
    this.channelId = channelId;
    this.#realtime = realtime;
    this.#self = self;
    const isHere = ({ channel_id }: { channel_id: string }) => channel_id === channelId;
    this.#stops = [
      realtime.on('voice_roster', (frame) => isHere(frame) && this.#onRoster(frame.users)),
      realtime.on('voice_join', (frame) => isHere(frame) && this.#onJoin(frame.sender)),
      realtime.on('voice_leave', (frame) => isHere(frame) && this.#onLeave(frame.sender)),
      realtime.on('webrtc_offer', (frame) => isHere(frame) && this.#emit('offer', describe(frame))),
      realtime.on('webrtc_answer', (frame) => isHere(frame) && this.#emit('answer', describe(frame))),
      realtime.on('ice_candidate', (frame) => {
        if (isHere(frame)) this.#emit('candidate', { from: deviceOf(frame), candidate: frame.candidate });
      }),
      realtime.on('error', (frame) => this.#onError(frame)),
      realtime.on('channel.deleted', (frame) => isHere(frame) && this.#end({ reason: 'channel_deleted' })),
      realtime.on('state', ({ state }) => state === 'connected' && this.#enter()),
      realtime.on('close', ({ error }) => {
        this.#end({ reason: 'disconnected', error: error ?? new ConnectionError('the realtime client has ended') });
      }),
    ];
  }

  /** The ids of the other users in the room, sorted. */
  get peers(): readonly string[] {
    return this.#peers;
  }

  /** Calls the listener for every event of that type; returns the function that removes it again. */
  on<T extends VoiceEventType>(type: T, listener: (event: VoiceEvents[T]) => unknown): () => void {
    return this.#emitter.on(type, listener);
  }

  /** When both offer at once: does this side give in to that device's offer? Of two devices exactly one does. */
  isPolite(peer: VoiceDevice): boolean {
    return this.#self.device_id < peer.device;
  }

  /**
   * Sends an offer. False, and nothing is sent, while there is no connection or after the end: after a reconnect
   * `rejoined` asks for new offers anyway. That nobody was there to hear it is told by `unavailable`.
   */
  sendOffer(to: VoicePeer, sdp: string): boolean {
    return this.#signal({ type: 'webrtc_offer', ...this.#route(to), sdp });
  }

  /** Sends an answer; false as for {@link sendOffer}. */
  sendAnswer(to: VoicePeer, sdp: string): boolean {
    return this.#signal({ type: 'webrtc_answer', ...this.#route(to), sdp });
  }

  /** Sends an ICE candidate, in whatever text the app encodes it in; false as for {@link sendOffer}. */
  sendCandidate(to: VoicePeer, candidate: string): boolean {
    return this.#signal({ type: 'ice_candidate', ...this.#route(to), candidate });
  }

  /** Leaves the room. Calling it again does nothing. */
  leave(): void {
    if (this.#isOver) return;
    this.#send({ type: 'voice_leave', channel_id: this.channelId });
    this.#end({ reason: 'left' });
  }

  /** @internal The connection joins another room; the server takes it out of this one. */
  moved(): void {
    this.#end({ reason: 'moved' });
  }

  /** @internal Enters the room for the first time. */
  entered(signal: AbortSignal): Promise<void> {
    const entry = new Promise<void>((resolve, reject) => (this.#entry = { resolve, reject }));
    const giveUp = () => {
      this.#entry?.reject(signal.reason as Error);
      this.leave();
    };
    signal.addEventListener('abort', giveUp);
    this.#enter();
    return entry.finally(() => signal.removeEventListener('abort', giveUp));
  }

  #enter(): void {
    clearTimeout(this.#retry);
    this.#joinId = crypto.randomUUID();
    this.#send({ type: 'voice_join', channel_id: this.channelId }, this.#joinId);
  }

  #onRoster(users: readonly string[]): void {
    const before = this.#peers;
    this.#peers = users.filter((user) => user !== this.#self.user_id);
    if (!this.#hasEntered) {
      this.#hasEntered = true;
      this.#entry?.resolve();
      return;
    }
    for (const user of before) if (!this.#peers.includes(user)) this.#emit('peer-left', { user });
    for (const user of this.#peers) if (!before.includes(user)) this.#emit('peer-joined', { user });
    this.#emit('rejoined', { peers: this.#peers });
  }

  #onJoin(user: string): void {
    if (user === this.#self.user_id) return;
    this.#peers = [...new Set([...this.#peers, user])].sort();
    this.#emit('peer-joined', { user });
  }

  #onLeave(user: string): void {
    if (user === this.#self.user_id) return;
    this.#peers = this.#peers.filter((peer) => peer !== user);
    this.#emit('peer-left', { user });
  }

  #onError({ code, message, client_id }: ErrorEvent): void {
    if (client_id === undefined) return;
    if (client_id === this.#joinId) {
      if (code === 'rate_limited' || code === 'server_unavailable') {
        this.#retry = setTimeout(() => this.#enter(), RETRY_MS);
        return;
      }
      const error = new ApiError(message, { status: errorCodes[code].status ?? 400, code });
      this.#end({ reason: 'refused', error });
    }
    const signal = this.#sent.get(client_id);
    this.#sent.delete(client_id);
    if (signal) this.#emit('unavailable', { to: peerOf(signal), signal: SIGNALS[signal.type], code });
  }

  #route({ user, device }: VoicePeer) {
    return { channel_id: this.channelId, recipient: user, ...(device !== undefined && { recipient_device: device }) };
  }

  #signal(frame: Signal): boolean {
    if (this.#isOver || this.#realtime.state !== 'connected') return false;
    this.#signals.add(() => {
      const clientId = crypto.randomUUID();
      if (!this.#send(frame, clientId)) return;
      this.#sent.set(clientId, frame);
      const [oldest] = this.#sent.keys();
      if (this.#sent.size > REMEMBERED && oldest !== undefined) this.#sent.delete(oldest);
    });
    return true;
  }

  /** The contract lets any frame carry a `client_id`, and errors name it. */
  #send(frame: ClientFrame, client_id?: string): boolean {
    try {
      this.#realtime.send(client_id === undefined ? frame : Object.assign({ client_id }, frame));
      return true;
    } catch (error) {
      if (isConnectionError(error)) return false;
      throw error;
    }
  }

  #emit<T extends VoiceEventType>(type: T, event: VoiceEvents[T]): void {
    if (!this.#isOver) this.#emitter.emit(type, event);
  }

  #end(ended: VoiceEnded): void {
    if (this.#isOver) return;
    this.#emitter.emit('end', ended);
    this.#isOver = true;
    for (const stop of this.#stops) stop();
    clearTimeout(this.#retry);
    this.#signals.clear();
    this.#peers = [];
    if (roomOf.get(this.#realtime) === this) roomOf.delete(this.#realtime);
    this.#entry?.reject(ended.error ?? new AbortedError(`the voice room ended: ${ended.reason}`));
  }
}

type Signal = SendOffer | SendAnswer | SendCandidate;

const SIGNALS = { webrtc_offer: 'offer', webrtc_answer: 'answer', ice_candidate: 'candidate' } as const;

function peerOf({ recipient: user, recipient_device: device }: Signal): VoicePeer {
  return device === undefined ? { user } : { user, device };
}

function deviceOf({ sender: user, sender_device: device }: { sender: string; sender_device: string }): VoiceDevice {
  return { user, device };
}

function describe(frame: { sender: string; sender_device: string; sdp: string }): VoiceDescription {
  return { from: deviceOf(frame), sdp: frame.sdp };
}
