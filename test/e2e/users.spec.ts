import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Database } from '../../apps/server/src/core/database/database.js';
import { NAME_ENC } from '../support/channels.js';
import { call } from '../support/http.js';
import { operator, PASSWORD, register, stranger } from '../support/people.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const { server, alice, bob } = useServer('alice', 'bob');

async function signUp(username: string, invite_token: string) {
  const { publicKey: public_key } = await generateKeyPair();
  return stranger(server).auth.register({ username, password: PASSWORD, public_key, invite_token });
}

describe('POST /users', () => {
  it('answers 201 with the id, the normalised name and the time', async () => {
    const answer = await call(server, 'POST', '/users', {
      headers: { 'x-admin-token': ADMIN_TOKEN },
      body: { username: ' Carol ' },
    });

    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toEqual({
      id: expect.any(String),
      username: 'carol',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  it('reserves a user without a password, neither admin nor trusted', async () => {
    const { id } = await operator(server).users.create({ username: 'dave' });

    const rows = await server.app
      .get(Database)
      .read.query<unknown[]>('SELECT password_hash, is_admin, is_trusted FROM users WHERE id = ?', [id]);
    expect(rows).toEqual([{ password_hash: null, is_admin: 0, is_trusted: 0 }]);
  });

  it('lets a later registration with an invite for the name claim it and keep its id', async () => {
    const { id } = await operator(server).users.create({ username: 'erin' });
    const { token } = await operator(server).invites.create({ user_id: id });

    const session = await signUp('Erin', token);

    expect(session).toMatchObject({ user_id: id, username: 'erin', is_admin: false, is_trusted: true });
    const again = await stranger(server).auth.login({
      username: 'erin',
      password: PASSWORD,
      public_key: session.device_public_key,
    });
    expect(again.user_id).toBe(id);
  });

  it('does not let a reserved name be claimed with an invite for anybody, which stays unspent', async () => {
    await operator(server).users.create({ username: 'judy' });
    const { token } = await operator(server).invites.create();
    const before = await countRows(server, 'users', 'sessions', 'invites WHERE used_at IS NOT NULL');

    await expect(signUp('judy', token)).rejects.toMatchObject({ status: 409, code: 'username_taken' });

    expect(await countRows(server, 'users', 'sessions', 'invites WHERE used_at IS NOT NULL')).toEqual(before);
    expect((await signUp('kim', token)).username).toBe('kim');
  });

  it.each(['alice', 'another', 'also reserved'])(
    'does not let an invite for a name register another: %j',
    async (name) => {
      const { id } = await operator(server).users.create({ username: `for ${name}` });
      if (name === 'also reserved') await operator(server).users.create({ username: name });
      const { token } = await alice.client.invites.create({ user_id: id });

      await expect(signUp(name, token)).rejects.toMatchObject({
        status: 400,
        code: 'invalid_request',
        message: expect.stringContaining('not the name that the invite is for'),
      });

      expect((await signUp(`for ${name}`, token)).user_id).toBe(id);
    },
  );

  it('lets a reserved name be claimed once, whatever invites there are for it', async () => {
    const { id: user_id } = await operator(server).users.create({ username: 'lena' });
    const invites = [await alice.client.invites.create({ user_id }), await alice.client.invites.create({ user_id })];
    await signUp('lena', invites[0].token);

    await expect(signUp('lena', invites[1].token)).rejects.toMatchObject({ status: 409, code: 'username_taken' });
    await expect(signUp('another', invites[1].token)).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    await expect(alice.client.invites.create({ user_id })).rejects.toMatchObject({ code: 'username_taken' });
    await expect(alice.client.invites.create({ user_id: 'nobody' })).rejects.toMatchObject({ code: 'user_not_found' });
  });

  it('does not let a reserved name be claimed without an invite', async () => {
    await operator(server).users.create({ username: 'frank' });
    const { publicKey } = await generateKeyPair();

    const claim = stranger(server).auth.register({
      username: 'frank',
      password: PASSWORD,
      public_key: publicKey,
      invite_token: 'made-up',
    });

    await expect(claim).rejects.toMatchObject({ status: 404, code: 'invite_not_found' });
  });

  it.each(['alice', ' BOB ', 'reserved'])('answers 409 for a name that is taken or reserved: %j', async (username) => {
    if (username === 'reserved') await operator(server).users.create({ username });
    const before = await countRows(server, 'users');

    await expect(operator(server).users.create({ username })).rejects.toMatchObject({
      status: 409,
      code: 'username_taken',
    });

    expect(await countRows(server, 'users')).toEqual(before);
  });

  it.each(['', 'a', 'x'.repeat(21)])('refuses the same names as register, with 400: %j', async (username) => {
    await expect(operator(server).users.create({ username })).rejects.toMatchObject({ status: 400 });
  });

  it("takes an admin's bearer token in place of X-Admin-Token", async () => {
    const user = await alice.client.users.create({ username: 'heidi' });

    expect(user.username).toBe('heidi');
  });

  it('answers 401 without a credential or with a wrong admin token, 403 for a member', async () => {
    const body = { username: 'ivan' };

    const answers = await Promise.all([
      call(server, 'POST', '/users', { body }),
      call(server, 'POST', '/users', { body, headers: { 'x-admin-token': `${ADMIN_TOKEN}x` } }),
      call(server, 'POST', '/users', { body, token: bob.session.token }),
    ]);

    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [401, 'unauthorized'],
      [401, 'unauthorized'],
      [403, 'forbidden'],
    ]);
  });
});

describe('/users/profiles', () => {
  it('stores a profile with 201 {"status":"ok"}, replacing the previous one', async () => {
    const answer = await call(server, 'POST', '/users/profiles', {
      token: alice.session.token,
      body: { name_enc: 'first' },
    });
    await alice.client.users.setProfile({ name_enc: NAME_ENC });

    expect([answer.status, answer.text]).toEqual([201, '{"status":"ok"}']);
    const { profiles } = await bob.client.users.listProfiles();
    expect(profiles.filter(({ user_id }) => user_id === alice.session.user_id)).toEqual([
      { user_id: alice.session.user_id, name_enc: NAME_ENC, updated_at: expect.stringMatching(/Z$/) },
    ]);
  });

  it('lists the most recently updated first, and only users who have set one', async () => {
    await bob.client.users.setProfile({ name_enc: 'bob 1' });
    await alice.client.users.setProfile({ name_enc: 'alice 1' });
    const before = await alice.client.users.listProfiles();
    await bob.client.users.setProfile({ name_enc: 'bob 2' });
    const after = await alice.client.users.listProfiles();

    expect(before.profiles.map(({ name_enc }) => name_enc)).toEqual(['alice 1', 'bob 1']);
    expect(after.profiles.map(({ name_enc }) => name_enc)).toEqual(['bob 2', 'alice 1']);
  });

  it('is for trusted users only', async () => {
    const mallory = await register(server, 'mallory');
    await server.app
      .get(Database)
      .dataSource.query('UPDATE users SET is_trusted = 0 WHERE id = ?', [mallory.session.user_id]);

    const forbidden = { status: 403, code: 'forbidden' };
    await expect(mallory.client.users.listProfiles()).rejects.toMatchObject(forbidden);
    await expect(mallory.client.users.setProfile({ name_enc: NAME_ENC })).rejects.toMatchObject(forbidden);
    await expect(stranger(server).users.listProfiles()).rejects.toMatchObject({ status: 401 });
  });

  it('refuses a name that is empty or longer than 4,096 bytes', async () => {
    await expect(alice.client.users.setProfile({ name_enc: '' })).rejects.toMatchObject({ status: 400 });
    await expect(alice.client.users.setProfile({ name_enc: 'é'.repeat(2049) })).rejects.toMatchObject({ status: 400 });
    await expect(alice.client.users.setProfile({ name_enc: 'é'.repeat(2048) })).resolves.toEqual({ status: 'ok' });
  });
});
