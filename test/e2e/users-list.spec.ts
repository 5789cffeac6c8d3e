import type { UserInfo } from '@dialtone/sdk';
import { Database } from '../../apps/server/src/core/database/database.js';
import { NO_ID } from '../support/channels.js';
import { call } from '../support/http.js';
import { until } from '../support/pace.js';
import { loginFromNewDevice, operator, PASSWORD, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';

const LONG_AGO = '2001-01-01 00:00:00.000';

const { server, alice, bob, listen, restart } = useServer({ perTest: true }, 'alice', 'bob');

async function everyone(): Promise<UserInfo[]> {
  return (await alice.client.users.list()).users;
}

/** When somebody's oldest device was seen. */
async function seen(index: number): Promise<string | null> {
  return (await everyone())[index].devices[0].last_seen;
}

/** Lets nobody have been seen for long. */
async function forgetSeen(): Promise<void> {
  await server.app.get(Database).dataSource.query('UPDATE devices SET last_seen_at = ?', [LONG_AGO]);
}

it('lists who is there with flags and devices, oldest first, and no names', async () => {
  const phone = await loginFromNewDevice(server, 'bob');
  const { id: reserved } = await operator(server).users.create({ username: 'reserved' });
  await alice.client.users.update({ user_id: bob.session.user_id, disabled: true });

  const { users, has_more } = await alice.client.users.list();

  const time = expect.stringMatching(/Z$/);
  const device = ({ session }: typeof bob) => ({ id: session.device_id, created_at: time, last_seen: time });
  const flags = { is_admin: false, is_trusted: true, disabled: false, reserved: false };
  const seenAt = { created_at: time, last_seen: time };
  expect(users).toEqual([
    { id: alice.session.user_id, ...flags, is_admin: true, ...seenAt, devices: [device(alice)] },
    { id: bob.session.user_id, ...flags, disabled: true, ...seenAt, devices: [device(bob), device(phone)] },
    { id: reserved, ...flags, is_trusted: false, reserved: true, created_at: time, last_seen: null, devices: [] },
  ]);
  expect(has_more).toBe(false);
  expect(JSON.stringify(users)).not.toMatch(/alice|bob|"reserved"(?!:)/);
});

it('comes in pages that miss nobody, also of users who came in the same moment', async () => {
  for (const name of ['carol', 'dora', 'eve']) await register(server, name);
  await server.app.get(Database).dataSource.query('UPDATE users SET created_at = ?', [LONG_AGO]);
  const all = (await everyone()).map(({ id }) => id);

  const pages: string[][] = [];
  let after: string | undefined;
  for (;;) {
    const { users, has_more } = await operator(server).users.list({ limit: 2, after });
    pages.push(users.map(({ id }) => id));
    after = users.at(-1)?.id;
    if (!has_more) break;
  }

  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(pages.flat()).toEqual(all);
  expect([...all].sort()).toEqual(all);
  const walked: string[] = [];
  for await (const { id } of alice.client.users.list({ limit: 2 })) walked.push(id);
  expect(walked).toEqual(all);
});

it('is for admins and the operator; refuses an unknown cursor and other limits', async () => {
  await expect(bob.client.users.list()).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  await expect(stranger(server).users.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  await expect(alice.client.users.list({ after: NO_ID })).rejects.toMatchObject({
    status: 404,
    code: 'cursor_not_found',
  });
  for (const limit of ['0', '501', 'x']) {
    const { status } = await call(server, 'GET', `/users?limit=${limit}`, { token: alice.session.token });
    expect([limit, status]).toEqual([limit, 400]);
  }
});

describe('when a device was seen last', () => {
  it('is null for a device that was only added', async () => {
    const { user_id } = bob.session;
    await bob.client.devices.create({ user_id, public_key: alice.session.device_public_key });

    const [, { devices, last_seen }] = await everyone();

    expect(devices.map((device) => device.last_seen === null)).toEqual([false, true]);
    expect(last_seen).toBe(devices[0].last_seen);
  });

  it('is noted when a WebSocket opens and when it closes, and not by requests', async () => {
    await forgetSeen();
    await bob.client.channels.list();
    expect(await seen(1)).toMatch(/^2001/);

    const ear = await listen(bob);
    await until('the opening is noted', async () => !(await seen(1))?.startsWith('2001'));

    await forgetSeen();
    await ear.close();
    await until('the close is noted', async () => !(await seen(1))?.startsWith('2001'));
    expect(await seen(0)).toMatch(/^2001/);
  });

  it('is noted by a login, but once an hour at most', async () => {
    await forgetSeen();
    const { username, device_public_key: public_key } = bob.session;
    const login = () => stranger(server).auth.login({ username, password: PASSWORD, public_key });

    await login();

    const first = await seen(1);
    expect(first).not.toMatch(/^2001/);
    await login();
    expect(await seen(1)).toBe(first);
  });

  it('is not lost when the server stops while people are connected', async () => {
    await listen(bob);
    await forgetSeen();

    await restart();

    expect(await seen(1)).not.toMatch(/^2001/);
  });
});
