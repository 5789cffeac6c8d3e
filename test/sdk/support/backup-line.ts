import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyBackup } from '@dialtone/sdk';
import { ChatSession, type ChatEvents, memoryStore, type ChatStore } from '@dialtone/sdk/chat';
import { createFakeServer, type FakeServer } from '@dialtone/sdk/testing';

export const PASSWORD = 'correct horse 7';

/** What a server makes of a backup that it was asked for; undefined when it says that there is none. */
export type Lie = (truth: KeyBackup | undefined) => KeyBackup | undefined;

/** A device of somebody's, with what it was told of its backup. */
export interface Device {
  readonly chat: ChatSession;
  readonly store: ChatStore;
  readonly rolledBack: ChatEvents['backup-rolled-back'][];
  /** Resolves with the backup that the device stores next. */
  nextWrite(): Promise<KeyBackup>;
  /** From now on the server lies to this device about the backup. */
  lie(lie: Lie): void;
}

interface Options {
  readonly store?: ChatStore;
  readonly inviteToken?: string;
  readonly lie?: Lie;
}

/** Logs in on a device, or registers, and connects. */
export async function deviceOf(server: FakeServer, username: string, options: Options = {}): Promise<Device> {
  const { store = memoryStore(), inviteToken } = options;
  let { lie } = options;
  const waiting: ((backup: KeyBackup) => void)[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await server.fetch(input, init);
    if (typeof input !== 'string' || !input.endsWith('/keys/backup')) return response;
    if (init?.method === 'POST' && response.ok) {
      const text = typeof init.body === 'string' ? init.body : new TextDecoder().decode(init.body as Uint8Array);
      for (const tell of waiting.splice(0)) tell(JSON.parse(text) as KeyBackup);
    }
    if ((init?.method ?? 'GET') !== 'GET' || lie === undefined) return response;
    const told = lie(response.ok ? ((await response.json()) as KeyBackup) : undefined);
    if (told !== undefined) return Response.json(told);
    const headers = { 'X-Error-Code': 'backup_not_found' };
    return Response.json({ error: 'there is no backup' }, { status: 404, headers });
  };
  const account = { baseUrl: server.baseUrl, fetch, WebSocket: server.WebSocket, username, password: PASSWORD, store };
  const chat =
    inviteToken === undefined
      ? await ChatSession.login(account)
      : await ChatSession.register({ ...account, inviteToken });
  const rolledBack: ChatEvents['backup-rolled-back'][] = [];
  chat.on('backup-rolled-back', (event) => rolledBack.push(event));
  await chat.connect();
  return {
    ...{ chat, store, rolledBack },
    nextWrite: () => new Promise((resolve) => waiting.push(resolve)),
    lie: (next) => void (lie = next),
  };
}

/** People on a fake server, which is another one for each test. */
export interface BackupLine {
  readonly server: FakeServer;
  /** Logs in on a device, or registers, and connects; it is closed after the test. */
  readonly open: (username: string, options?: Options) => Promise<Device>;
  /** Alice, who is the admin, on her first device, with a channel in which she has said hello. */
  readonly alice: () => Promise<{ first: Device; id: string }>;
}

/** What tests of backups have. */
export function useBackupLine(): BackupLine {
  let server: FakeServer;
  let devices: Device[];
  beforeEach(() => {
    server = createFakeServer();
    devices = [];
  });
  afterEach(async () => {
    for (const { chat } of devices) await chat.close();
  });
  const open = async (username: string, options?: Options) => {
    const device = await deviceOf(server, username, options);
    devices.push(device);
    return device;
  };
  const alice = async () => {
    const first = await open('alice', { inviteToken: server.addInvite().token });
    const { id } = await first.chat.createChannel('general');
    await first.chat.send(id, 'hello');
    return { first, id };
  };
  return {
    open,
    alice,
    get server() {
      return server;
    },
  };
}

/** Turns recovery on; resolves with the words. */
export async function turnOn({ chat }: Device): Promise<readonly string[]> {
  const { words, ask, confirm } = await chat.recovery.begin();
  await confirm([words[ask[0]], words[ask[1]]]);
  return words;
}

/** The device's backup with another content, sealed as its user's devices seal it, with node:crypto alone. */
export async function forgedBackup({ chat, store }: Device, version: number, content: string): Promise<KeyBackup> {
  const [{ key = '' }, { identity_key = '' }] = [(await store.read('recovery'))!, (await store.read('identity'))!];
  const [backupKey, identityKey] = [key, identity_key].map((base64) => Buffer.from(base64, 'base64'));
  const wrapping = hkdfSync('sha256', identityKey, chat.userId, 'dialtone/backup-key/v1', 32);
  const sealed = (label: string, under: Buffer, text: Buffer) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', under, nonce).setAAD(
      Buffer.concat([label, chat.userId, String(version)].flatMap((field) => [lengthOf(field), Buffer.from(field)])),
    );
    return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  };
  const wrapped = sealed('dialtone/backup-key/v1', Buffer.from(wrapping), backupKey);
  const body = sealed('dialtone/backup/v1', backupKey, Buffer.from(content));
  return {
    ...(await chat.client.keys.getBackup()),
    version,
    data: Buffer.concat([Buffer.of(1), wrapped, body]).toString('base64'),
  };
}

function lengthOf(field: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(field));
  return length;
}

/** The texts of a channel, oldest first; null for one that cannot be read. */
export async function historyOf({ chat }: Pick<Device, 'chat'>, channelId: string): Promise<(string | null)[]> {
  const texts: (string | null)[] = [];
  for await (const { text } of chat.history(channelId)) texts.unshift(text);
  return texts;
}
