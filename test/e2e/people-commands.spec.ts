import type { UserInfo, UserRoles } from '@dialtone/sdk';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { type Listener, listen } from '../support/listener.js';
import { loginFromNewDevice, operator, PASSWORD, type Person, register, stranger } from '../support/people.js';
import { useProcesses } from '../support/processes.js';
import { type Outcome, runProgram } from '../support/program.js';
import { ADMIN_TOKEN, startServer, type TestServer } from '../support/server.js';

const processes = useProcesses();
let database: TestDatabase;
let server: TestServer;
let alice: Person;
let bob: Person;

beforeEach(async () => {
  database = await freshDatabase();
  server = await startServer({ database });
  alice = await register(server, 'alice');
  bob = await register(server, 'bob');
});
afterEach(async () => {
  await server.close();
  await database.drop();
});

/** The settings of the server, as its operator has them. */
function settings(): Record<string, string> {
  return { ...database.env, DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN, DIALTONE_LISTEN_ADDR: new URL(server.url).host };
}

const byUrl = (...args: string[]) =>
  runProgram(processes, { DIALTONE_ADMIN_TOKEN: ADMIN_TOKEN }, ...args, '--url', server.url);
const bySettings = (...args: string[]) => runProgram(processes, settings(), ...args);

/** The JSON that a command has printed, if it succeeded. */
function result<T>({ code, stdout, stderr }: Outcome): T {
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

describe.each([
  ['with the URL of a running server', byUrl],
  ['with the settings of a running server', bySettings],
])('%s', (_way, run) => {
  it('lists who is there, by id', async () => {
    const { code, stdout, stderr } = await run('user', 'list');

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ID +SINCE +SEEN +DEVICES +STATE\n/);
    expect(stdout).toMatch(new RegExp(`^${alice.session.user_id} .* 1 +admin, trusted$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^${bob.session.user_id} .* 1 +trusted$`, 'm'));
  });

  it('puts somebody out by their name', async () => {
    const outcome = await run('user', 'disable', ' Bob ', '--json');

    expect(result<UserRoles>(outcome)).toMatchObject({ user_id: bob.session.user_id, disabled: true });
    await expect(bob.client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('where no server runs', () => {
  beforeEach(() => server.close());

  it('works on the database, by the rules of the server, and the server finds what was done', async () => {
    const roles = result<UserRoles>(await bySettings('user', 'grant', 'bob', 'admin', '--json'));
    const refused = await bySettings('user', 'disable', 'nobody');

    expect(roles).toMatchObject({ user_id: bob.session.user_id, is_admin: true });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^user not found$/m)]);
    server = await startServer({ database });
    const { users } = await operator(server).users.list();
    expect(users.map(({ is_admin }) => is_admin)).toEqual([true, true]);
  });
});

it('grants and takes roles, and keeps the last admin', async () => {
  const { user_id } = alice.session;
  await byUrl('user', 'revoke', 'bob', 'trusted');

  const { users } = result<{ users: UserInfo[] }>(await byUrl('user', 'list', '--json'));
  const last = await byUrl('user', 'revoke', user_id, 'admin');

  expect(users.map(({ is_trusted }) => is_trusted)).toEqual([true, false]);
  expect([last.code, last.stderr]).toEqual([1, expect.stringMatching(/admin/)]);
});

it('enables again whom it has disabled', async () => {
  await byUrl('user', 'disable', 'bob');
  await byUrl('user', 'enable', 'bob');

  expect((await loginFromNewDevice(server, 'bob')).session.user_id).toBe(bob.session.user_id);
});

it('makes an invite with which somebody sets a new password', async () => {
  const { token } = result<{ token: string }>(await byUrl('user', 'reset-password', 'bob', '--json'));

  const { device_public_key: public_key } = bob.session;
  const again = { username: 'bob', password: `${PASSWORD}8`, public_key, invite_token: token };
  expect((await stranger(server).auth.register(again)).user_id).toBe(bob.session.user_id);
});

it('makes invites, lists and revokes them', async () => {
  const { token } = result<{ token: string }>(await byUrl('invite', 'create', '--json'));
  const listed = await byUrl('invite', 'list');
  const [id] = /^\S+(?= .* open until)/m.exec(listed.stdout) ?? [''];

  await byUrl('invite', 'revoke', id);

  expect(listed.stdout).not.toContain(token);
  const { device_public_key: public_key } = bob.session;
  const late = stranger(server).auth.register({ username: 'c', password: PASSWORD, public_key, invite_token: token });
  await expect(late).rejects.toMatchObject({ code: expect.stringMatching(/^invite_not_found|invalid_request$/) });
});

it('makes an invite for a reserved name', async () => {
  const { id } = await operator(server).users.create({ username: 'carol' });

  const { token } = result<{ token: string }>(await byUrl('invite', 'create', '--for', 'carol', '--json'));

  const { device_public_key: public_key } = bob.session;
  const carol = { username: 'carol', password: PASSWORD, public_key, invite_token: token };
  expect((await stranger(server).auth.register(carol)).user_id).toBe(id);
});

it('lists the sessions of somebody and ends them, with their sockets', async () => {
  const phone = await loginFromNewDevice(server, 'bob');
  const ears: Listener[] = [await listen(bob), await listen(phone)];
  type Sessions = { sessions: { id: string; device_id: string }[] };
  const { sessions } = result<Sessions>(await byUrl('session', 'list', 'bob', '--json'));

  await byUrl('session', 'end', 'bob', sessions[0].id);

  expect(sessions.map(({ device_id }) => device_id)).toEqual([phone.session.device_id, bob.session.device_id]);
  await expect(phone.client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
  expect(await bob.client.channels.list()).toBeDefined();
  await byUrl('session', 'end', 'bob');
  await expect(bob.client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
  await Promise.all(ears.map((ear) => ear.close()));
});

it('says what is wrong with the token or the address', async () => {
  const wrong = await runProgram(
    processes,
    { DIALTONE_ADMIN_TOKEN: 'x'.repeat(20) },
    'user',
    'list',
    '--url',
    server.url,
  );
  const none = await runProgram(processes, {}, 'user', 'list', '--url', server.url);
  const away = await runProgram(processes, settings(), 'user', 'list', '--url', 'http://127.0.0.1:1');

  expect([wrong.code, wrong.stderr]).toEqual([1, `${server.url} refuses the admin token (DIALTONE_ADMIN_TOKEN)\n`]);
  expect([none.code, none.stderr]).toEqual([1, expect.stringMatching(/^DIALTONE_ADMIN_TOKEN: set it/)]);
  expect([away.code, away.stderr]).toEqual([1, expect.stringMatching(/^http:\/\/127.0.0.1:1 does not answer/)]);
});
