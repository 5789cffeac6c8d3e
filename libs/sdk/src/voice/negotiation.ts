import { Turns } from '../chat/turns.js';
import type { VoiceCandidate, VoiceDescription, VoiceDevice, VoicePeer, VoiceUnavailable } from './events.js';
import { EarlyCandidates } from './early-candidates.js';
import { Patience } from './patience.js';
import { Peer, type PeerListener } from './peer.js';
import { readLines } from './proof-lines.js';
import type { CheckedDescription, ProofRefusal, VoiceProofs } from './proofs.js';
import type { VoiceRoom } from './voice-room.js';

/** What a negotiation needs of a room. */
export type SignallingRoom = Pick<
  VoiceRoom,
  'channelId' | 'peers' | 'on' | 'isPolite' | 'sendOffer' | 'sendAnswer' | 'sendCandidate'
>;

/** What a negotiation tells of, and where its connections come from. */
export interface NegotiationOptions {
  readonly proofs: VoiceProofs;
  /** Milliseconds after which somebody who came without an offer is offered to. */
  readonly patienceMs: number;
  /** Makes a connection with what is sent over it. */
  connect(user: string, isOffering: boolean): Promise<RTCPeerConnection>;
  /** Is called before a connection that was lost is offered anew. */
  renew(user: string, connection: RTCPeerConnection): Promise<void>;
  onState(peer: Peer): void;
  onTrack(peer: Peer, event: RTCTrackEvent): void;
  onRefused(from: VoiceDevice, reason: ProofRefusal): void;
  onError(user: string, error: unknown): void;
}

/**
 * Connects this device with everyone in a voice room, one connection for each device of theirs, as people come and go.
 * `VoiceRoom` says who offers. Clients without this package wait when they come, offer to whoever comes, and never give
 * in when both offer: so this one offers to somebody who waits, and gives in to whoever does not say that they do.
 *
 * What concerns a user is worked off in its order: no candidate overtakes its offer, and nobody holds up the others.
 */
export class Negotiation implements PeerListener {
  readonly #room: SignallingRoom;
  readonly #options: NegotiationOptions;
  readonly #turns = new Turns();
  /** By the ids of their devices. */
  readonly #peers = new Map<string, Peer>();
  /** By user, an offer to all of the user's devices, which the first answer takes. */
  readonly #offers = new Map<string, Peer>();
  /** By user, the nonce of the last such offer: the answers of further devices are to it, too. */
  readonly #nonces = new Map<string, string>();
  readonly #early = new EarlyCandidates();
  readonly #patience: Patience;
  #isOver = false;

