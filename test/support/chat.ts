import {
  ChatSession,
  memoryStore,
  type ChatEvents,
  type ChatOptions,
  type ChatStore,
  type LoginOptions,
  type RegisterOptions,
} from '@dialtone/sdk/chat';
import type { FakeServer } from '@dialtone/sdk/testing';
import { generateIdentity } from './identities.js';
import { Inbox } from './inbox.js';
import { operator, PASSWORD } from './people.js';
import { quiet, useQuiet } from './quiet.js';
import type { TestServer } from './server.js';

const EVENTS: readonly (keyof ChatEvents)[] = [
  'message',
  'message-refused',
  'channel',
  'member',
  'presence',
  'key-missing',
  'key-refused',
  'device-new',
  'device-changed',
  'device-gone',
  'identity-changed',
  'trust',
  'certificate-refused',
  'identity-missing',
  'link-needed',
  'link-requested',
  'key-version-refused',
  'key-version-rolled-back',
  'key-version-split',
  'rotation-blocked',
  'store-rolled-back',
  'directory-key-changed',
  'state',
  'gap',
  'error',
  'session-ended',
  'close',
];

/** A chat session and all its events so far, in order. */
export class Watch {
  private readonly inbox = new Inbox<{ type: keyof ChatEvents; event: unknown }>(({ type }) => type);

  constructor(readonly chat: ChatSession) {
    for (const type of EVENTS) chat.on(type, (event) => this.inbox.add({ type, event }));
  }

  /** All events of a type so far. */
  all<T extends keyof ChatEvents>(type: T): ChatEvents[T][] {
    return this.inbox.all.filter((entry) => entry.type === type).map(({ event }) => event as ChatEvents[T]);
  }

  /** The texts of the messages so far; null for those that could not be decrypted. */
  get texts(): (string | null)[] {
    return this.all('message').map(({ text }) => text);
  }

  /** Resolves once the session has the channel's key. */
  async reads(channelId: string): Promise<void> {
    const channels = await this.chat.channels();
    if (channels.some(({ id, hasKey }) => id === channelId && hasKey)) return;
    await this.next('channel', ({ channel }) => channel.id === channelId && channel.hasKey);
  }

  /** Takes the first event of that type that `where` accepts, and waits for it if need be. None is taken twice. */
  async next<T extends keyof ChatEvents>(
    type: T,
    where: (event: ChatEvents[T]) => boolean = () => true,
  ): Promise<ChatEvents[T]> {
    const isMeant = (entry: { type: keyof ChatEvents; event: unknown }) =>
      entry.type === type && where(entry.event as ChatEvents[T]);
    return (await this.inbox.take(type, isMeant)).event as ChatEvents[T];
  }

  /** Forgets the events so far. */
  clear(): void {
    this.inbox.clear();
  }
}

/** Chat sessions for tests, each of which gets a server of its own: `startServer`, or `createFakeServer`. */
export function useParty<Server extends TestServer | FakeServer>(
  start: () => Server | Promise<Server>,
): ChatParty<Server> {
  const party = new ChatParty<Server>();
  useQuiet();
  beforeEach(async () => {
    party.server = await start();
  });
  afterEach(() => party.close());
  return party;
}

/** The chat sessions of a test, and their server. */
export class ChatParty<Server extends TestServer | FakeServer> {
  server: Server;
  private readonly watched: Watch[] = [];

  /** Registers somebody and connects. The first one on a server is admin. */
  async join(username: string, options: Partial<RegisterOptions> = {}): Promise<Watch> {
    return this.open(this.register(username, options));
  }

  /** Registers somebody, and does not connect. */
  async register(username: string, options: Partial<RegisterOptions> = {}): Promise<ChatSession> {
    const { server } = this;
    const { token } = 'url' in server ? await operator(server).invites.create() : server.addInvite();
    return ChatSession.register({ ...this.defaults, username, inviteToken: token, ...options });
  }

  /** Logs somebody in and connects: from a new device, or from the one in the store. */
  login(username: string, options: Partial<LoginOptions> = {}): Promise<Watch> {
    return this.open(ChatSession.login({ ...this.defaults, username, ...options }));
  }

  /** Resumes the login in the store, and connects. */
  resume(store: ChatStore, options: Partial<ChatOptions> = {}): Promise<Watch> {
    return this.open(this.awaken(store, options));
  }

