import { AbortedError, ConnectionError, isConnectionError, refusalOf } from '../core/errors.js';
import { errorStatuses } from '../generated/errors.js';
import { passes } from '../protocol/error-codes.js';
import type { ClientFrame } from '../protocol/frame-types.js';
import type { ErrorEvent, Session } from '../generated/types.js';
import { Emitter } from '../realtime/emitter.js';
import type { RealtimeState } from '../realtime/events.js';
import { encodeFrame } from '../realtime/frame.js';
import type { RealtimeClient } from '../realtime/realtime-client.js';
import type { VoiceDescription, VoiceDevice, VoiceEnded, VoiceEvents, VoiceEventType, VoicePeer } from './events.js';
import { describe, deviceOf, peerOf, SIGNALS, type Signal } from './frames.js';
import { onVoiceRoster, onVoiceSnapshot } from './following.js';
import { currentRoom, moveIn, moveOut } from './places.js';
import { Roster } from './roster.js';
import { SignalQueue } from './signals.js';

/** Who this client is: a session from `auth.register` or `auth.login` has both. */
export type VoiceSelf = Pick<Session, 'user_id' | 'device_id'>;

/** Milliseconds after which a server that could not let this client in for the moment is asked again. */
const RETRY_MS = 1_000;
/** How many signals are remembered, to know which of them did not arrive. */
const REMEMBERED = 200;

