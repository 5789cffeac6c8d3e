import {
  DialtoneClient,
  type RealtimeClient,
  type Session,
  type WebSocketConstructor,
  type WebSocketLike,
} from '@dialtone/sdk';
import { createFakeServer, type FakeServer } from '@dialtone/sdk/testing';
import { joinVoice, type VoiceEvents, type VoiceEventType, type VoiceRoom } from '@dialtone/sdk/voice';

const EVENTS: readonly VoiceEventType[] = [
  'peer-joined',
  'peer-left',
  'rejoined',
  'offer',
  'answer',
  'candidate',
  'unavailable',
  'end',
];

/** Somebody in a voice room, and what they have heard there. */
export interface VoiceMember {
  readonly session: Session;
  readonly realtime: RealtimeClient;
  readonly room: VoiceRoom;
  readonly heard: [VoiceEventType, unknown][];
}

/** Resolves with the room's next event of that type. */
export function nextOf<T extends VoiceEventType>(room: VoiceRoom, type: T): Promise<VoiceEvents[T]> {
  return new Promise((resolve) => {
    const stop = room.on(type, (event) => {
      stop();
      resolve(event);
    });
  });
}

function listen({ room }: Pick<VoiceMember, 'room'>): VoiceMember['heard'] {
  const heard: VoiceMember['heard'] = [];
  for (const type of EVENTS) room.on(type, (event) => heard.push([type, event]));
  return heard;
}

/** Voice rooms for tests, each of which gets a fake server of its own. */
export function useVoiceParty(): VoiceParty;
export function useVoiceParty<P extends VoiceParty>(party: P): P;
export function useVoiceParty(party = new VoiceParty()): VoiceParty {
  beforeEach(() => {
    party.server = createFakeServer();
  });
  afterEach(() => party.close());
  return party;
}

/** A fake server with one channel, and people in its voice room. */
export class VoiceParty {
  server: FakeServer;
  /** Frames of these types are lost on their way to the clients. */
  readonly lost = new Set<string>();
  channelId = '';
  private readonly open: RealtimeClient[] = [];

  /** Adds users and the channel. */
  people(...names: string[]): Session[] {
    const users = names.map((username) => this.server.addUser({ username }));
    this.channelId = this.server.addChannel({ name_enc: 'b25l', created_by: users[0].user_id }).id;
    return users;
  }

  async connected(session: Session, WebSocket?: WebSocketConstructor): Promise<RealtimeClient> {
    const { baseUrl, fetch } = this.server;
    WebSocket ??= without(this.server.WebSocket, this.lost);
    const realtime = new DialtoneClient({ baseUrl, fetch, WebSocket, token: session.token }).realtime();
    this.open.push(realtime);
    await realtime.connect();
    return realtime;
  }

  async join(session: Session): Promise<VoiceMember> {
    const realtime = await this.connected(session);
    const room = await joinVoice(realtime, this.channelId, session);
    return { session, realtime, room, heard: listen({ room }) };
  }

  async close(): Promise<void> {
    this.lost.clear();
    await Promise.all(this.open.splice(0).map((realtime) => realtime.close()));
  }
}

/** A WebSocket class that loses frames of these types. */
export function without(WebSocket: WebSocketConstructor, lost: ReadonlySet<string>): WebSocketConstructor {
  return class extends WebSocket {
    override addEventListener(...[type, listener]: Parameters<WebSocketLike['addEventListener']>): void {
      super.addEventListener(type, (event) => {
        const { data } = event as { data?: unknown };
        const frame = typeof data === 'string' ? (JSON.parse(data) as { type: string }) : undefined;
        if (frame === undefined || !lost.has(frame.type)) listener(event);
      });
    }
  };
}
