import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
import type * as Bcrypt from '@node-rs/bcrypt';
import { Database } from '../../apps/server/src/core/database/database.js';
import { fillWithDefects, type Installation, LONG_PASSWORD } from '../support/go-server-defects.js';
import { type GoDevice, GoServerStore } from '../support/go-server-store.js';
import { until } from '../support/pace.js';
import { loginFromNewDevice, PASSWORD, register, stranger } from '../support/people.js';
import { runProgram } from '../support/program.js';
import type { TestServer } from '../support/server.js';
import { onStore } from '../support/store.js';
import { type TableReport, useTakeovers } from '../support/takeover.js';

const takeovers = useTakeovers();
const start = () => takeovers.start();
const report = (url: string, ...args: string[]) => takeovers.report(url, ...args);

const chats: ChatSession[] = [];
afterEach(async () => {
  for (const chat of chats.splice(0)) await chat.close();
});

/** A session of the SDK on a device that dialtone-go knew; it is closed after the test at the latest. */
async function chatOf(server: TestServer, username: string, { privateKey }: GoDevice): Promise<ChatSession> {
  const store = memoryStore();
  await store.update('device_key', () => ({ private_key: privateKey }));
  const chat = await ChatSession.login({ baseUrl: server.url, username, password: PASSWORD, store });
  chats.push(chat);
  await chat.connect();
  return chat;
}

const table = (
  read: number,
  taken_over: number,
  mended: Record<string, number> = {},
  refused: Record<string, number> = {},
): TableReport => ({ read, taken_over, already_there: 0, mended, refused });

/** What becomes of `fillWithDefects`. */
const EXPECTED: Record<string, TableReport> = {
  users: table(10, 7, { no_password: 1, impossible_time: 1 }, { invalid_name_hash: 1, invalid_id: 2 }),
  user_profiles: table(2, 1, {}, { invalid_text: 1 }),
  devices: table(5, 2, {}, { duplicate: 1, invalid_key: 2 }),
  channels: table(2, 2, { unreadable_name: 1 }),
  channel_key_envelopes: table(6, 2, {}, { without_owner: 2, superseded: 1, foreign_key: 1 }),
  directory_key_envelopes: table(2, 2),
  channel_messages: table(9, 6, { unreadable_name: 1 }, { invalid_text: 2, invalid_id: 1 }),
  server_invites: table(4, 1, {}, { used: 2, expired: 1 }),
  broadcast_messages: table(1, 0, {}, { retired: 1 }),
};

