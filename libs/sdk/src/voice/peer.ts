import type { VoiceDevice } from './events.js';
import type { ProofState } from './proofs.js';

/** What a peer tells of its connection. */
export interface PeerListener {
  onCandidate(peer: Peer, candidate: string): void;
  onTrack(peer: Peer, event: RTCTrackEvent): void;
  onState(peer: Peer): void;
  /** Something was changed about the connection: it takes another offer. */
  onNegotiationNeeded(peer: Peer): void;
}

/** One `RTCPeerConnection`: with a device, or offered to all devices of a user, the first of which takes it. */
export class Peer {
  readonly user: string;
  readonly connection: RTCPeerConnection;
  proof: ProofState = 'none';
  /** Does the other side give in when both offer and it is the polite one? */
  givesIn = false;
  /** Was an offer sent, to which the answer is to come? */
  isAwaiting = false;
  /** The nonce of that offer, and the devices that it was proven to. */
  offer: { readonly nonce: string; readonly devices: ReadonlySet<string> } = { nonce: '', devices: new Set() };
  /** Has this client come anew, so that the other side has ended it, or will replace it? */
  isStale = false;
  wasConnected = false;
  isClosed = false;
  readonly #listener: PeerListener;
  #device: string | undefined;
  /** Until the device is known that takes the connection, and has been sent the description that they belong to. */
  #unsent: string[] = [];
  #isDescribed = false;

  constructor(user: string, connection: RTCPeerConnection, listener: PeerListener) {
    this.user = user;
    this.connection = connection;
    this.#listener = listener;
    connection.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      this.#unsent.push(candidate.candidate);
      this.#sendCandidates();
    };
    connection.ontrack = (event) => listener.onTrack(this, event);
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'connected') this.wasConnected = true;
      listener.onState(this);
    };
    connection.onnegotiationneeded = () => listener.onNegotiationNeeded(this);
  }

  /** The device at the other end, once it is known. */
  get device(): string | undefined {
    return this.#device;
  }

  /** Where the device's signals go. */
  get address(): VoiceDevice {
    return { user: this.user, device: this.#device ?? '' };
  }

  get state(): RTCPeerConnectionState {
    return this.isClosed ? 'closed' : this.connection.connectionState;
  }

  /** From here on the connection is with this device. */
  takenBy(device: string): void {
    this.#device = device;
    this.#sendCandidates();
  }

  /** Is the description of the session that the connection is in? Each `RTCPeerConnection` is a session of its own. */
  isSameSession(sdp: string): boolean {
    const current = this.connection.remoteDescription;
    return !current || sessionOf(current.sdp) === sessionOf(sdp);
  }

  /** Takes the other side's description, and the candidates that came before it. */
  async setRemote(type: 'offer' | 'answer', sdp: string, early: readonly string[]): Promise<void> {
    await this.connection.setRemoteDescription({ type, sdp });
    for (const candidate of early) await this.addCandidate(candidate);
  }

  /** Makes the offer, or the answer, that is due, and sends it before the candidates that belong to it. */
  async describe(send: (sdp: string) => Promise<void>): Promise<void> {
    this.#isDescribed = false;
    await this.connection.setLocalDescription();
    await send(this.connection.localDescription?.sdp ?? '');
    this.#isDescribed = true;
    this.#sendCandidates();
  }

  async addCandidate(candidate: string): Promise<void> {
    // All that is sent goes over the first section's transport. One of a session that was replaced is of no use.
    await this.connection.addIceCandidate({ candidate, sdpMLineIndex: 0 }).catch(() => undefined);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.connection.close();
    if (this.#device !== undefined) this.#listener.onState(this);
  }

  #sendCandidates(): void {
    if (this.#device === undefined || !this.#isDescribed) return;
    for (const candidate of this.#unsent.splice(0)) this.#listener.onCandidate(this, candidate);
  }
}

/** The number in a description that stays as long as its `RTCPeerConnection`. */
function sessionOf(sdp: string): string | undefined {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1];
}
