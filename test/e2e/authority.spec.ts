import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Authenticator } from '../../apps/server/src/core/access/authenticator.js';
import { makeChannel, NAME_ENC } from '../support/channels.js';
import { newVersion } from '../support/key-versions.js';
import { loginFromNewDevice, operator } from '../support/people.js';
import { until } from '../support/pace.js';
import { useServer } from '../support/stage.js';
import { beginChange, onStore } from '../support/store.js';

const { server, alice, bob } = useServer({ perTest: true }, 'alice', 'bob');

const setBob = (roles: { is_admin?: boolean; disabled?: boolean }) =>
  operator(server).users.update({ user_id: bob.session.user_id, ...roles });

/** Something happens right after the next request was let in. */
function afterLettingIn(work: () => Promise<unknown>): void {
  const authenticator = server.app.get(Authenticator);
  const authenticate = authenticator.authenticate.bind(authenticator);
  jest.spyOn(authenticator, 'authenticate').mockImplementationOnce(async (token) => {
    const caller = await authenticate(token);
    await work();
    return caller;
  });
}

/** What an admin could have changed. */
async function state(): Promise<unknown> {
  const users = await onStore(
    server,
    `SELECT id, is_admin, disabled_at FROM users WHERE id <> '${bob.session.user_id}'`,
  );
  const devices = await onStore(server, 'SELECT id FROM devices ORDER BY id');
  const channels = await onStore(server, 'SELECT id, name_enc, deleted_at FROM channels ORDER BY id');
  const invites = await onStore(server, 'SELECT id FROM invites WHERE used_at IS NULL AND created_by IS NULL');
  return { users, devices, channels, invites };
}

describe.each([
  ['an admin who was just made a member', { is_admin: false }, { status: 403, code: 'forbidden' }],
  ['an admin who was just disabled', { disabled: true }, { status: 401, code: 'unauthorized' }],
])('%s', (_who, roles, refusal) => {
  let channel_id: string;
  beforeEach(async () => {
    await setBob({ is_admin: true });
    channel_id = await makeChannel(alice);
  });

  it.each([
    ['makes no invite', () => bob.client.invites.create()],
    ['changes nobody', () => bob.client.users.update({ user_id: alice.session.user_id, disabled: true })],
    ['reserves no name', () => bob.client.users.create({ username: 'carol' })],
    ['makes no channel', () => bob.client.channels.create({ name_enc: NAME_ENC })],
    ['renames no channel', () => bob.client.channels.rename({ channel_id, name_enc: NAME_ENC.replace('q', 'r') })],
    ['deletes no channel', () => bob.client.channels.delete({ channel_id })],
  ])('%s', async (_, act) => {
    const before = await state();
    afterLettingIn(() => setBob(roles));

    await expect(act()).rejects.toMatchObject(refusal);

    expect(await state()).toEqual(before);
  });

  it('revokes no invite', async () => {
    await operator(server).invites.create();
    const { invites } = await alice.client.invites.list();
    const open = invites.find(({ used_at }) => used_at === null)!;
    const before = await state();
    afterLettingIn(() => setBob(roles));

    await expect(bob.client.invites.revoke({ invite_id: open.id })).rejects.toMatchObject(refusal);

    expect(await state()).toEqual(before);
  });

  it("removes nobody's device but their own", async () => {
    const phone = await loginFromNewDevice(server, 'alice');
    afterLettingIn(() => setBob(roles));

    const { status } = refusal;
    await expect(bob.client.devices.remove({ device_id: phone.session.device_id })).rejects.toMatchObject({
      status,
      code: status === 403 ? 'not_your_user' : 'unauthorized',
    });

    await expect(phone.client.channels.list()).resolves.toBeDefined();
  });
});

it('a device is not removed by an admin whose demotion is being committed', async () => {
  await setBob({ is_admin: true });
  const phone = await loginFromNewDevice(server, 'alice');
  const { user_id } = bob.session;
  await expectRefused(
    `UPDATE users SET is_admin = FALSE WHERE id = '${user_id}'`,
    () => bob.client.devices.remove({ device_id: phone.session.device_id }),
    { status: 403, code: 'not_your_user' },
  );

  await expect(phone.client.channels.list()).resolves.toBeDefined();
});

describe('a user who is being disabled', () => {
  const disable = () => `UPDATE users SET disabled_at = '2026-01-01 00:00:00.000' WHERE id = '${bob.session.user_id}'`;
  const devices = () => onStore(server, `SELECT id FROM devices WHERE user_id = '${bob.session.user_id}'`);
  const addDevice = async () => {
    const { publicKey: public_key } = await generateKeyPair();
    return bob.client.devices.create({ user_id: bob.session.user_id, public_key });
  };

  it('adds no device once they are, though the request was let in before', async () => {
    afterLettingIn(() => setBob({ disabled: true }));

    await expect(addDevice()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });

    expect(await devices()).toHaveLength(1);
  });

  it('adds no device while that is being committed', async () => {
    await expectRefused(disable(), addDevice, { status: 401, code: 'unauthorized' });

    expect(await devices()).toHaveLength(1);
  });

  it('logs in from no new device while that is being committed', async () => {
    await expectRefused(disable(), () => loginFromNewDevice(server, 'bob'), {
      status: 401,
      code: 'invalid_credentials',
    });

    expect(await devices()).toHaveLength(1);
  });

  it('makes no key of a channel that would count as a new one', async () => {
    const channel_id = await makeChannel(alice);
    afterLettingIn(() => setBob({ disabled: true }));

    await expect(bob.client.keys.createVersion(newVersion(channel_id, 1, bob, [alice]))).rejects.toMatchObject({
      status: 401,
      code: 'unauthorized',
    });

    expect((await alice.client.channels.list()).channels).toMatchObject([{ id: channel_id, is_stale: true }]);
  });
});

/** Somebody acts while another server has made a change and not committed it; it counts as committed before. */
async function expectRefused(sql: string, act: () => Promise<unknown>, refusal: object): Promise<void> {
  const change = await beginChange(server, sql);
  let isOver = false;
  const acting = act().finally(() => (isOver = true));
  const refused = expect(acting).rejects.toMatchObject(refusal);
  // The embedded database does not tell who waits for it: there nothing else can come first.
  await until('it is waited for', async () => isOver || (await change.isWaitedFor()) !== false);
  await change.commit();
  await refused;
}
