import { limits } from '@app/contract';
import { EventsMissed } from '../../../apps/server/src/core/backplane/backplane.js';
import { Database } from '../../../apps/server/src/core/database/database.js';
import { Events } from '../../../apps/server/src/core/events/events.js';
import { ReadinessService } from '../../../apps/server/src/health/readiness.service.js';
import { Connections } from '../../../apps/server/src/realtime/connections.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { byProxy, type DatabaseByProxy } from '../../support/database-by-proxy.js';
import { ADMIN_TOKEN, startServer, type TestServer } from '../../support/server.js';
import type { OperationDoc } from './contract.js';
import { type Answer, type Call, operationDoc, send } from './http.js';
import { Socket } from './socket.js';

export const PASSWORD = 'correct horse 7';
export const CIPHERTEXT = 'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=';

/** Somebody with a session. */
export interface Person {
  readonly token: string;
  readonly user_id: string;
  readonly device_id: string;
  readonly username: string;
  readonly device_public_key: string;
}

/** What a request says, before it is put on the wire; the body's missing fields come from the contract's example. */
export interface Plan {
  readonly as?: Person | 'operator';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** A server with people, a channel, a message, keys and a profile on it. */
export class World {
  /** Everything that the server has answered. */
  readonly answers: Answer[] = [];
  readonly sockets: Socket[] = [];
  /** The first user: admin, with a profile and both keys. */
  admin: Person;
  /** Neither admin nor sealed a key. */
  member: Person;
  /** Registered, and then no longer trusted. */
  untrusted: Person;
  channelId: string;
  private names = 0;
  /** The database, where it is this world's own. */
  private own: TestDatabase | undefined;
  /** What can cut the way to the database, where there is one. */
  proxy: DatabaseByProxy['proxy'];

  protected constructor(readonly server: TestServer) {}

  /**
   * @param env settings of the server
   * @param prepare done to the server before anybody uses it
   */
  static async create(
    env: Record<string, string> = {},
    prepare: (server: TestServer) => Promise<void> = () => Promise.resolve(),
  ): Promise<World> {
    const { database, proxy } = await byProxy(await freshDatabase());
    const server = await startServer({ database, env });
    await prepare(server);
    const world = await new World(server).filled();
    world.own = database;
    world.proxy = proxy;
    return world;
  }

  /** Puts the people and their things in. */
  protected async filled(): Promise<this> {
    this.admin = await this.register();
    this.member = await this.register();
    this.untrusted = await this.register();
    const roles = { user_id: this.untrusted.user_id, is_admin: false, is_trusted: false };
    await this.done('updateUser', { as: this.admin, body: roles });
    this.channelId = await this.createChannel();
    const as = this.admin;
    await this.done('setProfile', { as });
    await this.done('putChannelKeys', {
      as,
      body: { channel_id: this.channelId, envelopes: [this.envelope(as, as)] },
    });
    await this.done('putDirectoryKeys', { as, body: { envelopes: [this.envelope(as, as)] } });
    const socket = await this.connect(as);
    socket.send({ type: 'channel.message.send', channel_id: this.channelId, body: 'cXdl', sender_name_enc: 'cXdl' });
    await socket.next('channel.message.new');
    await socket.close();
    return this;
  }

  /** Puts a request on the wire. */
  async send(call: Call): Promise<Answer> {
    const answer = await send(this.server.url, call);
    this.answers.push(answer);
    return answer;
  }

  /** Puts requests on the wire, one after the other. */
  async sendAll(calls: readonly Call[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const call of calls) answers.push(await this.send(call));
    return answers;
  }

  /** The request for an operation. */
  call(operation: OperationDoc, { as, query, body }: Plan): Call {
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    const hasBody = operation.hasBody || body !== undefined;
    return {
      method: operation.method,
      path: `${operation.path}${search}`,
      headers: { ...credentials(as), ...(hasBody ? { 'Content-Type': 'application/json' } : {}) },
      ...(hasBody ? { body: JSON.stringify({ ...operation.bodyExample, ...body }) } : {}),
    };
  }

  /** Calls an operation that has to succeed; answers with the body. */
  async done(operationId: string, plan: Plan): Promise<Record<string, unknown>> {
    const answer = await this.send(this.call(operationDoc(operationId), plan));
    if (answer.status > 299) throw new Error(`${operationId}: ${answer.status} ${answer.text}`);
    return answer.text === '' ? {} : (JSON.parse(answer.text) as Record<string, unknown>);
  }

