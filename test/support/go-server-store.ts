import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encryptText, generateKey, generateKeyPair, type KeyPair, sealEnvelope } from '@dialtone/sdk/crypto';
import { hash } from '@node-rs/bcrypt';
import pg from 'pg';
import type { PrivatePostgres } from './postgres.js';

/** The pepper of dialtone-go in the tests; test servers on MySQL have the same. */
export const GO_PEPPER = 'pepper-of-the-test-servers';

const BEGIN = Date.parse('2025-03-01T09:00:00.000Z');

export interface GoDevice extends Readonly<KeyPair> {
  readonly id: string;
  readonly userId: string;
}

export interface GoChannel {
  readonly id: string;
  readonly key: string;
}

/** A database as dialtone-go fills it: with what its clients encrypt, and with whatever else they can send. */
export class GoServerStore {
  private seconds = 0;

  private constructor(
    readonly url: string,
    private readonly client: pg.Client,
  ) {}

  static async make(postgres: PrivatePostgres): Promise<GoServerStore> {
    const url = await postgres.database(`go_${randomUUID().replaceAll('-', '')}`);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined); // when the server is removed before it
    await client.connect();
    await client.query(readFileSync(join(import.meta.dirname, 'go-server.sql'), 'utf8'));
    return new GoServerStore(url, client);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  async query<R extends object>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.client.query<R & pg.QueryResultRow>(sql, [...values])).rows;
  }

  /** A later time at each call, to the microsecond as PostgreSQL has it. */
  time(): string {
    return new Date(BEGIN + 1000 * this.seconds++).toISOString().replace('Z', '456Z');
  }

  async insert(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
    const places = Object.keys(row).map((_, index) => `$${String(index + 1)}`);
    await this.query(
      `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  }

  /** Somebody with that name and password; without one, a reserved name. Returns the id. */
  async user(
    name: string,
    password: string | null,
    more: Readonly<Record<string, unknown>> = {},
    pepper = GO_PEPPER,
  ): Promise<string> {
    const id = randomUUID();
    const username_hash = createHmac('sha256', pepper).update(name).digest('hex');
    const password_hash = password === null ? null : await hashOf(password);
    const rights = { is_admin: false, is_trusted: password !== null };
    await this.insert('users', { id, username_hash, password_hash, ...rights, created_at: this.time(), ...more });
    return id;
  }

  /** A device of a user, with keys of its own or with these, whatever they are. */
  async device(userId: string, keys?: KeyPair): Promise<GoDevice> {
    const { publicKey, privateKey } = keys ?? (await generateKeyPair());
    const device = { id: randomUUID(), userId, publicKey, privateKey };
    await this.insert('devices', {
      id: device.id,
      user_id: userId,
      public_key: device.publicKey,
      created_at: this.time(),
      last_seen_at: this.time(),
    });
    return device;
  }

  async channel(createdBy: string, name: string | null): Promise<GoChannel> {
    const channel = { id: randomUUID(), key: generateKey() };
    const name_enc = name === null ? ' ' : await encryptText(channel.key, name);
    await this.insert('channels', { id: channel.id, name_enc, created_by: createdBy, created_at: this.time() });
    return channel;
  }

  /** Seals a channel's key by one device for another, which may be said to be from another key. */
  async share(channel: GoChannel, from: GoDevice, to: GoDevice, sender_public_key = from.publicKey): Promise<void> {
    await this.insert('channel_key_envelopes', {
      channel_id: channel.id,
      ...(await this.envelope(channel.key, from, to)),
      sender_public_key,
    });
  }

  async shareDirectory(key: string, from: GoDevice, to: GoDevice): Promise<void> {
    await this.insert('directory_key_envelopes', await this.envelope(key, from, to));
  }

  private async envelope(key: string, from: GoDevice, to: GoDevice) {
    const input = { key, senderPrivateKey: from.privateKey, recipientPublicKey: to.publicKey };
    const envelope = await sealEnvelope(input).catch(() => 'sealed for nobody');
    const sender = { sender_device_id: from.id, sender_public_key: from.publicKey };
    return { device_id: to.id, ...sender, envelope, created_at: this.time() };
  }

  async profile(userId: string, name_enc: string): Promise<void> {
    await this.insert('user_profiles', { user_id: userId, name_enc, updated_at: this.time() });
  }

  /** A message as the clients encrypt it, or with these columns instead. Returns the id. */
  async message(
    channel: GoChannel,
    sender: { readonly id: string; readonly name: string },
    text: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const row = {
      id: randomUUID(),
      channel_id: channel.id,
      sender_id: sender.id,
      sender_name_enc: await encryptText(channel.key, sender.name),
      body: await encryptText(channel.key, text),
      sent_at: this.time(),
      ...more,
    };
    await this.insert('channel_messages', row);
    return row.id;
  }

  /** Fills a channel with so many messages of one sender, all of one text, in one statement. */
  async fill(channel: GoChannel, sender: { readonly id: string; readonly name: string }, count: number): Promise<void> {
    const [name, body] = [await encryptText(channel.key, sender.name), await encryptText(channel.key, 'one of many')];
    await this.query(
      `INSERT INTO channel_messages
         SELECT gen_random_uuid(), $1, $2, $3, $4, timestamptz '2025-04-01' + n * interval '1 ms'
         FROM generate_series(1, ${String(count)}) AS n`,
      [channel.id, sender.id, name, body],
    );
  }

  /** An invite, which is open unless told otherwise. Returns its token. */
  async invite(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const id = randomUUID();
    const expires_at = '2100-01-01T00:00:00Z';
    await this.insert('server_invites', { id, created_at: this.time(), expires_at, ...more });
    return id;
  }
}

/** bcrypt as dialtone-go's older builds call it, at less cost; Go names it 2a. */
async function hashOf(password: string): Promise<string> {
  const made = await hash(Buffer.from(password).subarray(0, 72), 4);
  return made.replace(/^\$2b/, '$2a');
}
