/** Voice rooms: who is there, and the signals that set up WebRTC between them. */
export { joinVoice, VoiceRoom, type JoinVoiceOptions, type VoiceSelf } from './voice-room.js';
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