  async invite(): Promise<string> {
    return String((await this.done('createInvite', { as: 'operator' })).token);
  }

  /** A name that nobody has. */
  newName(): string {
    return `person${++this.names}`;
  }

  /** A device key that nobody has. */
  newKey(): string {
    return Buffer.from(`key ${++this.names}`.padEnd(32)).toString('base64');
  }

  async register(): Promise<Person> {
    const body = {
      username: this.newName(),
      password: PASSWORD,
      public_key: this.newKey(),
      invite_token: await this.invite(),
    };
    return (await this.done('registerUser', { body })) as unknown as Person;
  }

  /** A further session of somebody's, on the same device. */
  async login(person: Person): Promise<Person> {
    const { username, device_public_key: public_key } = person;
    return (await this.done('loginUser', { body: { username, password: PASSWORD, public_key } })) as unknown as Person;
  }

  /** A further device of somebody's; answers with its id. */
  async addDevice(person: Person): Promise<string> {
    const body = { user_id: person.user_id, public_key: this.newKey() };
    return String((await this.done('createDevice', { as: person, body })).id);
  }

  /** Somebody who has as many devices as anybody may have. */
  async crowded(): Promise<Person> {
    const person = await this.register();
    for (let devices = 1; devices < limits.devicesPerUser; devices++) await this.addDevice(person);
    return person;
  }

  async createChannel(): Promise<string> {
    const { channel } = await this.done('createChannel', { as: this.admin, body: { name_enc: CIPHERTEXT } });
    return (channel as { id: string }).id;
  }

  envelope(from: Person, to: Pick<Person, 'device_id'>): Record<string, string> {
    return {
      device_id: to.device_id,
      sender_device_id: from.device_id,
      sender_public_key: from.device_public_key,
      envelope: CIPHERTEXT,
    };
  }

  /** Opens a WebSocket; `close` closes it. */
  async connect(person: Person): Promise<Socket> {
    const socket = await Socket.open(this.server.wsUrl, person.token);
    this.sockets.push(socket);
    return socket;
  }

  /** Everybody who is connected is sent away, as by a server that stops. */
  async sendAway(): Promise<void> {
    const connections = this.server.app.get(Connections);
    connections.announceStop();
    connections.closeAnswered('going_away');
    await connections.allGone();
  }

  /** Is the server about to stop? */
  setDraining(isSo: boolean): void {
    this.server.app.get(ReadinessService).isStopping = isSo;
  }

  /** The server may have missed events of others. */
  missEvents(): void {
    this.server.app.get(Events).publish(new EventsMissed([]));
  }

  /** Speaks to the database behind the server's back. */
  sql(query: string): Promise<Record<string, unknown>[]> {
    return this.server.app.get(Database).dataSource.query<Record<string, unknown>[]>(query);
  }

  /** Is it the embedded database? MySQL and MariaDB speak of themselves in other words. */
  get onSqlite(): boolean {
    return this.server.config.database.kind === 'sqlite';
  }

  /**
   * How many rows each table has, and how many were ever written; on MySQL, the checksum of each table. Waits until what
   * was deleted is cleared away.
   */
  async allRows(): Promise<string> {
    const tables = await this.tables();
    while ((await this.sql('SELECT id FROM channels WHERE deleted_at IS NOT NULL')).length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!this.onSqlite) return JSON.stringify(await this.sql(`CHECKSUM TABLE ${tables.join(', ')}`));
    const counts = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ');
    return JSON.stringify(await this.sql(`SELECT ${counts}, total_changes() AS changes`));
  }

  /** The names of all tables that hold the server's data. */
  async tables(): Promise<string[]> {
    const rows = await this.sql(
      this.onSqlite
        ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
        : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY name`,
    );
    return rows.map(({ name }) => String(name)).filter((name) => name !== 'migrations');
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.raw.terminate();
    await this.stop();
  }

  /** Stops the server while everybody is connected, and deletes what it has stored. */
  async stop(): Promise<void> {
    await this.server.close();
    await this.own?.drop();
  }
}

/** The headers that tell who somebody is. */
export function credentials(as: Plan['as']): Record<string, string> {
  if (as === undefined) return {};
  return as === 'operator' ? { 'X-Admin-Token': ADMIN_TOKEN } : { Authorization: `Bearer ${as.token}` };
}
