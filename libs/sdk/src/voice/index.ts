/** Voice rooms: who is there, and the signals that set up WebRTC between them. */
export { joinVoice, type JoinVoiceOptions, type VoiceSession } from './join-voice.js';
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
