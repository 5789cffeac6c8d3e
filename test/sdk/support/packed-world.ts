import type * as Package from '@dialtone/sdk';
import type * as Crypto from '@dialtone/sdk/crypto';
import { PASSWORD } from '../../support/people.js';
import { ADMIN_TOKEN, type TestServer } from '../../support/server.js';

export type Sdk = typeof Package;
type Client = Package.DialtoneClient;

/** Somebody with a session, and the key pair of their device. */
export interface Member {
  readonly client: Client;
  readonly session: Package.Session;
  readonly name: string;
}

/** A server with an admin, a member and a channel, seen through the packed SDK. */
export class PackedWorld {
  /** What the server answered to all clients, oldest first. */
  readonly answered: { readonly operationId: Package.OperationId; readonly status: number }[] = [];
  admin!: Member;
  member!: Member;
  channel!: Package.Channel;
  #count = 0;

  private constructor(
    private readonly server: TestServer,
    private readonly sdk: Sdk,
    private readonly crypto: typeof Crypto,
  ) {}

  static async open(server: TestServer, sdk: Sdk, crypto: typeof Crypto): Promise<PackedWorld> {
    const world = new PackedWorld(server, sdk, crypto);
    world.admin = await world.newMember();
    world.member = await world.newMember();
    world.channel = (await world.admin.client.channels.create({ name_enc: 'x' })).channel;
    return world;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** A client without a session. */
  stranger(options: Partial<Package.DialtoneClientOptions> = {}): Client {
    const client = new this.sdk.DialtoneClient({ baseUrl: this.server.url, ...options });
    client.use(async (request, next) => {
      const response = await next(request);
      this.answered.push({ operationId: request.operationId, status: response.status });
      return response;
    });
    return client;
  }

  /** A client with the server's admin token. */
  operator(): Client {
    return this.stranger({ adminToken: ADMIN_TOKEN });
  }

  async newKey(): Promise<string> {
    return (await this.crypto.generateKeyPair()).publicKey;
  }

  newName(): string {
    return `member-${String(++this.#count)}`;
  }

  async newMember(): Promise<Member> {
    const client = this.stranger();
    const { token: invite_token } = await this.operator().invites.create();
    const name = this.newName();
    const public_key = await this.newKey();
    const session = await client.auth.register({ username: name, password: PASSWORD, public_key, invite_token });
    return { client, session, name };
  }

  /** Sends messages to the channel; resolves with their ids once all are stored. */
  async say(...bodies: readonly string[]): Promise<string[]> {
    const realtime = this.member.client.realtime();
    await realtime.connect();
    const ids: string[] = [];
    for (const body of bodies) {
      const stored = realtime.once('channel.message.new', { where: (message) => message.body === body });
      realtime.send({ type: 'channel.message.send', channel_id: this.channel.id, body, sender_name_enc: 'bob' });
      ids.push((await stored).message_id);
    }
    await realtime.close();
    return ids;
  }

  /** An envelope for a member's device, sealed by the admin's. */
  envelopeFor({ session }: Member): {
    device_id: string;
    sender_device_id: string;
    sender_public_key: string;
    envelope: string;
  } {
    const { device_id: sender_device_id, device_public_key: sender_public_key } = this.admin.session;
    return { device_id: session.device_id, sender_device_id, sender_public_key, envelope: 'sealed' };
  }
}