/**
 * A voice room that this client is in: who else is there, and the signals that set up WebRTC between them. The server
 * passes signals on; sound goes from browser to browser, encrypted by WebRTC.
 *
 * Who offers: a newcomer offers, to each user in `peers`; whoever is there already hears `peer-joined` and waits. So
 * two offer at once only when both change a connection that they have; then the polite one of the two (`isPolite`)
 * gives in, as in WebRTC's "perfect negotiation". An offer without a device goes to all devices of the user in the
 * room. Each of them answers; the first answer takes the connection, and each further device gets an offer of its own.
 *
 * After a reconnect the client joins again by itself, and emits who came and went meanwhile, then `rejoined`. When the
 * server was out of touch with the others for a while, existing connections stay, and the client emits who came and
 * went.
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
  readonly #roster: Roster;
  #entry: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  #joinId = '';
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hasEntered = false;
  /** From the start, or the loss of the connection, until the roster comes: the server does not have it in the room. */
  #isEntering = true;
  #isOver = false;

  /** @internal `joinVoice` makes rooms. */
  constructor(realtime: RealtimeClient, channelId: string, self: VoiceSelf) {
    this.channelId = channelId;
    this.#realtime = realtime;
    this.#self = self;
    this.#roster = new Roster(self.user_id);
    const isHere = ({ channel_id }: { channel_id: string }) => channel_id === channelId;
    this.#stops = [
      ...onVoiceRoster(
        realtime,
        channelId,
        (users) => this.#onRoster(users),
        (user) => this.#onJoin(user),
      ),
      realtime.on('voice_leave', (frame) => isHere(frame) && this.#onLeave(frame.sender)),
      realtime.on('webrtc_offer', (frame) => isHere(frame) && this.#onDescription('offer', describe(frame))),
      realtime.on('webrtc_answer', (frame) => isHere(frame) && this.#onDescription('answer', describe(frame))),
      realtime.on('ice_candidate', (frame) => {
        if (isHere(frame)) this.#emit('candidate', { from: deviceOf(frame), candidate: frame.candidate });
      }),
      realtime.on('error', (frame) => this.#onError(frame)),
      realtime.on('channel.deleted', (frame) => isHere(frame) && this.#end({ reason: 'channel-deleted' })),
      ...onVoiceSnapshot(realtime, channelId, (users) => this.#onSnapshot(users)),
      realtime.on('state', ({ state }) => this.#onState(state)),
      realtime.on('close', ({ error }) => {
        this.#end({ reason: 'disconnected', error: error ?? new ConnectionError('the realtime client has ended') });
      }),
    ];
  }

  /** The ids of the other users in the room, sorted. */
  get peers(): readonly string[] {
    return this.#isOver ? [] : this.#roster.peers;
  }

  /** Calls the listener for every event of that type; returns the function that removes it again. */
  on<T extends VoiceEventType>(type: T, listener: (event: VoiceEvents[T]) => unknown): () => void {
    return this.#emitter.on(type, listener);
  }

  /** Removes a listener that `on` added. */
  off<T extends VoiceEventType>(type: T, listener: (event: VoiceEvents[T]) => unknown): void {
    this.#emitter.off(type, listener);
  }

  /** When both offer at once, does this side give in to that device's offer? Exactly one of two devices does. */
  isPolite(peer: VoiceDevice): boolean {
    return this.#self.device_id < peer.device;
  }

  /**
   * Sends an offer. Returns false, and sends nothing, while there is no connection or after the end: after a reconnect
   * `rejoined` asks for new offers anyway. If nobody was there to hear it, `unavailable` says so. Throws a RangeError for
   * a text that is too long (`maxEventBytes`), as do the other two.
   */
  sendOffer(to: VoicePeer, sdp: string): boolean {
    return this.#signal({ type: 'webrtc_offer', ...this.#route(to), sdp });
  }

  /** Sends an answer; false as for {@link sendOffer}. */
  sendAnswer(to: VoicePeer, sdp: string): boolean {
    return this.#signal({ type: 'webrtc_answer', ...this.#route(to), sdp });
  }

  /** Sends an ICE candidate, in whatever text form the app uses; false as for {@link sendOffer}. */
  sendCandidate(to: VoicePeer, candidate: string): boolean {
    return this.#signal({ type: 'ice_candidate', ...this.#route(to), candidate });
  }

  /** Leaves the room. Calling it again does nothing. */
  leave(): void {
    if (this.#isOver) return;
    this.#send({ type: 'voice_leave', channel_id: this.channelId });
    this.#end({ reason: 'left' });
  }

  /** @internal Enters the room for the first time. */
  entered(signal: AbortSignal): Promise<void> {
    const entry = new Promise<void>((resolve, reject) => (this.#entry = { resolve, reject }));
    const giveUp = () => {
      this.#entry?.reject(signal.reason as Error);
      this.leave();
      currentRoom(this.#realtime)?.leave(); // nobody knows which of the two it is in now
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

  #onState(state: RealtimeState): void {
    if (state === 'waiting' || state === 'connecting') this.#isEntering = true;
    if (state === 'connected' && this.#isEntering) this.#enter();
  }

  #onRoster(users: readonly string[]): void {
    const isNewcomer = this.#isEntering;
    this.#isEntering = false;
    const changes = this.#roster.replace(users);
    if (isNewcomer) this.#roster.beginAnew();
    if (this.#hasEntered) {
      this.#tell(changes);
      if (isNewcomer) this.#emit('rejoined', { peers: this.peers });
      return;
    }
    this.#hasEntered = true;
    moveIn(this.#realtime, this);
    this.#entry?.resolve();
  }

  /** The server says who is where: to a new connection, which is about to join, and when something may have been missed. */
  #onSnapshot(users: readonly string[]): void {
    if (this.#isEntering) return;
    if (!users.includes(this.#self.user_id)) {
      this.#isEntering = true;
      this.#enter();
      return;
    }
    this.#tell(this.#roster.replace(users));
    // Two who see each other again would each wait for the other's offer.
    const peers = this.#roster.strangers;
    if (peers.length > 0) this.#emit('rejoined', { peers });
  }

  #tell({ joined, left }: ReturnType<Roster['replace']>): void {
    for (const user of left) this.#emit('peer-left', { user });
    for (const user of joined) this.#emit('peer-joined', { user });
  }

  #onJoin(user: string): void {
    if (user === this.#self.user_id) return;
    this.#roster.add(user);
    this.#emit('peer-joined', { user });
  }

  #onLeave(user: string): void {
    if (user === this.#self.user_id) return;
    this.#roster.remove(user);
    this.#emit('peer-left', { user });
  }

  #onDescription(type: 'offer' | 'answer', description: VoiceDescription): void {
    this.#roster.met(description.from.user);
    this.#emit(type, description);
  }

  #onError({ code, message, client_id }: ErrorEvent): void {
    if (client_id === undefined) return;
    if (client_id === this.#joinId) {
      if (passes(code)) {
        this.#retry = setTimeout(() => this.#enter(), RETRY_MS);
        return;
      }
      const error = refusalOf('voice_join', message, { status: errorStatuses[code] ?? 400, code });
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
    encodeFrame(frame); // throws now, at the caller, rather than when its turn comes
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

  /** @internal The connection is in another room now; the server has taken it out of this one. */
  moved(): void {
    this.#end({ reason: 'moved' });
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
    moveOut(this.#realtime, this);
    this.#entry?.reject(ended.error ?? new AbortedError(`the voice room ended: ${ended.reason}`));
  }
}
