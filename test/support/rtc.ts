/*
 * RTCPeerConnection as the specification has it, as far as a call uses it: who may describe what when, rollback,
 * negotiationneeded, restarts of ICE. Two connect once each has the other's description of now and a candidate of it.
 */

type Kind = 'offer' | 'answer';
interface Description {
  readonly type: Kind;
  readonly sdp: string;
}
type State = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';
type Direction = 'sendrecv' | 'recvonly';

/** A track that can be sent. */
export interface FakeTrack {
  readonly kind: string;
  readonly id: string;
  enabled: boolean;
}

export const fakeTrack = (id: string): FakeTrack => ({ kind: 'audio', id, enabled: true });
export const fakeStream = (...tracks: FakeTrack[]) => ({ getTracks: () => tracks });

/** A network in which the connections of its class find each other. */
export class RtcNetwork {
  readonly all: FakeConnection[] = [];
  /** Do connections come about? */
  isUp = true;
  #made = 0;

  /** What takes the place of RTCPeerConnection. */
  get rtc(): new (configuration?: object) => FakeConnection {
    const open = (connection: FakeConnection) => this.all.push(connection);
    const number = () => (this.#made += 1);
    const meet = () => this.#meet();
    return class extends FakeConnection {
      constructor(configuration?: object) {
        super(number(), meet, configuration);
        open(this);
      }
    };
  }

  /** The connections that are not closed. */
  get open(): FakeConnection[] {
    return this.all.filter(({ connectionState }) => connectionState !== 'closed');
  }

  /** Every connection is lost, as when the network changes. */
  lose(state: 'disconnected' | 'failed' = 'failed'): void {
    for (const connection of this.open) connection.become(state);
  }

  #meet(): void {
    if (!this.isUp) return;
    for (const one of this.open) {
      const other = this.open.find((candidate) => candidate !== one && one.knows(candidate) && candidate.knows(one));
      if (other === undefined) continue;
      one.become('connected');
      other.become('connected');
    }
  }
}

export class FakeConnection {
  onicecandidate: ((event: { candidate: { candidate: string } | null }) => void) | null = null;
  ontrack: ((event: { track: FakeTrack; streams: unknown[] }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onnegotiationneeded: (() => void) | null = null;
  signalingState: 'stable' | 'have-local-offer' | 'have-remote-offer' | 'closed' = 'stable';
  connectionState: State = 'new';
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  configuration: object;
  /** What is sent. */
  sent: FakeTrack | null = null;
  readonly candidates: string[] = [];
  readonly #number: number;
  readonly #meet: () => void;
  #ice = 1;
  #direction: Direction | undefined;

  constructor(number: number, meet: () => void, configuration: object = {}) {
    this.#number = number;
    this.#meet = meet;
    this.configuration = configuration;
  }

  get #ufrag(): string {
    return `u${this.#number}.${this.#ice}`;
  }

  addTrack(track: FakeTrack): void {
    this.sent = track;
    this.#direction = 'sendrecv';
  }

  addTransceiver(_kind: string, { direction }: { direction: Direction }): void {
    this.#direction = direction;
  }

  getTransceivers() {
    if (this.#direction === undefined) return [];
    const sender = {
      replaceTrack: (track: FakeTrack | null) => Promise.resolve(void (this.sent = track)),
      setStreams: () => undefined,
    };
    const turn = (direction: Direction) => {
      this.#direction = direction;
      this.#askForOffer();
    };
    const current = this.#direction;
    return [
      {
        receiver: { track: { kind: 'audio' } },
        sender,
        get direction() {
          return current;
        },
        set direction(direction: Direction) {
          turn(direction);
        },
      },
    ];
  }

  getConfiguration = () => this.configuration;
  setConfiguration = (configuration: object) => void (this.configuration = configuration);
  getStats = () => Promise.resolve(new Map());

  restartIce(): void {
    this.#ice += 1;
    this.#askForOffer();
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    if (this.signalingState === 'closed') throw new Error('InvalidStateError: closed');
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    this.localDescription = { type, sdp: this.#sdp(type) };
    this.signalingState = type === 'offer' ? 'have-local-offer' : 'stable';
    const candidate = `candidate:1 1 UDP 1 127.0.0.1 ${this.#number} typ host ufrag ${this.#ufrag}`;
    queueMicrotask(() => {
      this.onicecandidate?.({ candidate: { candidate } });
      this.onicecandidate?.({ candidate: null });
    });
    this.#meet();
  }

  async setRemoteDescription(description: Description): Promise<void> {
    await Promise.resolve();
    const fits =
      description.type === 'offer' ? this.signalingState !== 'closed' : this.signalingState === 'have-local-offer';
    if (!fits || !description.sdp.startsWith('v=0')) {
      throw new Error(`InvalidStateError: ${description.type} while ${this.signalingState}`);
    }
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    this.#direction ??= 'recvonly';
    if (this.connectionState === 'new') {
      this.become('connecting');
      this.ontrack?.({ track: fakeTrack(`from ${this.#theirs('o')}`), streams: [] });
    }
    this.#meet();
  }

  async addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
    await Promise.resolve();
    if (this.remoteDescription === null) throw new Error('InvalidStateError: no description');
    this.candidates.push(candidate);
    this.#meet();
  }

  close(): void {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }

  become(state: State): void {
    if (this.connectionState === state || this.connectionState === 'closed') return;
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** Has it the description of the other as it is now, and a candidate of it? */
  knows(other: FakeConnection): boolean {
    const isOfNow = this.#theirs('ufrag') === other.#ufrag && this.#theirs('fingerprint') === `F${other.#number}`;
    return (
      this.signalingState === 'stable' && isOfNow && this.candidates.some((text) => text.endsWith(` ${other.#ufrag}`))
    );
  }

  #askForOffer(): void {
    queueMicrotask(() => {
      if (this.signalingState === 'stable') this.onnegotiationneeded?.();
    });
  }

  #sdp(type: Kind): string {
    return [
      'v=0',
      `o=- ${this.#number} 1 IN IP4 127.0.0.1`,
      's=-',
      't=0 0',
      `a=fingerprint:sha-256 F${this.#number}`,
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      `a=ice-ufrag:${this.#ufrag}`,
      `a=setup:${type === 'offer' ? 'actpass' : 'active'}`,
      '',
    ].join('\r\n');
  }

  #theirs(what: 'o' | 'ufrag' | 'fingerprint'): string | undefined {
    const pattern = { o: /^o=- (\S+)/m, ufrag: /^a=ice-ufrag:(\S+)/m, fingerprint: /^a=fingerprint:sha-256 (\S+)/m };
    return pattern[what].exec(this.remoteDescription?.sdp ?? '')?.[1];
  }
}
