import { createHmac } from 'node:crypto';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Database } from '../../apps/server/src/core/database/database.js';
import { PEPPER } from '../../apps/server/src/core/security/pepper.js';
import { call } from '../support/http.js';
import { loginFromNewDevice, operator, PASSWORD, stranger } from '../support/people.js';
import { NO_PUBLIC_KEYS } from '../support/public-keys.js';
import { useServer } from '../support/stage.js';
import { countRows, expireInvites, expireSessions } from '../support/store.js';

const DAY_MS = 24 * 60 * 60 * 1000;

const { server, alice, bob } = useServer('alice', 'bob');

async function newKey(): Promise<string> {
  return (await generateKeyPair()).publicKey;
}

async function newInvite(): Promise<string> {
  return (await operator(server).invites.create()).token;
}

/** Registers with valid values, except for the given ones. */
async function attempt(changes: { username?: string; password?: string; public_key?: string; invite_token?: string }) {
  return stranger(server).auth.register({
    username: 'dora',
    password: PASSWORD,
    public_key: await newKey(),
    invite_token: changes.invite_token ?? (await newInvite()),
    ...changes,
  });
}

describe('POST /auth/register', () => {
  it('answers 201 with exactly the fields of the contract', async () => {
    const body = {
      username: 'erin',
      password: PASSWORD,
      public_key: await newKey(),
      invite_token: await newInvite(),
    };

    const answer = await call(server, 'POST', '/auth/register', { body });

    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toEqual({
      token: expect.any(String),
      user_id: expect.any(String),
      device_id: expect.any(String),
      expires_at: expect.any(String),
      username: 'erin',
      device_public_key: body.public_key,
      is_admin: false,
      is_trusted: true,
    });
  });

  it('makes the first user admin, and nobody else; everyone with an invite is trusted', () => {
    expect(alice.session).toMatchObject({ is_admin: true, is_trusted: true });
    expect(bob.session).toMatchObject({ is_admin: false, is_trusted: true });
  });

  it('trims and lower-cases the name', async () => {
    const session = await attempt({ username: '  FraNK\t' });

    expect(session.username).toBe('frank');
    await expect(attempt({ username: 'frank' })).rejects.toMatchObject({ status: 409 });
  });

  it.each(['ab', 'x'.repeat(20), `  ${'y'.repeat(20)}  `, 'Zoë Ångström', '名前'])(
    'accepts a name of 2 to 20 characters: %j',
    async (username) => {
      expect((await attempt({ username })).username).toBe(username.trim().toLowerCase());
    },
  );

  it.each(['', 'a', ' a ', '    ', 'x'.repeat(21)])('refuses any other name with 400: %j', async (username) => {
    await expect(attempt({ username })).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('stores the name only as its hex HMAC-SHA256 under the pepper', async () => {
    const rows = await server.app
      .get(Database)
      .read.query<{ username_hash: string }[]>('SELECT username_hash FROM users WHERE id = ?', [alice.session.user_id]);

    const expected = createHmac('sha256', server.app.get<string>(PEPPER)).update('alice').digest('hex');
    expect(rows).toEqual([{ username_hash: expected }]);
  });

  it.each([
    ['pässwört7', 'Latin letters with marks'],
    ['пароль-дома-١٢', 'Cyrillic letters and Arabic digits'],
    ['密码密码密码七7', 'Han letters'],
    [`${'é'.repeat(127)}1a`, '256 bytes'],
    ['        a1', 'blanks'],
  ])('accepts the password %j (%s)', async (password) => {
    const username = `user ${String(password.length)} ${String(Buffer.byteLength(password))}`;

    await attempt({ username, password });

    const session = await stranger(server).auth.login({ username, password, public_key: await newKey() });
    expect(session.username).toBe(username);
  });

  it('counts every character of a password of 256 bytes', async () => {
    const password = `${'é'.repeat(127)}1a`;
    expect(Buffer.byteLength(password)).toBe(256);
    await attempt({ username: 'longpass', password });

    const nearly = stranger(server).auth.login({
      username: 'longpass',
      password: `${'é'.repeat(127)}1b`,
      public_key: await newKey(),
    });

    await expect(nearly).rejects.toMatchObject({ status: 401 });
  });

  it.each(['', 'short7x', 'only letters', '1234567890', '!!!!!!!!7'])(
    'refuses a password without 8 characters, a letter and a digit: %j',
    async (password) => {
      await expect(attempt({ password })).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    },
  );

  it.each(NO_PUBLIC_KEYS)('refuses a public key that is %s, and registers nobody', async (_, public_key) => {
    const before = await countRows(server, 'users', 'devices');

    await expect(attempt({ public_key })).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: expect.stringContaining('public_key'),
    });

    expect(await countRows(server, 'users', 'devices')).toEqual(before);
  });

  it('answers 409 for a taken name and leaves the invite unspent', async () => {
    const invite_token = await newInvite();

    await expect(attempt({ username: 'Bob', invite_token })).rejects.toMatchObject({
      status: 409,
      code: 'username_taken',
    });

    expect((await attempt({ username: 'grace', invite_token })).username).toBe('grace');
  });

  it.each([
    ['a blank', '', ' '],
    ['a line break', '', '\r\n'],
    ['blanks of every kind', ' \t', '\u00a0\ufeff\n'],
  ])('takes an invite that was pasted with %s around it', async (what, before, after) => {
    const invite_token = `${before}${await newInvite()}${after}`;

    expect((await attempt({ username: what, invite_token })).username).toBe(what);
    await expect(attempt({ username: 'once more', invite_token })).rejects.toMatchObject({ code: 'invite_used' });
  });

  it.each(['', ' ', '\n\t '])(
    'answers 400 for an invite of nothing but blanks, which is no guess: %j',
    async (invite_token) => {
      await expect(attempt({ invite_token })).rejects.toMatchObject({ status: 400, code: 'invalid_request' });
    },
  );

  it('answers 404 for an unknown invite', async () => {
    await expect(attempt({ invite_token: 'no-such-invite' })).rejects.toMatchObject({
      status: 404,
      code: 'invite_not_found',
    });
  });

  it('answers 410 for a used invite, and stores nothing', async () => {
    const invite_token = await newInvite();
    await attempt({ username: 'heidi', invite_token });
    const before = await countRows(server, 'users', 'devices', 'sessions');

    await expect(attempt({ username: 'ivan', invite_token })).rejects.toMatchObject({
      status: 410,
      code: 'invite_used',
    });

    expect(await countRows(server, 'users', 'devices', 'sessions')).toEqual(before);
  });

  it('answers 410 for an expired invite', async () => {
    const invite_token = await newInvite();
    await expireInvites(server);

    await expect(attempt({ invite_token })).rejects.toMatchObject({ status: 410, code: 'invite_expired' });
  });
});

