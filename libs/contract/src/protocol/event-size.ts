import * as limits from '../generated/limit-values.js';
import type { VoicePresence, VoicePresenceSnapshot, VoiceJoined, VoiceRoster } from '../generated/types.js';
import type { ClientFrame } from './frame-types.js';

/** Of an event, its type and what the server adds: ids, a time, and the names of these. */
const ADDED_BYTES = 320;

/** The fields of frames that stand in the event which others get. */
const PASSED_ON = ['channel_id', 'sender_name_enc', 'recipient', 'recipient_device', 'body', 'sdp', 'candidate'];

/**
 * Would the frame become an event that is longer than clients read? Its text says so at once for most: what JSON has to
 * escape is escaped there, too.
 *
 * @param bytes of the frame as it is sent, or at least as many as that
 * @returns null, or a sentence that says what is too long
 */
export function eventProblem(frame: ClientFrame, bytes: number): string | null {
  const most = limits.maxEventBytes - ADDED_BYTES;
  if (bytes <= most) return null;
  const sizes = Object.entries(frame)
    .filter(([name]) => PASSED_ON.includes(name))
    .map(([name, value]: [string, unknown]) => ({ name, size: encodedBytes({ [name]: value }) }));
  if (sizes.reduce((sum, { size }) => sum + size, 0) <= most) return null;
  const longest = sizes.reduce((a, b) => (b.size > a.size ? b : a));
  return (
    `${longest.name} is too long: with it, the event for the others would have more than ` +
    `${limits.maxEventBytes} bytes as JSON, where quotes, backslashes and control characters take several each`
  );
}

/**
 * Who is in which voice room, as events that clients can read: a snapshot, and behind it `voice.presence` for each who
 * does not fit into it.
 *
 * @param rooms channel id to its room's sorted user ids
 */
export function snapshotEvents(
  rooms: Readonly<Record<string, readonly string[]>>,
): [VoicePresenceSnapshot, ...VoicePresence[]] {
  let left = limits.maxEventBytes - ADDED_BYTES;
  const voice_rooms: Record<string, string[]> = {};
  const rest: VoicePresence[] = [];
  for (const [channel_id, users] of Object.entries(rooms)) {
    const listed: string[] = [];
    for (const sender of users) {
      const bytes = idBytes(sender) + (listed.length === 0 ? idBytes(channel_id) + 2 : 0);
      if (bytes <= left) listed.push(sender);
      else rest.push({ type: 'voice.presence', channel_id, sender, active: true });
      left -= bytes <= left ? bytes : 0;
    }
    if (listed.length > 0) voice_rooms[channel_id] = listed;
  }
  const following = rest.length === 0 ? {} : { following: rest.length };
  return [{ type: 'voice.presence.snapshot', channel_id: '', sender: '', voice_rooms, ...following }, ...rest];
}

/** Who is in a voice room, as events that clients can read: the roster, and `voice_join` for who does not fit into it. */
export function rosterEvents(channel_id: string, users: readonly string[]): [VoiceRoster, ...VoiceJoined[]] {
  let left = limits.maxEventBytes - ADDED_BYTES;
  const fitting = users.filter((user) => (left -= idBytes(user)) >= 0);
  const rest = users.slice(fitting.length).map((sender): VoiceJoined => ({ type: 'voice_join', channel_id, sender }));
  const following = rest.length === 0 ? {} : { following: rest.length };
  return [{ type: 'voice_roster', channel_id, sender: '', users: fitting, ...following }, ...rest];
}

/** With its quotes and what stands behind it; the server's ids are ASCII. */
function idBytes(id: string): number {
  return id.length + 3;
}

function encodedBytes(value: object): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
