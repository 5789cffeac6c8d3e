// Never run: package.spec.ts has the compiler check that programs like these see the types that they should see.
import {
  DialtoneClient,
  errorCodes,
  isAbortedError,
  isApiError,
  isConnectionError,
  isTimeoutError,
  type AbortedError,
  type ApiError,
  type ClientFrame,
  type ClientFrames,
  type ConnectionError,
  type DirectoryKey,
  type Message,
  type MessageList,
  type MessageSync,
  type OperationErrors,
  type OperationId,
  type ServerFrame,
  type ServerFrames,
  type TimeoutError,
  type WithResponse,
  type ChannelList,
  type ChannelMessageNew,
  type ErrorCode,
  type Session,
  type WebSocketConstructor,
} from '@dialtone/sdk';
import { ChatSession, isChatError, memoryStore, type ChatMessage, type ChatStore } from '@dialtone/sdk/chat';
import { generateKeyPair, isCryptoError, openKeystore, type KeyPair } from '@dialtone/sdk/crypto';
import { expectTypeOf } from 'expect-type';
import { WebSocket } from 'ws';

const client = new DialtoneClient({ baseUrl: 'https://chat.example.org', fetch, WebSocket });

export async function calls(): Promise<void> {
  const session = await client.auth.login({ username: 'alice', password: 'correct horse 7', public_key: 'AAAA' });
  expectTypeOf(session).toEqualTypeOf<Session>();
  const channels: ChannelList = await client.channels.list({ signal: AbortSignal.timeout(1000), maxRetries: 0 });
  await client.messages.list({ channel_id: channels.channels[0]?.id ?? '', limit: 10 });
  const key = await client.keys.getDirectoryKey();
  expectTypeOf(key).toEqualTypeOf<DirectoryKey | undefined>();
  // @ts-expect-error It can be undefined: the server may answer 204.
  key.envelope;
  expectTypeOf(client.channels.list().withResponse()).resolves.toEqualTypeOf<WithResponse<ChannelList>>();
  expectTypeOf(client.channels.delete({ channel_id: 'c1' })).resolves.toBeVoid();
  expectTypeOf(client.messages.list({ channel_id: 'c1' })).resolves.toEqualTypeOf<MessageList>();
  for await (const message of client.messages.list({ channel_id: 'c1', after: 'm1' })) {
    expectTypeOf(message).toEqualTypeOf<Message>();
  }
  for await (const page of client.messages.sync().pages()) expectTypeOf(page).toEqualTypeOf<MessageSync>();
  // @ts-expect-error Only a list that comes in pages can be walked.
  client.channels.list().pages();
  // @ts-expect-error The channel is required.
  await client.messages.list({ limit: 10 });
  // @ts-expect-error The client's token is set by register and login.
  client.token = 'another';
}

export async function realtime(): Promise<void> {
  const connection = client.realtime();
  const off = connection.on('channel.message.new', (message) =>
    expectTypeOf(message).toEqualTypeOf<ChannelMessageNew>(),
  );
  off();
  connection.on('close', ({ code, reason }) => `${code.toFixed()} ${reason.trim()}`);
  connection.on('unknown', (frame) => expectTypeOf(frame).toEqualTypeOf<unknown>());
  const roster = await connection.once('voice_roster', { where: ({ users }) => users.length > 1 });
  expectTypeOf(roster.users).toEqualTypeOf<string[]>();
  connection.send({ type: 'voice_join', channel_id: 'c1' });
  // @ts-expect-error It is the server that sends this.
  connection.send({ type: 'voice_roster', channel_id: 'c1', sender: '', users: [] });
  // @ts-expect-error There is no such event.
  connection.on('channel.message.old', () => undefined);
}

/** Makes a client with everything that it can be told. */
export function options(): () => void {
  const made = new DialtoneClient({
    baseUrl: 'https://chat.example.org',
    timeoutMs: Infinity,
    maxRetries: 0,
    onToken: async (token) => void expectTypeOf(token).toBeString(),
    onUnauthorized: async (error) => {
      expectTypeOf(error).toEqualTypeOf<ApiError>();
      await made.auth.login({ username: 'alice', password: 'correct horse 7', public_key: 'AAAA' });
    },
  });
  return made.use(async (request, next) => {
    expectTypeOf(request.operationId).toEqualTypeOf<OperationId>();
    // @ts-expect-error The answer has the whole body as text.
    (await next(request)).json();
    return next({ ...request, headers: new Headers(request.headers) });
  });
}