describe('of an installation with every defect', () => {
  let go: Installation;
  beforeAll(async () => {
    go = await fillWithDefects(takeovers.postgres);
  });
  afterAll(() => go.store.close());

  it('keeps, mends or refuses each by its rule, and counts it; a dry run says the same and writes nothing', async () => {
    const before = readdirSync(takeovers.database.env['DIALTONE_DATA_DIR']);

    const dry = await report(go.store.url, '--dry-run');
    const afterDry = readdirSync(takeovers.database.env['DIALTONE_DATA_DIR']);
    const real = await report(go.store.url);

    expect(afterDry).toEqual(before);
    expect(dry).toEqual({ ...real, dry_run: true });
    expect(real).toEqual({ dry_run: false, admins: 2, tables: EXPECTED });
    for (const { read, taken_over, already_there, refused } of Object.values(real.tables))
      expect(taken_over + already_there + sum(refused)).toBe(read);
  });

  it('lets people log in with their passwords, and read their history through the SDK', async () => {
    await report(go.store.url, '--check-user', 'Alice');
    const server = await start();

    for (const [name, device] of [
      ['alice', go.alice.device],
      ['bob', go.bob.device],
    ] as const) {
      const chat = await chatOf(server, name, device);
      const history = [];
      for await (const message of chat.history(go.general.id)) history.unshift(message);
      expect(history.slice(0, go.texts.length).map(({ text }) => text)).toEqual(go.texts);
      expect(
        history
          .slice(go.texts.length)
          .map(({ text }) => text)
          .sort(),
      ).toEqual(go.tied);
      expect(new Set(history.map(({ proof }) => proof))).toEqual(new Set(['none']));
      const named = (await chat.channels()).map(({ id, name: shown }) => [id, shown] as const);
      expect(new Map(named).get(go.general.id)).toBe('general');
    }
  });

  it('gives a plain client the same history, page by page', async () => {
    await report(go.store.url);
    const server = await start();
    const { token } = await stranger(server).auth.login({
      username: 'alice',
      password: PASSWORD,
      public_key: go.alice.device.publicKey,
    });
    const headers = { authorization: `Bearer ${token}` };
    const page = async (query: string) => {
      const response = await fetch(`${server.url}/channels/messages?channel_id=${go.general.id}&${query}`, { headers });
      return (await response.json()) as { messages: { id: string; sent_at: string; body: string }[] };
    };

    const { messages: all } = await page('limit=500');
    const { messages: last } = await page('limit=2');
    const { messages: rest } = await page(`limit=500&before=${last[0].id}`);

    expect([...rest, ...last]).toEqual(all);
    expect(all).toHaveLength(go.texts.length + go.tied.length);
    expect(all.map(({ sent_at }) => sent_at)).toEqual(all.map(({ sent_at }) => sent_at).sort());
    expect(all[0].sent_at).toMatch(/^2025-03-01T09:.*\.000Z$/);
  });

  it('renews the password hashes at the first login, also long ones and names in an older form', async () => {
    await report(go.store.url);
    const server = await start();
    const hashes = async () =>
      (await onStore(server, 'SELECT password_hash AS hash FROM users')).map(({ hash }) => hash);
    const isBcrypt = (hash: unknown) => String(hash).startsWith('$2a$');
    expect((await hashes()).filter(isBcrypt)).toHaveLength(5);

    await loginFromNewDevice(server, 'bob');
    await loginFromNewDevice(server, 'ZOË');
    const login = (username: string, password: string) =>
      stranger(server).auth.login({ username, password, public_key: go.bob.device.publicKey });
    await expect(login('carol', LONG_PASSWORD.slice(0, 71))).rejects.toMatchObject({ code: 'invalid_credentials' });
    await login('carol', LONG_PASSWORD);

    expect((await hashes()).filter(isBcrypt)).toHaveLength(2);
    await loginFromNewDevice(server, 'bob');
    // From now on every byte counts, where bcrypt knew 72.
    await expect(login('carol', LONG_PASSWORD.slice(0, 80))).rejects.toMatchObject({ code: 'invalid_credentials' });
    for (const name of ['reserved', 'mallory', 'trent'])
      await expect(login(name, PASSWORD)).rejects.toMatchObject({ code: 'invalid_credentials' });
  });

  it('does the work of bcrypt for everybody who logs in, so that its time tells nothing', async () => {
    await report(go.store.url);
    const server = await start();
    const verify = jest.spyOn(jest.requireActual<typeof Bcrypt>('@node-rs/bcrypt'), 'verify');

    const login = { username: 'nobody', password: PASSWORD, public_key: go.bob.device.publicKey };
    await expect(stranger(server).auth.login(login)).rejects.toMatchObject({ code: 'invalid_credentials' });

    expect(verify).toHaveBeenCalledTimes(1);
    verify.mockRestore();
  });

  it('lets somebody change a password that is still of bcrypt', async () => {
    await report(go.store.url);
    const server = await start();
    const bob = await loginFromNewDevice(server, 'bob');
    const [{ hash }] = await go.store.query<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE id = $1', [
      go.bob.id,
    ]);
    await server.app
      .get(Database)
      .dataSource.query('UPDATE users SET password_hash = ? WHERE id = ?', [hash, go.bob.id]);

    await bob.client.auth.changePassword({ current_password: PASSWORD, new_password: 'another password 8' });

    const login = { username: 'bob', password: 'another password 8', public_key: go.bob.device.publicKey };
    await expect(stranger(server).auth.login(login)).resolves.toMatchObject({ user_id: go.bob.id });
  });

  it('takes open invites, and makes nobody admin who registers with one', async () => {
    await report(go.store.url);
    const server = await start();
    const { client } = await registerWith(server, 'oscar', go.openInvite);

    await expect(client.invites.list()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(registerWith(server, 'wendy', go.openInvite)).rejects.toMatchObject({ code: 'invite_used' });
  });

  it('changes nothing when it runs again, and gives nothing back that was removed here', async () => {
    const first = await report(go.store.url);
    const before = await takeovers.rows();
    const second = await report(go.store.url);

    expect(await takeovers.rows()).toEqual(before);
    for (const [name, { read, taken_over, already_there, refused }] of Object.entries(second.tables)) {
      expect([name, taken_over, already_there]).toEqual([name, 0, read - sum(refused)]);
      expect([name, refused]).toEqual([name, first.tables[name].refused]);
    }

    const server = await start();
    const alice = await loginFromNewDevice(server, 'alice');
    await alice.client.devices.remove({ device_id: go.bob.device.id });
    await alice.client.channels.delete({ channel_id: go.unnamed.id });
    await server.close();
    const third = await report(go.store.url);
    expect(third.tables['devices'].refused).toMatchObject({ removed_here: 1 });
    expect(third.tables['channels'].refused).toEqual({ removed_here: 1 });
    expect((await takeovers.rows())['devices']).not.toContainEqual(expect.objectContaining({ id: go.bob.device.id }));
  });
});

