import { oneAtATime } from '../chat/turns.js';
import { Emitter } from '../realtime/emitter.js';
import type { CallEvents, CallPeer, ConnectedPeer } from './call-events.js';
import { LocalMedia } from './local-media.js';
import { Negotiation } from './negotiation.js';
import type { Peer } from './peer.js';
import { VoiceProofs, type ProofPolicy, type VoiceKeys } from './proofs.js';
import type { IceServer, IceServers, VoiceConnectionClass, VoiceStream, VoiceTrack } from './rtc.js';
import type { VoiceRoom } from './voice-room.js';

/** How to take part in a call. */
export interface CallOptions {
  /** What is sent: the microphone's stream. Without it, one only listens. It stays the app's to stop. */
  stream?: VoiceStream | undefined;
  /**
   * The STUN and TURN servers; across networks WebRTC needs a TURN server. A function is asked again for each
   * connection, and before one that was lost is made anew.
   */
  iceServers?: IceServers | undefined;
  /** What proves who is at the other end. A `ChatSession` brings its own. */
  keys?: VoiceKeys | undefined;
  /** From whom a connection without a proof is accepted. Default: `signed`. */
  proofs?: ProofPolicy | undefined;
  /** Makes the connections. Default: the runtime's `RTCPeerConnection`. */
  rtc?: VoiceConnectionClass | undefined;
  /** Milliseconds that somebody who comes has to offer before this client does: deployed clients wait. Default 2,000. */
  patienceMs?: number | undefined;
}

const PATIENCE_MS = 2_000;

/**
 * A call with everyone in a voice room: their tracks, and this client's own for them. It connects with each device of
 * each of them, mends connections that are lost, and goes on after a reconnect. {@link joinCall} makes one.
 *
 * Sound is encrypted from end to end by WebRTC. Against a server that puts itself in between, each offer and answer
 * carries a proof, which is checked before it is used: see {@link CallPeer} and `proof-refused`.
 */
export class VoiceCall {
  /** Who is in the room, connected or not. */
  readonly room: VoiceRoom;
  readonly #media: LocalMedia;
  readonly #negotiation: Negotiation;
  readonly #emitter = new Emitter<CallEvents>((type, error) => {
    console.error(`a listener for ${type} failed:`, error);
  });

  /** @internal `joinCall` makes calls. */
  constructor(room: VoiceRoom, self: { readonly user: string; readonly device: string }, options: CallOptions) {
    const { stream, iceServers, keys, proofs: policy = 'signed', patienceMs = PATIENCE_MS } = options;
    const Connection = options.rtc ?? globalThis.RTCPeerConnection;
    this.room = room;
    this.#media = new LocalMedia(stream);
    const ask = servers(iceServers);
    // Without them, those can still be reached who are on the same network.
    const serversFor = (user: string) =>
      ask().catch((error: unknown): IceServer[] => {
        this.#tell(user, error);
        return [];
      });
    this.#negotiation = new Negotiation(room, {
      proofs: new VoiceProofs({ keys, policy, channelId: room.channelId, self }),
      patienceMs,
      connect: async (user, isOffering) => {
        const connection = new Connection({ iceServers: await serversFor(user) });
        this.#media.addTo(connection, isOffering);
        return connection;
      },
      renew: async (user, connection) => {
        if (typeof iceServers !== 'function') return;
        connection.setConfiguration({ ...connection.getConfiguration(), iceServers: await serversFor(user) });
      },
      onState: (peer) => this.#emitter.emit('peer', stateOf(peer)),
      onTrack: (peer, { track, streams }) => this.#emitter.emit('track', { ...peer.address, track, streams }),
      onRefused: (from, reason) => this.#emitter.emit('proof-refused', { ...from, reason }),
      onError: (user, error) => this.#tell(user, error),
    });
    room.on('end', (ended) => {
      this.#negotiation.end();
      this.#emitter.emit('end', ended);
    });
    this.#negotiation.begin();
  }

  /** The devices that this one is connecting or connected with. */
  get peers(): readonly ConnectedPeer[] {
    return this.#negotiation.peers.map((peer) => ({ ...stateOf(peer), connection: peer.connection }));
  }

  /** Calls the listener for every event of that type; returns the function that removes it again. */
  on<T extends keyof CallEvents>(type: T, listener: (event: CallEvents[T]) => unknown): () => void {
    return this.#emitter.on(type, listener);
  }

  /** Removes a listener that `on` added. */
  off<T extends keyof CallEvents>(type: T, listener: (event: CallEvents[T]) => unknown): void {
    this.#emitter.off(type, listener);
  }

  /** Is silence sent in place of what the microphone hears? */
  get isMuted(): boolean {
    return this.#media.isMuted;
  }

  mute(): void {
    this.#media.isMuted = true;
  }

  unmute(): void {
    this.#media.isMuted = false;
  }

  /**
   * Sends another microphone's track to everyone, or none, without a gap. It is muted as the one before was. The former
   * track is not stopped. Rejects when a connection cannot send it, after all others have been told.
   */
  async replaceMicrophone(track?: VoiceTrack): Promise<void> {
    this.#media.setMicrophone(track);
    const switches = this.#negotiation.connections.map((connection) => this.#media.switchIn(connection));
    const failed = (await Promise.allSettled(switches)).find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /** Leaves the room and ends every connection. Calling it again does nothing. */
  close(): void {
    this.room.leave();
  }

  #tell(user: string, error: unknown): void {
    if (this.#emitter.has('error')) this.#emitter.emit('error', { user, error });
    else console.error(error);
  }
}

function stateOf(peer: Peer): CallPeer {
  return { ...peer.address, state: peer.state, proof: peer.proof };
}

/** Asks for the servers; whoever asks meanwhile gets the same. */
function servers(given: IceServers = []): () => Promise<IceServer[]> {
  if (typeof given !== 'function') return () => Promise.resolve([...given]);
  return oneAtATime(async () => [...(await given())]);
}