describe('POST /auth/login', () => {
  it('answers 200 with the same fields as register', async () => {
    const body = { username: 'alice', password: PASSWORD, public_key: alice.session.device_public_key };

    const answer = await call(server, 'POST', '/auth/login', { body });

    expect(answer.status).toBe(200);
    expect(Object.keys(JSON.parse(answer.text) as object)).toEqual(Object.keys(alice.session));
  });

  it('trims and lower-cases the name', async () => {
    const session = await stranger(server).auth.login({
      username: ' ALICE ',
      password: PASSWORD,
      public_key: alice.session.device_public_key,
    });

    expect(session).toMatchObject({ user_id: alice.session.user_id, username: 'alice', is_admin: true });
  });

  it.each(NO_PUBLIC_KEYS)('refuses a public key that is %s, and makes no device', async (_, public_key) => {
    const before = await countRows(server, 'devices', 'sessions');

    await expect(
      stranger(server).auth.login({ username: 'alice', password: PASSWORD, public_key }),
    ).rejects.toMatchObject({ status: 400, code: 'invalid_request', message: expect.stringContaining('public_key') });

    expect(await countRows(server, 'devices', 'sessions')).toEqual(before);
  });

  it('keeps the device of a public key that the user already has', async () => {
    const session = await stranger(server).auth.login({
      username: 'bob',
      password: PASSWORD,
      public_key: bob.session.device_public_key,
    });

    expect(session.device_id).toBe(bob.session.device_id);
    expect(session.token).not.toBe(bob.session.token);
  });

  it('makes a new device for a new key', async () => {
    const phone = await loginFromNewDevice(server, 'bob');

    expect(phone.session.user_id).toBe(bob.session.user_id);
    expect(phone.session.device_id).not.toBe(bob.session.device_id);
  });

  it("makes a new device even for another user's key", async () => {
    const session = await stranger(server).auth.login({
      username: 'bob',
      password: PASSWORD,
      public_key: alice.session.device_public_key,
    });

    expect(session.user_id).toBe(bob.session.user_id);
    expect(session.device_id).not.toBe(alice.session.device_id);
  });

  it('gives an unknown user, a wrong password and a reserved name the same 401', async () => {
    await operator(server).users.create({ username: 'reserved' });
    const public_key = await newKey();
    const before = await countRows(server, 'devices', 'sessions');

    const answers = await Promise.all(
      [
        { username: 'nobody', password: PASSWORD, public_key },
        { username: 'alice', password: 'wrong password 1', public_key },
        { username: 'reserved', password: PASSWORD, public_key },
      ].map((body) => call(server, 'POST', '/auth/login', { body })),
    );

    expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([401, 'invalid_credentials']));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await countRows(server, 'devices', 'sessions')).toEqual(before);
  });
});

describe('a session token', () => {
  it('is opaque base64url of at least 32 bytes, different each time', async () => {
    const { session } = await loginFromNewDevice(server, 'alice');

    expect(session.token).toMatch(/^[\w-]{43,}$/);
    expect(session.token).not.toBe(alice.session.token);
  });

  it('is valid for 24 hours, as expires_at says in RFC 3339 and UTC', async () => {
    const before = Date.now();

    const { session } = await loginFromNewDevice(server, 'alice');

    expect(session.expires_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
    expect(Date.parse(session.expires_at)).toBeGreaterThanOrEqual(before + DAY_MS);
    expect(Date.parse(session.expires_at)).toBeLessThanOrEqual(Date.now() + DAY_MS);
  });

  it('is refused once it has expired; a new login does not end other sessions', async () => {
    const { client } = await loginFromNewDevice(server, 'bob');
    await expireSessions(server, bob.session.user_id);

    await expect(client.channels.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
    const [first, second] = [await loginFromNewDevice(server, 'bob'), await loginFromNewDevice(server, 'bob')];
    await expect(first.client.channels.list()).resolves.toEqual({ channels: [] });
    await expect(second.client.channels.list()).resolves.toEqual({ channels: [] });
  });

  it.each(['Bearer', 'Bearer nonsense', 'Basic YWxpY2U6eA==', 'nonsense'])(
    'is answered with 401 when the header is %j',
    async (authorization) => {
      const answer = await call(server, 'GET', '/channels', { headers: { authorization } });

      expect([answer.status, answer.code]).toEqual([401, 'unauthorized']);
    },
  );
});
