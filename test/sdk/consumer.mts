// Never run: package.spec.ts has the compiler check that programs like these see the types that they should see.
import {
  DialtoneClient,
  isApiError,
  isConnectionError,
  isTimeoutError,
  type ChannelList,
  type ChannelMessageNew,
  type ErrorCode,
  type Session,
  type WebSocketConstructor,
} from '@dialtone/sdk';
import { generateKeyPair, isCryptoError, openKeystore, type KeyPair } from '@dialtone/sdk/crypto';
import { WebSocket } from 'ws';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <Claim extends true>(claim: Claim): Claim => claim;

const client = new DialtoneClient({ baseUrl: 'https://chat.example.org', fetch, WebSocket });

export async function calls(): Promise<void> {
  const session = await client.auth.login({ username: 'alice', password: 'correct horse 7', public_key: 'AAAA' });
  is<Same<typeof session, Session>>(true);
  const channels: ChannelList = await client.channels.list({ signal: AbortSignal.timeout(1000), maxRetries: 0 });
  await client.messages.list({ channel_id: channels.channels[0]?.id ?? '', limit: 10 });
  const key = await client.keys.getDirectoryKey();
  is<Same<typeof key extends undefined ? true : false, false>>(true);
  // @ts-expect-error It can be undefined: the server may answer 204.
  key.envelope;
  // @ts-expect-error The channel is required.
  await client.messages.list({ limit: 10 });
  // @ts-expect-error The client's token is set by register and login.
  client.token = 'another';
}

export async function realtime(): Promise<void> {
  const connection = client.realtime();
  const off = connection.on('channel.message.new', (message) => is<Same<typeof message, ChannelMessageNew>>(true));
  off();
  connection.on('close', ({ code, reason }) => `${code.toFixed()} ${reason.trim()}`);
  connection.on('unknown', (frame) => is<Same<typeof frame, unknown>>(true));
  const roster = await connection.once('voice_roster', { where: ({ users }) => users.length > 1 });
  is<Same<typeof roster.users, string[]>>(true);
  connection.send({ type: 'voice_join', channel_id: 'c1' });
  // @ts-expect-error It is the server that sends this.
  connection.send({ type: 'voice_roster', channel_id: 'c1', sender: '', users: [] });
  // @ts-expect-error There is no such event.
  connection.on('channel.message.old', () => undefined);
}

export function errors(error: Error): string {
  if (isApiError(error, 'username_taken')) {
    is<Same<typeof error.code, 'username_taken'>>(true);
    return error.code;
  }
  if (isApiError(error)) {
    is<Same<typeof error.code, ErrorCode | undefined>>(true);
    return error.requestId ?? '';
  }
  if (isConnectionError(error) || isTimeoutError(error)) return error.name;
  if (isCryptoError(error)) return error.code;
  // Whatever is left is still an Error.
  return error.message;
}

export async function crypto(): Promise<void> {
  const pair: KeyPair = await generateKeyPair();
  const value = await openKeystore('correct horse 7', pair.privateKey);
  is<Same<typeof value, unknown>>(true);
}

export const fromWs: WebSocketConstructor = WebSocket;
