import type { VoiceDevice, VoiceEnded } from './events.js';
import type { ProofRefusal, ProofState } from './proofs.js';
import type { VoiceConnection, VoiceStream, VoiceTrack } from './rtc.js';

/** The connection with one device of somebody in the call. */
export interface CallPeer extends VoiceDevice {
  /** As an `RTCPeerConnection` has it; `disconnected` and `failed` are mended by new offers. */
  readonly state: 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';
  /**
   * `verified`: it was proven, by the keys that this client knows, that nobody sits between this device and that one.
   * `none`: the server, or whoever has taken it over, could listen. Show it.
   */
  readonly proof: ProofState;
}

/** A track of somebody can be heard, or seen. */
export interface CallTrack extends VoiceDevice {
  readonly track: VoiceTrack;
  /** The streams that its sender has put it into; it may be in none. */
  readonly streams: readonly VoiceStream[];
}

/** An offer or an answer was not accepted: it may come from somebody else than it says. */
export interface CallRefusal extends VoiceDevice {
  readonly reason: ProofRefusal;
}

/** The connection with somebody failed at something. The call goes on, and so do the connections with the others. */
export interface CallError {
  readonly user: string;
  readonly error: unknown;
}

/** The events of a {@link VoiceCall}. */
export interface CallEvents {
  /** The state of the connection with a device has changed, or whether it is proven. After `closed` it is gone. */
  peer: CallPeer;
  track: CallTrack;
  'proof-refused': CallRefusal;
  error: CallError;
  /** The call is over for this client. It is the last event. */
  end: VoiceEnded;
}

/** A {@link CallPeer}, and its connection: for statistics, for example. */
export interface ConnectedPeer extends CallPeer {
  readonly connection: VoiceConnection;
}
