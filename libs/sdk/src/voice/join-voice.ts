import { Deadline } from '../core/deadline.js';
import type { RealtimeClient } from '../realtime/realtime-client.js';
import { VoiceRoom, type VoiceSelf } from './voice-room.js';

/** How to join. */
export interface JoinVoiceOptions {
  /** Gives up joining. */
  signal?: AbortSignal | undefined;
  /** Milliseconds that joining may take. Default 10,000. */
  timeoutMs?: number | undefined;
}

/** Whose room it is: a `ChatSession` of `@dialtone/sdk/chat`, which says who it is and has a connection. */
export interface VoiceSession {
  readonly realtime: RealtimeClient;
  readonly userId: string;
  readonly deviceId: string;
}

const TIMEOUT_MS = 10_000;

/**
 * Joins the voice room of a channel, and leaves the room that the client was in. Connects the client if need be. If the
 * server refuses, the client stays in the room that it was in; if joining is given up, it leaves both.
 *
 * Rejects with an {@link ApiError} such as `channel_not_found`, with a {@link TimeoutError}, with an
 * {@link AbortedError} when the signal is aborted, with a {@link ConnectionError} when the client ends.
 *
 * @example
 * const room = await joinVoice(chat, channelId); // or joinVoice(realtime, channelId, session)
 * for (const user of room.peers) room.sendOffer({ user }, await makeOffer(user));
 */
export async function joinVoice(chat: VoiceSession, channelId: string, options?: JoinVoiceOptions): Promise<VoiceRoom>;
export async function joinVoice(
  realtime: RealtimeClient,
  channelId: string,
  self: VoiceSelf,
  options?: JoinVoiceOptions,
): Promise<VoiceRoom>;
export async function joinVoice(
  who: VoiceSession | RealtimeClient,
  channelId: string,
  ...rest: [JoinVoiceOptions?] | [VoiceSelf, JoinVoiceOptions?]
): Promise<VoiceRoom> {
  if ('realtime' in who) {
    const self = { user_id: who.userId, device_id: who.deviceId };
    return join(who.realtime, channelId, self, rest[0] as JoinVoiceOptions);
  }
  return join(who, channelId, ...(rest as [VoiceSelf, JoinVoiceOptions?]));
}

async function join(
  realtime: RealtimeClient,
  channelId: string,
  self: VoiceSelf,
  { signal, timeoutMs = TIMEOUT_MS }: JoinVoiceOptions = {},
): Promise<VoiceRoom> {
  const deadline = new Deadline(timeoutMs, signal);
  try {
    await realtime.connect({ signal: deadline.signal, timeoutMs });
    deadline.signal.throwIfAborted();
    const room = new VoiceRoom(realtime, channelId, self);
    await room.entered(deadline.signal);
    return room;
  } catch (error) {
    throw deadline.signal.aborted ? (deadline.signal.reason as Error) : error;
  } finally {
    deadline.clear();
  }
}