it('puts what came to dialtone-go since behind what is here', async () => {
  const store = await GoServerStore.make(takeovers.postgres);
  const alice = { id: await store.user('alice', PASSWORD, { is_admin: true }), name: 'Alice' };
  const device = await store.device(alice.id);
  const channel = await store.channel(alice.id, 'general');
  await store.share(channel, device, device);
  await store.message(channel, alice, 'before');
  await report(store.url);
  let server = await start();
  const chat = await chatOf(server, 'alice', device);
  await chat.send(channel.id, 'here');
  await chat.close();
  await server.close();

  await store.message(channel, alice, 'there', { sent_at: '2025-01-01T00:00:00Z' });
  const bob = await store.user('bob', PASSWORD, { created_at: '2099-01-01T00:00:00Z' });
  const again = await report(store.url);

  expect(again.tables['channel_messages']).toMatchObject({ read: 2, taken_over: 1, already_there: 1 });
  server = await start();
  const resumed = await chatOf(server, 'alice', device);
  const texts = [];
  for await (const { text } of resumed.history(channel.id)) texts.unshift(text);
  expect(texts).toEqual(['before', 'here', 'there']);
  expect((await loginFromNewDevice(server, 'bob')).session.user_id).toBe(bob);
  await store.close();
});

it('goes on where it was killed', async () => {
  const store = await GoServerStore.make(takeovers.postgres);
  const alice = { id: await store.user('alice', PASSWORD, { is_admin: true }), name: 'Alice' };
  const channel = await store.channel(alice.id, 'general');
  await store.fill(channel, alice, 20_000);
  const env = { ...process.env, ...takeovers.settings, DIALTONE_GO_DATABASE_URL: store.url };
  const child = spawn(process.execPath, [takeovers.processes.program, 'import-dialtone-go'], {
    env,
    cwd: takeovers.processes.cwd,
  });
  const exit = once(child, 'exit');
  const { target } = takeovers;
  const count = () =>
    onStore(target, 'SELECT COUNT(*) AS count FROM messages').then(
      ([row]) => Number(row['count']),
      () => 0,
    );
  await until('some messages are there', async () => (await count()) > 0);
  child.kill('SIGKILL');
  await exit;

  const there = await count();
  const { tables } = await report(store.url);

  expect(there).toBeLessThan(20_000);
  expect(tables['channel_messages']).toMatchObject({ taken_over: 20_000 - there, already_there: there });
  const [order] = await onStore(
    target,
    'SELECT COUNT(DISTINCT order_key) AS keys_, MAX(order_key) AS last FROM messages',
  );
  const [{ last_key }] = await onStore(target, 'SELECT last_key FROM message_order');
  expect([Number(order['keys_']), Number(order['last'])]).toEqual([20_000, Number(last_key)]);
  const sql = `SELECT COUNT(*) AS wrong FROM messages a JOIN messages b ON b.order_key = a.order_key + 1 WHERE b.sent_at < a.sent_at`;
  expect(Number((await onStore(target, sql))[0]['wrong'])).toBe(0);
  await store.close();
});

it('says how to make an admin where there is none, and lets nobody become one by being first', async () => {
  const store = await GoServerStore.make(takeovers.postgres);
  await store.user('reserved', null);
  await store.user('bob', PASSWORD);

  const { code, stdout } = await takeovers.run(store.url);

  expect([code, stdout]).toEqual([0, expect.stringContaining('dialtone user grant <name> admin')]);
  const server = await start();
  const carol = await register(server, 'carol');
  expect(carol.session.is_admin).toBe(false);
  await server.close();
  const granted = await runProgram(takeovers.processes, takeovers.settings, 'user', 'grant', 'bob', 'admin');
  expect(granted.code).toBe(0);
  await store.close();
});

it('finds the form of the pepper under which somebody has the name', async () => {
  takeovers.settings['DIALTONE_USERNAME_PEPPER'] = 'quoted-by-an-env-file';
  const store = await GoServerStore.make(takeovers.postgres);
  await store.user('alice', PASSWORD, { is_admin: true }, '"quoted-by-an-env-file"');

  await report(store.url, '--check-user', 'alice');

  const server = await start();
  await expect(loginFromNewDevice(server, 'alice')).resolves.toMatchObject({ name: 'alice' });
  await store.close();
});

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

async function registerWith(server: TestServer, username: string, invite_token: string) {
  const client = stranger(server);
  const public_key = Buffer.alloc(32, 9).toString('base64');
  const session = await client.auth.register({ username, password: PASSWORD, public_key, invite_token });
  return { client, session };
}
