import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeChannel } from '../support/channels.js';
import { certificateOf } from '../support/certificates.js';
import { freshMysql, freshSqlite, type TestDatabase, TEST_DATABASE_URL } from '../support/database.js';
import { newVersion } from '../support/key-versions.js';
import { sealed } from '../support/keys.js';
import { listen } from '../support/listener.js';
import { at, loginFromNewDevice, operator, type Person, register } from '../support/people.js';
import { useProcesses } from '../support/processes.js';
import { type Outcome, runProgram } from '../support/program.js';
import { sendAcked } from '../support/sending.js';
import { ADMIN_TOKEN, startServer, type TestServer } from '../support/server.js';

const PEPPER = 'pepper-of-the-test-servers';
const SECRETS = { DIALTONE_USERNAME_PEPPER: PEPPER, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN };
const PASSPHRASE = 'a passphrase for backups';

/** What tells that a copy has the same rows: rows and hash of each table. */
type Tables = Record<string, { rows: number; sha256: string }>;

interface Summary {
  readonly rows: number;
  readonly secrets: boolean;
  readonly tables: Tables;
}

const stores: [string, () => Promise<TestDatabase>][] = [['SQLite', freshSqlite]];
const url = TEST_DATABASE_URL;
if (url !== undefined) stores.push(['MySQL', () => freshMysql(url)]);

const processes = useProcesses();
const databases: TestDatabase[] = [];
const servers: TestServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  for (const database of databases.splice(0)) await database.drop();
});

async function make(fresh: () => Promise<TestDatabase>): Promise<TestDatabase> {
  const database = await fresh();
  databases.push(database);
  return database;
}

async function serve(database: TestDatabase): Promise<TestServer> {
  const server = await startServer({ database, env: { ...SECRETS, DIALTONE_RATE_LIMIT: 'off' } });
  servers.push(server);
  return server;
}

function run(database: TestDatabase, ...args: string[]): Promise<Outcome> {
  return runProgram(processes, { ...database.env, ...SECRETS }, ...args);
}