/** What may be missing, as an environment variable may be, is an option all the same. */
export async function settings(env: { TOKEN?: string }, store: ChatStore = memoryStore()): Promise<void> {
  const { TOKEN: token } = env;
  const missing = token === undefined ? undefined : 7;
  const onToken = token === undefined ? undefined : () => undefined;
  const more = { timeoutMs: missing, maxRetries: missing };
  const made = new DialtoneClient({
    baseUrl: 'https://h',
    token,
    adminToken: token,
    onToken,
    onUnauthorized: onToken,
    ...more,
  });
  await made.channels.list({ signal: undefined, ...more });
  await made.messages.list({ channel_id: 'c1', before: token, limit: missing });
  const connection = made.realtime({ cursor: token, outboxLimit: missing, quietMs: missing, reconnect: undefined });
  await connection.connect({ signal: undefined, timeoutMs: missing });
  await connection.once('resync', { where: undefined, signal: undefined });
  const account = { baseUrl: 'https://h', username: 'alice', password: 'p', store };
  await ChatSession.login({ ...account, getPassword: onToken, displayName: token, ...more });
}

/** The members of a union that have this `type` are what the table of frames says, for every type. */
type Told<Union extends { type: string }, Table> = {
  [Type in keyof Table]: [Extract<Union, { type: Type }>, Table[Type]] extends [
    Table[Type],
    Extract<Union, { type: Type }>,
  ]
    ? true
    : Type;
}[keyof Table];

export function unions(event: ServerFrame, frame: ClientFrame): void {
  expectTypeOf<Told<ServerFrame, ServerFrames>>().toEqualTypeOf<true>();
  expectTypeOf<Told<ClientFrame, ClientFrames>>().toEqualTypeOf<true>();
  expectTypeOf<ServerFrame['type']>().toEqualTypeOf<keyof ServerFrames>();
  expectTypeOf<ClientFrame['type']>().toEqualTypeOf<keyof ClientFrames>();
  if (event.type === 'channel.message.new') expectTypeOf(event).toEqualTypeOf<ChannelMessageNew>();
  if (frame.type === 'voice_join') expectTypeOf(frame.channel_id).toBeString();
  expectTypeOf<keyof typeof errorCodes>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<keyof OperationErrors>().toEqualTypeOf<OperationId>();
  expectTypeOf<OperationErrors[OperationId]>().toExtend<ErrorCode>();
  expectTypeOf<OperationErrors['checkHealth']>().toBeNever();
}

/** Every code can be asked for, and is known afterwards. */
export function everyCode<Code extends ErrorCode>(error: unknown, code: Code): Code | undefined {
  return isApiError(error, code) ? error.code : undefined;
}

export function errors(error: Error): string {
  if (isApiError(error, 'username_taken')) {
    expectTypeOf(error.code).toEqualTypeOf<'username_taken'>();
    return error.code;
  }
  // @ts-expect-error There is no such code.
  isApiError(error, 'username_token');
  if (isApiError(error)) {
    expectTypeOf(error.code).toEqualTypeOf<ErrorCode | undefined>();
    expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | undefined>();
    return error.requestId ?? '';
  }
  if (isConnectionError(error)) {
    expectTypeOf(error).toEqualTypeOf<ConnectionError>();
    return error.name;
  }
  if (isTimeoutError(error)) {
    expectTypeOf(error).toEqualTypeOf<TimeoutError>();
    return error.name;
  }
  if (isAbortedError(error)) {
    expectTypeOf(error).toEqualTypeOf<AbortedError>();
    return error.name;
  }
  if (isCryptoError(error)) return error.code;
  // Whatever is left is still an Error.
  return error.message;
}

export async function crypto(): Promise<void> {
  const pair: KeyPair = await generateKeyPair();
  const value = await openKeystore('correct horse 7', pair.privateKey);
  expectTypeOf(value).toEqualTypeOf<unknown>();
}

export async function chat(store: ChatStore = memoryStore()): Promise<string> {
  const session = await ChatSession.login({ baseUrl: 'https://h', username: 'alice', password: 'p', store });
  const off = session.on('message', (message) => {
    expectTypeOf(message).toEqualTypeOf<ChatMessage>();
    // @ts-expect-error Only a message that could not be decrypted has a reason.
    if (message.text !== null) return message.reason;
    return message.reason === 'undecryptable' ? undefined : session.decrypt(message);
  });
  off();
  // @ts-expect-error There is no such event.
  session.on('messages', () => undefined);
  for await (const { text } of session.history('c1', { limit: 1 })) return text ?? '';
  return session.invite().catch((error: unknown) => (isChatError(error, 'key_missing') ? error.code : ''));
}

export const fromWs: WebSocketConstructor = WebSocket;
