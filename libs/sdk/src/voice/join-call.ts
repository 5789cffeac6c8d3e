import type { RealtimeClient } from '../realtime/realtime-client.js';
import { VoiceCall, type CallOptions } from './call.js';
import { joinVoice, type JoinVoiceOptions, type VoiceSession } from './join-voice.js';
import type { VoiceKeys } from './proofs.js';
import type { VoiceSelf } from './voice-room.js';

/** How to join a call. */
export interface JoinCallOptions extends JoinVoiceOptions, CallOptions {}

/** Whose call it is: a `ChatSession`, which also has the keys for proofs. */
export interface CallSession extends VoiceSession {
  readonly voiceKeys: VoiceKeys;
}

/**
 * Joins the voice room of a channel, as {@link joinVoice} does, and connects with everyone in it. Needs WebRTC: a
 * browser, or a class with its interface as `rtc`. Rejects as {@link joinVoice} does, and with a TypeError without WebRTC.
 *
 * @example
 * const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
 * const call = await joinCall(chat, channelId, { stream });
 * call.on('track', ({ track }) => play(track));
 */
export async function joinCall(chat: CallSession, channelId: string, options?: JoinCallOptions): Promise<VoiceCall>;
export async function joinCall(
  realtime: RealtimeClient,
  channelId: string,
  self: VoiceSelf,
  options?: JoinCallOptions,
): Promise<VoiceCall>;
export async function joinCall(
  who: CallSession | RealtimeClient,
  channelId: string,
  ...rest: [JoinCallOptions?] | [VoiceSelf, JoinCallOptions?]
): Promise<VoiceCall> {
  if ('realtime' in who) {
    const self = { user_id: who.userId, device_id: who.deviceId };
    return join(who.realtime, channelId, self, { keys: who.voiceKeys, ...(rest[0] as JoinCallOptions) });
  }
  return join(who, channelId, ...(rest as [VoiceSelf, JoinCallOptions?]));
}

async function join(
  realtime: RealtimeClient,
  channelId: string,
  self: VoiceSelf,
  options: JoinCallOptions = {},
): Promise<VoiceCall> {
  if (options.rtc === undefined && !('RTCPeerConnection' in globalThis)) {
    throw new TypeError('this runtime has no WebRTC: pass a class like RTCPeerConnection as rtc');
  }
  const room = await joinVoice(realtime, channelId, self, options);
  return new VoiceCall(room, { user: self.user_id, device: self.device_id }, options);
}