  constructor(room: SignallingRoom, options: NegotiationOptions) {
    this.#room = room;
    this.#options = options;
    this.#patience = new Patience(options.patienceMs, (user) => this.#inTurn(user, () => this.#onWaited(user)));
    room.on('offer', (offer) => this.#inTurn(offer.from.user, () => this.#onOffer(offer)));
    room.on('answer', (answer) => this.#inTurn(answer.from.user, () => this.#onAnswer(answer)));
    room.on('candidate', (candidate) => this.#inTurn(candidate.from.user, () => this.#onCandidate(candidate)));
    room.on('unavailable', (signal) => this.#inTurn(signal.to.user, () => this.#onUnavailable(signal)));
    room.on('peer-joined', ({ user }) => this.#inTurn(user, () => this.#onJoined(user)));
    room.on('peer-left', ({ user }) => this.#inTurn(user, () => this.#onLeft(user)));
    room.on('rejoined', ({ peers }) => {
      for (const user of peers) this.#inTurn(user, () => this.#onRejoined(user));
    });
  }

  /** Offers to everyone who is there: a newcomer does. */
  begin(): void {
    for (const user of this.#room.peers) this.#inTurn(user, () => this.#offerTo({ user }));
  }

  /** The connections whose devices are known. */
  get peers(): readonly Peer[] {
    return [...this.#peers.values()];
  }

  /** Every connection, also those that nobody has answered yet. */
  get connections(): readonly RTCPeerConnection[] {
    return [...this.#peers.values(), ...this.#offers.values()].map(({ connection }) => connection);
  }

  /** Ends every connection. */
  end(): void {
    this.#isOver = true;
    this.#patience.endAll();
    for (const user of [...this.#offers.keys()]) this.#withdraw(user);
    for (const peer of this.peers) this.#hangUp(peer);
  }

  onCandidate(peer: Peer, candidate: string): void {
    this.#room.sendCandidate(peer.address, candidate);
  }

  onTrack(peer: Peer, event: RTCTrackEvent): void {
    this.#options.onTrack(peer, event);
  }

  onState(peer: Peer): void {
    this.#options.onState(peer);
    if (peer.state === 'disconnected' || peer.state === 'failed') this.#inTurn(peer.user, () => this.#mend(peer));
  }

  onNegotiationNeeded(peer: Peer): void {
    // The first offer is made without this event.
    if (!peer.connection.remoteDescription) return;
    this.#inTurn(peer.user, async () => {
      const isReady = peer.connection.signalingState === 'stable' && !peer.isClosed && !peer.isStale;
      if (isReady) await this.#sendOffer(peer, peer.address);
    });
  }

  #inTurn(user: string, work: () => Promise<void> | void): void {
    this.#turns
      .run(user, async () => {
        if (!this.#isOver) await work();
      })
      .catch((error: unknown) => {
        if (!this.#isOver) this.#options.onError(user, error);
      });
  }

  async #open(user: string, isOffering: boolean): Promise<Peer> {
    const peer = new Peer(user, await this.#options.connect(user, isOffering), this);
    if (!this.#isOver) return peer;
    peer.close();
    throw new Error('the call is over');
  }

  async #offerTo(to: VoicePeer): Promise<void> {
    const peer = await this.#open(to.user, true);
    if (to.device === undefined) {
      this.#withdraw(to.user);
      this.#offers.set(to.user, peer);
    } else this.#adopt(peer, to.device);
    await this.#orHangUp(peer, () => this.#sendOffer(peer, to));
    if (to.device === undefined) this.#nonces.set(to.user, peer.offer.nonce);
  }

  async #sendOffer(peer: Peer, to: VoicePeer): Promise<void> {
    await peer.describe(async (sdp) => {
      const offer = await this.#options.proofs.prove('offer', sdp, to);
      peer.offer = offer;
      peer.isAwaiting = this.#room.sendOffer(to, offer.sdp);
    });
  }

  /** The offer to all of the user's devices is no longer worth an answer. */
  #withdraw(user: string): void {
    this.#offers.get(user)?.close();
    this.#offers.delete(user);
  }

  /** From here on the connection is the one with this device. */
  #adopt(peer: Peer, device: string): void {
    const former = this.#peers.get(device);
    if (former !== undefined) this.#hangUp(former);
    this.#peers.set(device, peer);
    peer.takenBy(device);
  }

  #hangUp(peer: Peer): void {
    if (this.#peers.get(peer.address.device) === peer) this.#peers.delete(peer.address.device);
    peer.close();
  }

  /** A connection that cannot be set up is none. */
  async #orHangUp(peer: Peer, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#offers.get(peer.user) === peer) this.#withdraw(peer.user);
      else this.#hangUp(peer);
      throw error;
    }
  }

  #peersOf(user: string): Peer[] {
    return this.peers.filter((peer) => peer.user === user);
  }

  async #onOffer({ from, sdp }: VoiceDescription): Promise<void> {
    this.#patience.end(from.user);
    const peer = this.#peers.get(from.device);
    const current = peer?.isSameSession(sdp) === true ? peer : undefined;
    // Both offer at once: when both change what they have, and when both are newcomers, as after a restart of the server.
    const ours = current?.isAwaiting === true ? current : this.#offers.get(from.user);
    const isOursForThem = ours !== undefined && (ours.offer.devices.size === 0 || ours.offer.devices.has(from.device));
    if (isOursForThem && readLines(sdp).givesIn && !this.#room.isPolite(from)) return;
    const offer = await this.#check('offer', from, sdp, { hasProof: peer?.proof === 'verified' });
    if (offer === undefined) return;
    this.#withdraw(from.user);
    const answering = current ?? (await this.#open(from.user, false));
    this.#accept(answering, offer);
    answering.isStale = answering.isAwaiting = false;
    if (answering !== current) this.#adopt(answering, from.device);
    await this.#orHangUp(answering, async () => {
      await answering.setRemote('offer', offer.sdp, this.#early.take(from));
      await answering.describe(async (sdp) => {
        const answer = await this.#options.proofs.prove('answer', sdp, from, offer.nonce);
        this.#room.sendAnswer(from, answer.sdp);
      });
    });
  }

  async #onAnswer({ from, sdp }: VoiceDescription): Promise<void> {
    this.#patience.end(from.user);
    const peer = this.#peers.get(from.device);
    const ours = peer?.isAwaiting === true ? peer : this.#offers.get(from.user);
    const offerNonce = ours === undefined ? this.#nonces.get(from.user) : ours.offer.nonce;
    const answer = await this.#check('answer', from, sdp, { offerNonce, hasProof: peer?.proof === 'verified' });
    if (answer === undefined) return;
    // A further device gets a connection of its own, and so does one that has begun anew.
    if (!ours?.isSameSession(answer.sdp)) return this.#offerTo(from);
    this.#accept(ours, answer);
    ours.isAwaiting = false;
    if (ours !== peer) {
      this.#offers.delete(from.user);
      this.#adopt(ours, from.device);
    }
    await this.#orHangUp(ours, () => ours.setRemote('answer', answer.sdp, this.#early.take(from)));
  }

  async #check(
    type: 'offer' | 'answer',
    from: VoiceDevice,
    sdp: string,
    context: { offerNonce?: string | undefined; hasProof: boolean },
  ): Promise<CheckedDescription | undefined> {
    const checked = await this.#options.proofs.check(type, from, sdp, context);
    if (typeof checked !== 'string') return checked;
    this.#options.onRefused(from, checked);
    return undefined;
  }

  #accept(peer: Peer, { proof, givesIn }: CheckedDescription): void {
    const isNews = peer.device !== undefined && peer.proof !== proof;
    Object.assign(peer, { proof, givesIn });
    if (isNews) this.#options.onState(peer);
  }

  async #onCandidate(event: VoiceCandidate): Promise<void> {
    const peer = this.#peers.get(event.from.device);
    if (peer?.connection.remoteDescription) await peer.addCandidate(event.candidate);
    else this.#early.add(event);
  }

