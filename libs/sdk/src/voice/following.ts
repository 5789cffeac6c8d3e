import type { RealtimeClient } from '../realtime/realtime-client.js';

/** A list of users that may be too long for one event: who does not fit into it follows directly behind (RT28). */
class Following {
  readonly #onWhole: (users: readonly string[]) => void;
  #users: string[] = [];
  #left = 0;

  constructor(onWhole: (users: readonly string[]) => void) {
    this.#onWhole = onWhole;
  }

  /** The event with the start of the list came, and so many events follow. */
  begin(users: readonly string[] = [], following = 0): void {
    this.#users = [...users];
    this.#left = following;
    if (following === 0) this.#onWhole(this.#users);
  }

  /** One of these events came; false if none is awaited. */
  take(user?: string): boolean {
    if (this.#left === 0) return false;
    if (user !== undefined) this.#users.push(user);
    this.#left -= 1;
    if (this.#left === 0) this.#onWhole(this.#users);
    return true;
  }
}

/**
 * Calls the listener for each `voice.presence.snapshot`, once everyone is known who is in the room. Returns the functions
 * that end that.
 */
export function onVoiceSnapshot(
  realtime: RealtimeClient,
  channelId: string,
  listener: (users: readonly string[]) => void,
): (() => void)[] {
  const list = new Following(listener);
  return [
    realtime.on('voice.presence.snapshot', ({ voice_rooms, following }) =>
      list.begin(voice_rooms[channelId], following),
    ),
    realtime.on('voice.presence', ({ channel_id, sender }) => list.take(channel_id === channelId ? sender : undefined)),
  ];
}

/** As `onVoiceSnapshot` for each `voice_roster`; `onJoin` hears of everyone else who joins. */
export function onVoiceRoster(
  realtime: RealtimeClient,
  channelId: string,
  listener: (users: readonly string[]) => void,
  onJoin: (user: string) => void,
): (() => void)[] {
  const list = new Following(listener);
  return [
    realtime.on('voice_roster', ({ channel_id, users, following }) => {
      if (channel_id === channelId) list.begin(users, following);
    }),
    realtime.on('voice_join', ({ channel_id, sender }) => {
      if (channel_id === channelId && !list.take(sender)) onJoin(sender);
    }),
  ];
}
