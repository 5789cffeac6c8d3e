import {
  ChatSession,
  memoryStore,
  type ChatEvents,
  type ChatOptions,
  type ChatStore,
  type LoginOptions,
} from '@dialtone/sdk/chat';
import { operator, PASSWORD } from './people.js';
import type { TestServer } from './server.js';

/** How long to wait for an event before the test fails, in milliseconds. */
const PATIENCE_MS = 20_000;

const EVENTS: readonly (keyof ChatEvents)[] = [
  'message',
  'channel',
  'member',
  'presence',
  'key-missing',
  'key-refused',
  'device-new',
  'device-changed',
  'state',
  'gap',
  'error',
  'session-ended',
  'close',
];

/** A chat session and everything that it has told, in order. */
export class Watch {
  readonly events: { type: keyof ChatEvents; event: unknown; isTaken: boolean }[] = [];
  private wake: () => void = () => undefined;

  constructor(readonly chat: ChatSession) {
    for (const type of EVENTS) {
      chat.on(type, (event) => {
        this.events.push({ type, event, isTaken: false });
        this.wake();
      });
    }
  }

  /** All events of a type so far. */
  all<T extends keyof ChatEvents>(type: T): ChatEvents[T][] {
    return this.events.filter((entry) => entry.type === type).map(({ event }) => event as ChatEvents[T]);
  }

  /** The texts of the messages so far; null for those that could not be decrypted. */
  get texts(): (string | null)[] {
    return this.all('message').map(({ text }) => text);
  }

  /** Resolves when the channel's key is here. */
  async reads(channelId: string): Promise<void> {
    const channels = await this.chat.channels();
    if (channels.some(({ id, hasKey }) => id === channelId && hasKey)) return;
    await this.next('channel', ({ channel }) => channel.id === channelId && channel.hasKey);
  }

  /** The first event of that type (for which `where` holds) that was not taken before; waits for it if need be. */
  async next<T extends keyof ChatEvents>(
    type: T,
    where: (event: ChatEvents[T]) => boolean = () => true,
  ): Promise<ChatEvents[T]> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const entry = this.events.find(
        (candidate) => candidate.type === type && !candidate.isTaken && where(candidate.event as ChatEvents[T]),
      );
      if (entry) {
        entry.isTaken = true;
        return entry.event as ChatEvents[T];
      }
      await new Promise<void>((resolve, reject) => {
        this.wake = resolve;
        const told = this.events.map((candidate) => candidate.type).join(', ');
        deadline.addEventListener('abort', () => reject(new Error(`no ${type} came; told: ${told}`)), { once: true });
      });
    }
  }
}

/** The chat sessions of a test. */
export class ChatParty {
  private readonly watched: Watch[] = [];

  constructor(readonly server: Pick<TestServer, 'url'>) {}

  /** Registers somebody and connects. The first one on a server is admin. */
  async join(username: string, options: Partial<LoginOptions> = {}): Promise<Watch> {
    const { token: inviteToken } = await operator(this.server).invites.create();
    return this.open(ChatSession.register({ ...this.defaults, username, inviteToken, ...options }));
  }

  /** Logs somebody in and connects: from a new device, or from that of the store. */
  login(username: string, options: Partial<LoginOptions> = {}): Promise<Watch> {
    return this.open(ChatSession.login({ ...this.defaults, username, ...options }));
  }

  /** Goes on with the login in the store. */
  resume(store: ChatStore, options: Partial<ChatOptions> = {}): Promise<Watch> {
    return this.open(ChatSession.resume({ store, ...options }));
  }

  /** Connects a session, watched from its first event on. */
  async open(session: Promise<ChatSession>): Promise<Watch> {
    const watch = new Watch(await session);
    this.watched.push(watch);
    await watch.chat.connect();
    return watch;
  }

  /** Closes everyone's session. */
  async close(): Promise<void> {
    await Promise.all(this.watched.splice(0).map(({ chat }) => chat.close()));
  }

  private get defaults(): Omit<LoginOptions, 'username'> {
    return { baseUrl: this.server.url, password: PASSWORD, store: memoryStore() };
  }
}
