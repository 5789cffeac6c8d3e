/** Voice rooms: calls with everyone who is there, and the signals that set up WebRTC between them. */
export { VoiceCall, type CallOptions } from './call.js';
export type { CallError, CallEvents, CallPeer, CallRefusal, CallTrack, ConnectedPeer } from './call-events.js';
export { joinCall, type CallSession, type JoinCallOptions } from './join-call.js';
export { joinVoice, type JoinVoiceOptions, type VoiceSession } from './join-voice.js';
export type { ProofPolicy, ProofRefusal, ProofState, VoiceDeviceKey, VoiceKeys } from './proofs.js';
export type { IceServer, IceServers, VoiceConnection, VoiceConnectionClass, VoiceStream, VoiceTrack } from './rtc.js';
export { VoiceRoom, type VoiceSelf } from './voice-room.js';
export type {
  VoiceCandidate,
  VoiceDescription,
  VoiceDevice,
  VoiceEnded,
  VoiceEventType,
  VoiceEvents,
  VoicePeer,
  VoiceUnavailable,
} from './events.js';
