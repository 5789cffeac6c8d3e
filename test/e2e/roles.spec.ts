import { NAME_ENC, NO_ID } from '../support/channels.js';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { operator, PASSWORD, type Person, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice, bob } = useServer({ perTest: true }, 'alice', 'bob');

/** Grants or revokes the admin role. */
function setAdmin(by: Person, { session }: Person, is_admin: boolean) {
  return by.client.users.update({ user_id: session.user_id, is_admin });
}

async function adminsOf(...people: Person[]): Promise<boolean[]> {
  const ids = people.map(({ session }) => session.user_id);
  const { admins } = await alice.client.presence.query({ user_ids: ids });
  return ids.map((id) => admins[id]);
}

it('an admin makes another one, which takes effect at once, even in open sessions', async () => {
  await expect(bob.client.channels.create({ name_enc: NAME_ENC })).rejects.toMatchObject({ status: 403 });

  expect(await setAdmin(alice, bob, true)).toEqual({
    user_id: bob.session.user_id,
    is_admin: true,
    is_trusted: true,
    disabled: false,
  });

  await expect(bob.client.channels.create({ name_enc: NAME_ENC })).resolves.toBeDefined();
});

it('an admin takes the role away, which takes effect at once', async () => {
  await setAdmin(alice, bob, true);

  await setAdmin(alice, bob, false);

  await expect(bob.client.channels.create({ name_enc: NAME_ENC })).rejects.toMatchObject({
    status: 403,
    code: 'forbidden',
  });
  expect(await adminsOf(alice, bob)).toEqual([true, false]);
});

it('trust is given and taken on its own; the admin role stays', async () => {
  const { user_id } = bob.session;

  expect(await alice.client.users.update({ user_id, is_trusted: false })).toEqual({
    user_id,
    is_admin: false,
    is_trusted: false,
    disabled: false,
  });
  await expect(bob.client.users.listProfiles()).rejects.toMatchObject({ status: 403, code: 'forbidden' });

  await alice.client.users.update({ user_id, is_trusted: true });
  await expect(bob.client.users.listProfiles()).resolves.toEqual({ profiles: [] });
});

it('returns the roles when nothing is to change', async () => {
  const { user_id } = alice.session;

  const roles = { user_id, is_admin: true, is_trusted: true, disabled: false };
  expect(await alice.client.users.update({ user_id })).toEqual(roles);
});

it('members cannot change roles', async () => {
  await expect(setAdmin(bob, bob, true)).rejects.toMatchObject({ status: 403, code: 'forbidden' });

  expect(await adminsOf(alice, bob)).toEqual([true, false]);
});

it('the operator can replace an admin who cannot be relied on', async () => {
  const [hers, his] = [alice, bob].map(({ session }) => session.user_id);

  await operator(server).users.update({ user_id: his, is_admin: true });
  await operator(server).users.update({ user_id: hers, is_admin: false });

  expect(await adminsOf(alice, bob)).toEqual([false, true]);
});

it('answers 404 for an unknown user', async () => {
  await expect(alice.client.users.update({ user_id: NO_ID, is_admin: true })).rejects.toMatchObject({
    status: 404,
    code: 'user_not_found',
  });
});

it('the last admin cannot resign until there is another one', async () => {
  await expect(setAdmin(alice, alice, false)).rejects.toMatchObject({ status: 409, code: 'last_admin' });
  expect(await adminsOf(alice)).toEqual([true]);
  await setAdmin(alice, bob, true);

  await setAdmin(alice, alice, false);

  await expect(setAdmin(bob, bob, false)).rejects.toMatchObject({ status: 409, code: 'last_admin' });
  expect(await adminsOf(alice, bob)).toEqual([false, true]);
});

it('a reserved name does not count as another admin: it cannot log in', async () => {
  const { id: user_id } = await operator(server).users.create({ username: 'reserved' });
  await alice.client.users.update({ user_id, is_admin: true });

  await expect(setAdmin(alice, alice, false)).rejects.toMatchObject({ status: 409, code: 'last_admin' });

  await expect(alice.client.users.update({ user_id, is_admin: false })).resolves.toMatchObject({ is_admin: false });
  const { token: invite_token } = await operator(server).invites.create({ user_id });
  const { publicKey: public_key } = await generateKeyPair();
  const input = { username: 'reserved', password: PASSWORD, public_key, invite_token };
  expect(await stranger(server).auth.register(input)).toMatchObject({ user_id, is_admin: false });
});

it('when two admins demote each other at once, one stays', async () => {
  await setAdmin(alice, bob, true);

  const outcomes = await Promise.allSettled([setAdmin(alice, bob, false), setAdmin(bob, alice, false)]);

  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(1);
  expect([403, 409]).toContain((refused[0].reason as { status: number }).status);
  expect((await adminsOf(alice, bob)).filter(Boolean)).toHaveLength(1);
});
