import { generateKeyPair } from '@dialtone/sdk/crypto';
import { NAME_ENC, NO_ID } from '../support/channels.js';
import { loginFromNewDevice, operator, PASSWORD, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const NEW_PASSWORD = 'battery staple 8';

const { server, alice, bob, listen } = useServer({ perTest: true }, 'alice', 'bob');

/** An invite for bob's new password. */
async function resetInvite(): Promise<string> {
  return (await alice.client.invites.create({ reset_user_id: bob.session.user_id })).token;
}

async function register(invite_token: string, username = 'bob', password = NEW_PASSWORD, key?: string) {
  const public_key = key ?? (await generateKeyPair()).publicKey;
  return stranger(server).auth.register({ username, password, public_key, invite_token });
}

async function login(password: string) {
  const { publicKey: public_key } = await generateKeyPair();
  return stranger(server).auth.login({ username: 'bob', password, public_key });
}

it('gives the user a new password: id, roles, profile and devices stay, all other sessions end', async () => {
  const { user_id, device_id } = bob.session;
  await alice.client.users.update({ user_id, is_admin: true });
  await bob.client.users.setProfile({ name_enc: NAME_ENC });
  const phone = await loginFromNewDevice(server, 'bob');
  const closed = (await listen(phone)).realtime.once('close');

  const session = await register(await resetInvite(), ' Bob ');

  expect(session).toMatchObject({ user_id, username: 'bob', is_admin: true, is_trusted: true });
  expect(await closed).toMatchObject({ code: 4001, reason: 'session_ended' });
  for (const { client } of [bob, phone]) {
    await expect(client.channels.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  }
  await expect(login(PASSWORD)).rejects.toMatchObject({ status: 401, code: 'invalid_credentials' });
  expect((await login(NEW_PASSWORD)).user_id).toBe(user_id);
  expect((await alice.client.users.listProfiles()).profiles).toMatchObject([{ user_id }]);
  const { keys } = await alice.client.devices.listKeys({ all: '1' });
  const his = keys.filter((key) => key.user_id === user_id).map((key) => key.device_id);
  expect(his).toEqual(expect.arrayContaining([device_id, phone.session.device_id, session.device_id]));
  expect(await countRows(server, 'users')).toEqual({ users: 2 });
});

it('keeps the device with that key', async () => {
  const { device_id, device_public_key } = bob.session;

  const session = await register(await resetInvite(), 'bob', NEW_PASSWORD, device_public_key);

  expect(session.device_id).toBe(device_id);
});

it.each([
  ['that is free', 'carol'],
  ["that is somebody else's", 'alice'],
])('registers no other name, one %s, and stays unspent', async (_, name) => {
  const { id: user_id } = await operator(server).users.create({ username: 'reserved' });
  const { token: forReserved } = await operator(server).invites.create({ user_id });
  const token = await resetInvite();

  const refusals = await Promise.allSettled([register(token, name), register(forReserved, name)]);

  const [mine, ofNames] = refusals.map((outcome) => {
    const { status, code, message } = (outcome as PromiseRejectedResult).reason as Record<string, unknown>;
    return { status, code, message: String(message).replace(/request [\w-]+/, '') };
  });
  expect(mine).toEqual(ofNames);
  expect(mine).toMatchObject({ status: 400, code: 'invalid_request' });
  await expect(register(token)).resolves.toMatchObject({ username: 'bob' });
});

it('refuses a bad password, and stays unspent', async () => {
  const token = await resetInvite();

  await expect(register(token, 'bob', 'Password1')).rejects.toMatchObject({ status: 400, code: 'password_too_common' });

  await expect(bob.client.channels.list()).resolves.toBeDefined();
  await expect(register(token)).resolves.toMatchObject({ username: 'bob' });
});

it('serves once, also when ten race for it', async () => {
  const token = await resetInvite();
  const passwords = Array.from({ length: 10 }, (_, i) => `battery staple ${String(i)}`);

  const outcomes = await Promise.allSettled(passwords.map((password) => register(token, 'bob', password)));

  const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(Array(9).fill('invite_used'));
  await expect(login(passwords[winner])).resolves.toMatchObject({ user_id: bob.session.user_id });
  await expect(register(token)).rejects.toMatchObject({ status: 410, code: 'invite_used' });
});

it("ends the user's other open invites for it when one is used, and nobody else's", async () => {
  const [first, second] = [await resetInvite(), await resetInvite()];
  const { token: forAnybody } = await alice.client.invites.create();
  const { token: forAlice } = await operator(server).invites.create({ reset_user_id: alice.session.user_id });

  await register(second);

  await expect(register(first, 'bob', PASSWORD)).rejects.toMatchObject({ status: 404, code: 'invite_not_found' });
  await expect(login(NEW_PASSWORD)).resolves.toMatchObject({ user_id: bob.session.user_id });
  await expect(register(second)).rejects.toMatchObject({ status: 410, code: 'invite_used' });
  await expect(register(forAnybody, 'carol')).resolves.toMatchObject({ username: 'carol' });
  await expect(register(forAlice, 'alice')).resolves.toMatchObject({ user_id: alice.session.user_id });
});

it('two invites that race for it give one password', async () => {
  const tokens = [await resetInvite(), await resetInvite()];

  const outcomes = await Promise.allSettled(tokens.map((token, i) => register(token, 'bob', `battery staple ${i}`)));

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(refused?.reason).toMatchObject({ status: 404, code: 'invite_not_found' });
});

it('is for users who can log in: not for reserved names, disabled users, or nobody', async () => {
  const { id: reserved } = await operator(server).users.create({ username: 'reserved' });
  const ask = (reset_user_id: string) => operator(server).invites.create({ reset_user_id });

  await expect(ask(reserved)).rejects.toMatchObject({ status: 409, code: 'user_reserved' });
  await expect(ask(NO_ID)).rejects.toMatchObject({ status: 404, code: 'user_not_found' });
  await alice.client.users.update({ user_id: bob.session.user_id, disabled: true });
  await expect(ask(bob.session.user_id)).rejects.toMatchObject({ status: 409, code: 'user_disabled' });
  expect(await countRows(server, 'invites WHERE used_at IS NULL')).toEqual({ 'invites WHERE used_at IS NULL': 0 });
});

it('a user who is disabled meanwhile gets no session by it', async () => {
  const token = await resetInvite();

  await Promise.allSettled([
    alice.client.users.update({ user_id: bob.session.user_id, disabled: true }),
    register(token),
  ]);

  const his = `sessions WHERE user_id = '${bob.session.user_id}'`;
  expect(await countRows(server, his)).toEqual({ [his]: 0 });
});

it('goes with the admin who made it when they are admin no longer: it is a way into any account', async () => {
  const { user_id } = bob.session;
  await alice.client.users.update({ user_id, is_admin: true });
  const { token: intoHers } = await bob.client.invites.create({ reset_user_id: alice.session.user_id });
  const { token: forAnybody } = await bob.client.invites.create();
  const forHim = await resetInvite();

  await alice.client.users.update({ user_id, is_admin: false });

  const gone = { status: 404, code: 'invite_not_found' };
  await expect(register(intoHers, 'alice')).rejects.toMatchObject(gone);
  await expect(register(forAnybody, 'carol')).rejects.toMatchObject(gone);
  await expect(register(forHim)).resolves.toMatchObject({ user_id });
});

it('is made by admins and the operator, is listed, and can be revoked', async () => {
  const { user_id: reset_user_id } = bob.session;
  await expect(bob.client.invites.create({ reset_user_id })).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  const { token } = await operator(server).invites.create({ reset_user_id });

  const [invite] = (await alice.client.invites.list()).invites;

  expect(invite).toMatchObject({ user_id: null, reset_user_id, created_by: null, used_at: null });
  await alice.client.invites.revoke({ invite_id: invite.id });
  await expect(register(token)).rejects.toMatchObject({ status: 404, code: 'invite_not_found' });
});
