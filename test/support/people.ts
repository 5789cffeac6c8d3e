import { DialtoneClient, type RealtimeClient, type Session } from '@dialtone/sdk';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { ADMIN_TOKEN, type TestServer } from './server.js';

/** All that people need to know of a server. */
type Address = Pick<TestServer, 'url'>;

/** The password of everyone in the tests. */
export const PASSWORD = 'correct horse 7';

/** Somebody who has registered, with the client of their session. */
export interface Person {
  readonly name: string;
  /** The address of their server. */
  readonly url: string;
  readonly client: DialtoneClient;
  readonly session: Session;
}

/** A client with no session, but with the server's admin token. */
export function operator(server: Address): DialtoneClient {
  return new DialtoneClient({ baseUrl: server.url, adminToken: ADMIN_TOKEN, maxRetries: 0 });
}

/** A client with no credentials. */
export function stranger(server: Address): DialtoneClient {
  return new DialtoneClient({ baseUrl: server.url, maxRetries: 0 });
}

/** Registers somebody with a fresh invite. The first one on a server is admin. */
export async function register(server: Address, name: string): Promise<Person> {
  const { token: invite_token } = await operator(server).invites.create();
  const { publicKey: public_key } = await generateKeyPair();
  const client = stranger(server);
  const session = await client.auth.register({ username: name, password: PASSWORD, public_key, invite_token });
  return { name, url: server.url, client, session };
}

/** Logs somebody in from a new device. */
export async function loginFromNewDevice(server: Address, name: string): Promise<Person> {
  const { publicKey: public_key } = await generateKeyPair();
  const client = stranger(server);
  const session = await client.auth.login({ username: name, password: PASSWORD, public_key });
  return { name, url: server.url, client, session };
}

/** The same person and session, on another server with the same data. */
export function at({ name, session }: Person, { url }: Address): Person {
  return { name, url, session, client: new DialtoneClient({ baseUrl: url, token: session.token, maxRetries: 0 }) };
}

/** The header that carries somebody's token. */
export function bearer({ session }: Pick<Person, 'session'>): { authorization: string } {
  return { authorization: `Bearer ${session.token}` };
}

/** Opens a realtime connection and waits for its first event. */
export async function connect(person: Person): Promise<RealtimeClient> {
  const realtime = person.client.realtime({ reconnect: false });
  const snapshot = realtime.once('voice.presence.snapshot');
  await realtime.connect();
  await snapshot;
  return realtime;
}
