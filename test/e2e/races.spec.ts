import { isApiError, type Session } from '@dialtone/sdk';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { limits } from '@app/contract';
import { operator, PASSWORD, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const RACERS = 50;
const TABLES = ['users', 'devices', 'sessions', 'first_admin'];
const PUBLIC_KEY = '3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=';

const { server } = useServer({ perTest: true });

/** Sends all of them at once; returns the new sessions and the codes of the refusals. */
async function race(attempts: { username: string; invite_token: string }[]) {
  const outcomes = await Promise.allSettled(
    attempts.map((attempt) =>
      stranger(server).auth.register({ password: PASSWORD, public_key: PUBLIC_KEY, ...attempt }),
    ),
  );
  const sessions: Session[] = [];
  const refusals: string[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') sessions.push(outcome.value);
    else if (isApiError(outcome.reason)) refusals.push(`${outcome.reason.status} ${String(outcome.reason.code)}`);
    else throw outcome.reason;
  }
  return { sessions, refusals };
}

function makeInvites(count: number, user_id?: string): Promise<string[]> {
  const make = async () => (await operator(server).invites.create({ user_id })).token;
  return Promise.all(Array.from({ length: count }, make));
}

it(`${RACERS} registrations racing for one invite: one succeeds, the others get 410 and leave nothing behind`, async () => {
  const [invite_token = ''] = await makeInvites(1);

  const { sessions, refusals } = await race(
    Array.from({ length: RACERS }, (_, i) => ({ username: `racer${String(i)}`, invite_token })),
  );

  expect(sessions).toHaveLength(1);
  expect(refusals).toEqual(Array(RACERS - 1).fill('410 invite_used'));
  expect(await countRows(server, ...TABLES)).toEqual({ users: 1, devices: 1, sessions: 1, first_admin: 1 });
});

it(`${RACERS} first registrations racing with an invite each: all succeed, exactly one is admin`, async () => {
  const invites = await makeInvites(RACERS);

  const { sessions, refusals } = await race(
    invites.map((invite_token, i) => ({ username: `racer${String(i)}`, invite_token })),
  );

  expect(refusals).toEqual([]);
  expect(sessions).toHaveLength(RACERS);
  const admins = sessions.filter(({ is_admin }) => is_admin);
  expect(admins).toHaveLength(1);
  expect(await countRows(server, ...TABLES, 'users WHERE is_admin')).toEqual({
    users: RACERS,
    devices: RACERS,
    sessions: RACERS,
    first_admin: 1,
    'users WHERE is_admin': 1,
  });
  const client = stranger(server);
  await client.auth.login({ username: admins[0].username, password: PASSWORD, public_key: PUBLIC_KEY });
  const { admins: flags } = await client.presence.query({ user_ids: sessions.map(({ user_id }) => user_id) });
  expect(Object.keys(flags).filter((id) => flags[id])).toEqual([admins[0].user_id]);
});

it('registrations racing for one name: the losers leave nothing behind and keep their invites', async () => {
  const invites = await makeInvites(10);

  const { sessions, refusals } = await race(invites.map((invite_token) => ({ username: 'popular', invite_token })));

  expect(sessions).toHaveLength(1);
  expect(refusals).toEqual(Array(9).fill('409 username_taken'));
  expect(await countRows(server, ...TABLES, 'invites WHERE used_at IS NOT NULL')).toEqual({
    users: 1,
    devices: 1,
    sessions: 1,
    first_admin: 1,
    'invites WHERE used_at IS NOT NULL': 1,
  });
});

it('registrations racing for one reserved name: one of them claims it with its id', async () => {
  const { id } = await operator(server).users.create({ username: 'reserved' });
  const invites = await makeInvites(10, id);

  const { sessions, refusals } = await race(invites.map((invite_token) => ({ username: 'reserved', invite_token })));

  expect(sessions.map(({ user_id }) => user_id)).toEqual([id]);
  expect(refusals).toEqual(Array(9).fill('409 username_taken'));
  expect(await countRows(server, 'users', 'sessions')).toEqual({ users: 1, sessions: 1 });
});

it('60 devices added at once: as many as the contract allows, and no more', async () => {
  const alice = await register(server, 'racing-alice');
  const keys = await Promise.all(Array.from({ length: 60 }, () => generateKeyPair()));

  const outcomes = await Promise.allSettled(
    keys.map(({ publicKey }) => alice.client.devices.create({ user_id: alice.session.user_id, public_key: publicKey })),
  );

  const { keys: stored } = await alice.client.devices.listKeys({ user_id: alice.session.user_id });
  expect(stored).toHaveLength(limits.devicesPerUser);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(limits.devicesPerUser - 1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'too_many_devices' });
  }
});

it('two logins at once with one new key: one device', async () => {
  await register(server, 'racing-bob');
  const { publicKey: public_key } = await generateKeyPair();
  const login = () => stranger(server).auth.login({ username: 'racing-bob', password: PASSWORD, public_key });

  const [one, other] = await Promise.all([login(), login()]);

  expect(other.device_id).toBe(one.device_id);
});