  /** Nobody was there to hear a signal: the device, or everyone of that user, has left. */
  #onUnavailable({ to, code }: VoiceUnavailable): void {
    if (code === 'voice_not_joined') return; // the connection was lost: the room is about to be joined again
    if (code !== 'recipient_unavailable') throw new Error(`a signal was not passed on: ${code}`);
    const peer = this.#peers.get(to.device ?? '');
    if (to.device === undefined) this.#withdraw(to.user);
    else if (peer !== undefined) this.#hangUp(peer);
  }

  /** One device of the user has come, perhaps again. An offer that it never heard must not stand in the way of its own. */
  #onJoined(user: string): void {
    this.#withdraw(user);
    this.#patience.begin(user);
  }

  /** Somebody has come, and no offer of theirs. */
  async #onWaited(user: string): Promise<void> {
    if (this.#peersOf(user).length === 0 && this.#room.peers.includes(user)) await this.#offerTo({ user });
  }

  #onLeft(user: string): void {
    this.#patience.end(user);
    this.#early.forget(user);
    this.#withdraw(user);
    for (const peer of this.#peersOf(user)) this.#hangUp(peer);
  }

  async #onRejoined(user: string): Promise<void> {
    for (const peer of this.#peersOf(user)) {
      peer.isStale = true;
      peer.isAwaiting = false;
      if (peer.state !== 'connected') this.#hangUp(peer);
    }
    await this.#offerTo({ user });
  }

  /** A new offer mends the connection; when the device has left, the offer comes back as unavailable. */
  async #mend(peer: Peer): Promise<void> {
    const { state } = peer;
    if (state !== 'disconnected' && state !== 'failed') return; // it has mended itself
    if (peer.isStale) {
      this.#hangUp(peer);
      return;
    }
    if (peer.givesIn) {
      await this.#options.renew(peer.user, peer.connection);
      if (!peer.isClosed) peer.connection.restartIce();
    } else if (state === 'failed') {
      // Other clients end a connection that has failed, and have one for each user: only what once worked is tried again.
      if (peer.wasConnected) await this.#offerTo(peer.address);
      else this.#hangUp(peer);
    }
  }
}
