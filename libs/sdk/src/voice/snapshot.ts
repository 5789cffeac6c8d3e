import type { RealtimeClient } from '../realtime/realtime-client.js';

/**
 * Calls the listener for each `voice.presence.snapshot`, once everyone is known who is in the room: who does not fit
 * into the event follows behind it (RT28). Returns the functions that end that.
 */
export function onVoiceSnapshot(
  realtime: RealtimeClient,
  channelId: string,
  listener: (users: readonly string[]) => void,
): (() => void)[] {
  let users: string[] = [];
  let following = 0;
  return [
    realtime.on('voice.presence.snapshot', (frame) => {
      users = [...(frame.voice_rooms[channelId] ?? [])];
      following = frame.following ?? 0;
      if (following === 0) listener(users);
    }),
    realtime.on('voice.presence', ({ channel_id, sender }) => {
      if (following === 0) return;
      if (channel_id === channelId) users.push(sender);
      following -= 1;
      if (following === 0) listener(users);
    }),
  ];
}