/** Runs a command that has to succeed, and returns what it tells of the archive. */
async function summaryOf(database: TestDatabase, ...args: string[]): Promise<Summary> {
  const { code, stdout, stderr } = await run(database, ...args, '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Summary;
}

/** Runs a command until it has told of this step, and kills it. */
async function killAt(database: TestDatabase, step: string, ...args: string[]): Promise<void> {
  const command = [process.execPath, processes.program, ...args];
  const { child, logged, exited } = processes.start({ ...database.env, ...SECRETS }, command);
  await logged(step);
  child.kill('SIGKILL');
  expect(await exited).toBeNull(); // otherwise it was done already
}

function file(name: string): string {
  return join(processes.cwd, name);
}

/** Fills every table, and sends enough for several parts. */
async function live(server: TestServer): Promise<{ alice: Person; channelId: string; last: string }> {
  const alice = await register(server, 'alice');
  const bob = await register(server, 'bob');
  const phone = await loginFromNewDevice(server, 'bob');
  const channelId = await makeChannel(alice);
  await alice.client.channels.create({ name_enc: 'bmFtZSDwn6ac' });
  await alice.client.keys.putChannelKeys({
    channel_id: channelId,
    envelopes: [sealed(alice, bob), sealed(alice, alice)],
  });
  await alice.client.keys.createVersion(newVersion(channelId, 1, alice, [alice, bob]));
  await alice.client.keys.putDirectoryKeys({ envelopes: [sealed(alice, bob)] });
  await alice.client.keys.putBackup({ version: 1, data: 'A'.repeat(150_000) });
  await alice.client.devices.putCertificates({ certificates: [certificateOf(alice.session.device_id)] });
  await phone.client.devices.requestLink({ request: 'of the phone' });
  await alice.client.users.setProfile({ name_enc: 'YWxpY2U=' });
  await alice.client.auth.createTicket();
  await operator(server).invites.create();
  const ear = await listen(alice);
  const body = (i: number) => `${String(i)} ${'x'.repeat(16_000)}`;
  const acks = [];
  for (let i = 0; i < 800; i += 50) {
    acks.push(...(await Promise.all(Array.from({ length: 50 }, (_, j) => sendAcked(ear, channelId, body(i + j))))));
  }
  await ear.close();
  return { alice, channelId, last: acks.at(-1)?.message_id ?? '' };
}

/** What a restore leaves as it was: the order of messages goes on further behind. */
function withoutOrder({ tables: { message_order, ...tables } }: Summary): Tables {
  expect(message_order?.rows).toBe(1);
  return tables;
}

describe.each(stores)('on %s', (_store, fresh) => {
  it('a backup of a running server brings everything back elsewhere, with its secrets', async () => {
    const database = await make(fresh);
    const server = await serve(database);
    const { alice, channelId, last } = await live(server);
    writeFileSync(file('passphrase'), `${PASSPHRASE}\n`);
    const cursor = (await alice.client.messages.sync()).next;

    const made = await summaryOf(database, 'backup', 'a.tar', '--passphrase-file', 'passphrase');
    const lost = await listen(alice);
    await sendAcked(lost, channelId, 'after the backup');
    const later = (await alice.client.messages.sync()).next;
    await lost.close();

    expect(Object.entries(made.tables).filter(([name, { rows }]) => rows === 0 && name !== 'takeover')).toEqual([]); // it is about every table in use
    expect(made).toMatchObject({ secrets: true, rows: expect.any(Number) });
    expect(statSync(file('a.tar')).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(file('a.tar'), 'latin1');
    for (const secret of [PEPPER, ADMIN_TOKEN, PASSPHRASE]) expect(bytes).not.toContain(secret);

    const copy = await make(fresh);
    const bare = { ...copy.env };
    delete (bare as Record<string, string>).DIALTONE_USERNAME_PEPPER;
    const restored = await runProgram(processes, bare, 'restore', 'a.tar', '--passphrase-file', 'passphrase');
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('the secrets are in') });
    for (const [name, secret] of [
      ['username-pepper', PEPPER],
      ['admin-token', ADMIN_TOKEN],
    ]) {
      const path = join(copy.env.DIALTONE_DATA_DIR ?? '', name);
      expect(readFileSync(path, 'utf8')).toBe(`${secret}\n`);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
    expect(withoutOrder(await summaryOf(copy, 'backup', 'b.tar'))).toEqual(withoutOrder(made));

    // Sessions, histories and cursors go on, also those from after the backup.
    const again = await serve(copy);
    const person = at(alice, again);
    const { messages } = await person.client.messages.list({ channel_id: channelId, limit: 1 });
    expect(messages.map(({ id }) => id)).toEqual([last]);
    const ear = await listen(person);
    const { message_id } = await sendAcked(ear, channelId, 'after the restore');
    for (const since of [cursor, later, last]) {
      expect((await person.client.messages.sync({ since })).messages.map(({ id }) => id)).toEqual([message_id]);
    }
    await ear.close();
    await loginFromNewDevice(again, 'bob');
  });

  it('a restore refuses a database with users, or with a server, and one that was cut, and changes nothing', async () => {
    const database = await make(fresh);
    const server = await serve(database);
    await register(server, 'alice');
    const before = (await summaryOf(database, 'backup', 'a.tar')).tables;
    if (fresh === freshSqlite) {
      expect(await run(database, 'restore', 'a.tar')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('A server is running on'),
      });
    }
    await server.close();

    const refused = await run(database, 'restore', 'a.tar');
    truncateSync(file('a.tar'), statSync(file('a.tar')).size - 2000);
    const empty = await make(fresh);
    const cut = await run(empty, 'restore', 'a.tar');

    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('The database is not empty') });
    expect((await summaryOf(database, 'backup', 'b.tar')).tables).toEqual(before);
    expect(cut).toMatchObject({ code: 1, stderr: expect.stringMatching(/^a\.tar: it is (cut|not whole)/) });
    expect(await run(empty, 'backup', 'c.tar')).toMatchObject({ code: 1 });
    expect(existsSync(file('c.tar'))).toBe(false);
  });

  it('what was killed is seen as that: no server starts, and the next run ends it', async () => {
    const database = await make(fresh);
    const server = await serve(database);
    await live(server);
    await killAt(database, 'reading', 'backup', 'a.tar');
    expect(existsSync(file('a.tar'))).toBe(false);
    const made = await summaryOf(database, 'backup', 'a.tar');
    const copy = await make(fresh);

    await killAt(copy, 'loading', 'restore', 'a.tar');
    const start = processes.start({ ...copy.env, ...SECRETS, DIALTONE_LISTEN_ADDR: '127.0.0.1:0' });
    expect(await start.exited).toBe(1);
    expect(start.stderr()).toContain('The database is not whole');
    expect(await summaryOf(copy, 'restore', 'a.tar')).toMatchObject({ tables: made.tables });
    expect(withoutOrder(await summaryOf(copy, 'backup', 'b.tar'))).toEqual(withoutOrder(made));

    await server.close();
    await killAt(database, 'reading', 'export', 'moved');
    expect(existsSync(file('moved/manifest.json'))).toBe(false);
    expect((await summaryOf(database, 'export', 'moved')).tables).toEqual(made.tables);
    const other = await make(fresh);
    await killAt(other, 'loading', 'import', 'moved');
    await summaryOf(other, 'import', 'moved');
    expect((await summaryOf(other, 'backup', 'c.tar')).tables).toEqual(made.tables);
  });
});