  /** Resumes the login in the store, and does not connect. */
  awaken(store: ChatStore, options: Partial<ChatOptions> = {}): Promise<ChatSession> {
    return ChatSession.resume({ ...this.network, store, ...options });
  }

  /** Connects a session, and watches it from its first event on. */
  async open(session: Promise<ChatSession>): Promise<Watch> {
    const watch = this.watch(await session);
    await watch.chat.connect();
    return watch;
  }

  /** Watches a session, and closes it with the others. */
  watch(session: ChatSession): Watch {
    const watch = new Watch(session);
    this.watched.push(watch);
    return watch;
  }

  /** Closes everyone's session, and the server. */
  async close(): Promise<void> {
    await Promise.all(this.watched.splice(0).map(({ chat }) => chat.close()));
    if ('url' in this.server) await this.server.close();
  }

  private get network(): Pick<ChatOptions, 'fetch' | 'WebSocket'> {
    return 'url' in this.server ? {} : { fetch: this.server.fetch, WebSocket: this.server.WebSocket };
  }

  private get defaults(): Omit<LoginOptions, 'username'> {
    const baseUrl = 'url' in this.server ? this.server.url : this.server.baseUrl;
    return { ...this.network, baseUrl, password: PASSWORD, store: memoryStore() };
  }
}

/** Links a new device of a user to an old one, with the code that it shows. */
export async function link(oldDevice: Watch, newDevice: Watch): Promise<void> {
  const { code, done } = await newDevice.chat.linking.request();
  await oldDevice.chat.linking.approve(code);
  await done;
}

/**
 * Lets the server lie to that session: its successful answers to the operation are changed. It begins once nothing is
 * under way that an honest answer has set going; the function that is returned ends it.
 */
export async function lie<Body>(
  chat: ChatSession,
  operationId: string,
  change: (body: Body) => Body,
): Promise<() => void> {
  await quiet();
  return chat.client.use(async (request, next) => {
    const response = await next(request);
    if (request.operationId !== operationId || response.status >= 300) return response;
    return { ...response, body: JSON.stringify(change(JSON.parse(response.body) as Body)) };
  });
}

/** Holds back the answers to an operation; `next` resolves with the function that lets the oldest one go. */
export function holdAnswers(
  chat: ChatSession,
  operationId: string,
): { next: () => Promise<() => void>; stop: () => void } {
  const held: (() => void)[] = [];
  let wake: () => void = () => undefined;
  const stop = chat.client.use(async (request, next) => {
    const response = await next(request);
    if (request.operationId !== operationId) return response;
    await new Promise<void>((letGo) => {
      held.push(letGo);
      wake();
    });
    return response;
  });
  const next = async () => {
    while (held.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return held.shift() as () => void;
  };
  return { next, stop };
}

/** Makes a channel as an admin, who keeps its key to themselves until `share` is called. */
export async function channelWithoutKey({ chat }: Watch): Promise<{ id: string; share: () => Promise<void> }> {
  let letGo: () => void = () => undefined;
  const mayShare = new Promise<void>((resolve) => (letGo = resolve));
  let tell: (id: string) => void = () => undefined;
  const created = new Promise<string>((resolve) => (tell = resolve));
  const stop = chat.client.use(async (request, next) => {
    if (request.operationId === 'putChannelKeys') await mayShare;
    const response = await next(request);
    if (request.operationId === 'createChannel') tell((JSON.parse(response.body) as NewChannel).channel.id);
    return response;
  });
  const made = chat.createChannel('on its way');
  const id = await created;
  const share = async () => {
    stop();
    letGo();
    await made;
  };
  return { id, share };
}

interface NewChannel {
  readonly channel: { readonly id: string };
}

/** Gives the store of a device the identity that is in the store of another device of its user, as linking does. */
export async function linkStore(store: ChatStore, other: ChatStore): Promise<void> {
  const { identity_key } = (await other.read('identity'))!;
  await store.update('identity', (current = { signing_key: generateIdentity().privateKey }) => {
    return { ...current, identity_key };
  });
}

/** A new store for a further device of a user, which is linked from its start. */
export async function storeLinkedTo(other: ChatStore): Promise<ChatStore> {
  const store = memoryStore();
  await linkStore(store, other);
  return store;
}