it('data that went from SQLite to MySQL and back is the same in every row', async () => {
  const there = stores.at(-1)![1];
  const database = await make(freshSqlite);
  const server = await serve(database);
  await live(server);
  await server.close();
  const { tables } = await summaryOf(database, 'export', 'out');

  const away = await make(there);
  await summaryOf(away, 'import', 'out');
  expect((await summaryOf(away, 'export', 'back')).tables).toEqual(tables);
  const home = await make(freshSqlite);
  await summaryOf(home, 'import', 'back');

  expect((await summaryOf(home, 'backup', 'home.tar')).tables).toEqual(tables);
  await (await serve(home)).close();
});

describe('a mistake is told, and changes nothing', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await make(freshSqlite);
    const server = await serve(database);
    await register(server, 'alice');
    await server.close();
    writeFileSync(file('passphrase'), PASSPHRASE);
    await summaryOf(database, 'backup', 'a.tar', '--passphrase-file', 'passphrase');
    writeFileSync(file('wrong'), 'another passphrase');
    writeFileSync(file('short'), 'short');
  });

  it.each([
    [['backup', 'a.tar'], 'a.tar exists already'],
    [['backup', 'b.tar', '--passphrase-file', 'short'], 'The passphrase is shorter than 12 characters'],
    [['backup', 'b.tar', '--with-secrets'], 'There is no terminal to ask for the passphrase'],
    [['backup', 'none/b.tar'], 'none/b.tar cannot be written'],
    [['restore', 'b.tar'], 'b.tar: it cannot be read'],
    [['restore', 'passphrase'], 'passphrase: it is no backup'],
    [['restore', 'a.tar', '--passphrase-file', 'wrong'], 'the passphrase is wrong'],
    [['import', 'data'], 'data: it cannot be read'],
  ])('dialtone %j: %s', async (args, message) => {
    const before = readdirSync(processes.cwd);
    const empty = await make(freshSqlite);

    const { code, stdout, stderr } = await run(args[0] === 'backup' ? database : empty, ...args);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(processes.cwd)).toEqual(before);
    expect(readdirSync(empty.env.DIALTONE_DATA_DIR ?? '')).toEqual([]);
  });

  it('other secrets than those in the data folder are not replaced', async () => {
    const empty = await make(freshSqlite);
    const path = join(empty.env.DIALTONE_DATA_DIR ?? '', 'username-pepper');
    writeFileSync(path, 'the pepper of another database\n');

    const secretly = await runProgram(processes, empty.env, 'restore', 'a.tar', '--passphrase-file', 'passphrase');
    const plainly = await runProgram(processes, empty.env, 'restore', 'a.tar');

    expect(secretly).toMatchObject({ code: 1, stderr: expect.stringContaining('is not the one of this archive') });
    expect(plainly).toMatchObject({ code: 1, stderr: expect.stringContaining('is not the one of this archive') });
    expect(readdirSync(empty.env.DIALTONE_DATA_DIR ?? '')).toEqual(['username-pepper']);
  });

  it('restore --check loads nothing, and restore --end-sessions lets nobody stay', async () => {
    const empty = await make(freshSqlite);

    expect(await run(empty, 'restore', 'a.tar', '--check')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is whole'),
    });
    expect(readdirSync(empty.env.DIALTONE_DATA_DIR ?? '')).toEqual([]);
    const { tables } = await summaryOf(empty, 'restore', 'a.tar', '--end-sessions');
    expect(tables.sessions?.rows).toBe(1);
    expect((await summaryOf(empty, 'backup', 'b.tar')).tables.sessions?.rows).toBe(0);
  });

  it('a signal ends a backup without a trace', async () => {
    const full = await make(freshSqlite);
    await live(await serve(full));
    const command = [process.execPath, processes.program, 'backup', 'b.tar'];
    const { child, logged, exited } = processes.start({ ...full.env, ...SECRETS }, command);
    const before = readdirSync(processes.cwd);
    await logged('reading');
    child.kill('SIGTERM');

    expect(await exited).toBe(1);
    expect(readdirSync(processes.cwd)).toEqual(before);
  });
});
