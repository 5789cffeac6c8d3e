import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Passwords } from '../../apps/server/src/core/security/passwords.js';
import { Database } from '../../apps/server/src/core/database/database.js';
import { call } from '../support/http.js';
import { loginFromNewDevice, operator, PASSWORD, type Person, register, stranger } from '../support/people.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const NEW_PASSWORD = 'battery staple 8';

const { server, restart } = useServer();

async function login(username: string, password: string) {
  const { publicKey: public_key } = await generateKeyPair();
  return stranger(server).auth.login({ username, password, public_key });
}

async function storedHash({ session }: Person): Promise<string> {
  const rows = await server.app
    .get(Database)
    .read.query<{ password_hash: string }[]>('SELECT password_hash FROM users WHERE id = ?', [session.user_id]);
  return rows[0].password_hash;
}

describe('POST /auth/password', () => {
  it('changes the password: the new one works, the old one does not', async () => {
    const alice = await register(server, 'alice');

    const answer = await alice.client.auth.changePassword({ current_password: PASSWORD, new_password: NEW_PASSWORD });

    expect(answer).toEqual({ status: 'ok' });
    expect((await login('alice', NEW_PASSWORD)).user_id).toBe(alice.session.user_id);
    await expect(login('alice', PASSWORD)).rejects.toMatchObject({ status: 401, code: 'invalid_credentials' });
  });

  it("ends the user's other sessions and keeps this one", async () => {
    const bob = await register(server, 'bob');
    const phone = await loginFromNewDevice(server, 'bob');
    const carol = await register(server, 'carol');

    await phone.client.auth.changePassword({ current_password: PASSWORD, new_password: NEW_PASSWORD });

    await expect(bob.client.channels.list()).rejects.toMatchObject({ status: 401 });
    await expect(phone.client.channels.list()).resolves.toEqual({ channels: [] });
    await expect(carol.client.channels.list()).resolves.toEqual({ channels: [] });
  });

  it('answers 403 for a wrong current password, and changes nothing', async () => {
    const dora = await register(server, 'dora');
    const phone = await loginFromNewDevice(server, 'dora');

    await expect(
      dora.client.auth.changePassword({ current_password: 'wrong password 1', new_password: NEW_PASSWORD }),
    ).rejects.toMatchObject({ status: 403, code: 'wrong_password' });

    expect((await login('dora', PASSWORD)).username).toBe('dora');
    await expect(phone.client.channels.list()).resolves.toEqual({ channels: [] });
  });

  it.each(['short7x', 'only letters', 'Password1'])('refuses the new password %j with 400', async (new_password) => {
    const erin = await register(server, `erin ${new_password}`);

    await expect(erin.client.auth.changePassword({ current_password: PASSWORD, new_password })).rejects.toMatchObject({
      status: 400,
    });

    expect((await login(`erin ${new_password}`, PASSWORD)).user_id).toBe(erin.session.user_id);
  });

  it('of two changes at once only one takes effect', async () => {
    const frank = await register(server, 'frank');
    const phone = await loginFromNewDevice(server, 'frank');
    const words = ['first of two 1', 'second of two 2'];

    const outcomes = await Promise.allSettled(
      [frank, phone].map(({ client }, i) =>
        client.auth.changePassword({ current_password: PASSWORD, new_password: words[i] }),
      ),
    );

    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes[1 - winner]).toMatchObject({ status: 'rejected' });
    expect((await login('frank', words[winner])).user_id).toBe(frank.session.user_id);
    await expect(login('frank', words[1 - winner])).rejects.toMatchObject({ status: 401 });
  });

  it('refuses a login under way with the old password', async () => {
    const grace = await register(server, 'grace');
    const passwords = server.app.get(Passwords);
    const verify = passwords.verify.bind(passwords);
    const change = () => grace.client.auth.changePassword({ current_password: PASSWORD, new_password: NEW_PASSWORD });
    // The change comes right after the old password was verified.
    const seam = jest.spyOn(passwords, 'verify').mockImplementationOnce(async (...args) => {
      const matches = await verify(...args);
      await change();
      return matches;
    });

    const late = login('grace', PASSWORD);

    await expect(late).rejects.toMatchObject({ status: 401, code: 'invalid_credentials' });
    expect((await grace.client.auth.listSessions()).sessions).toHaveLength(1);
    seam.mockRestore();
  });
});

it.each(['Password1', 'QWERTY123', '1q2w3e4r'])(
  'nobody can register with %j, and the invite stays valid',
  async (password) => {
    const { token: invite_token } = await operator(server).invites.create();
    const { publicKey: public_key } = await generateKeyPair();
    const input = { username: `commoner ${password}`, public_key, invite_token };
    const before = await countRows(server, 'users', 'devices', 'sessions');

    await expect(stranger(server).auth.register({ ...input, password })).rejects.toMatchObject({
      status: 400,
      code: 'password_too_common',
    });

    expect(await countRows(server, 'users', 'devices', 'sessions')).toEqual(before);
    const session = await stranger(server).auth.register({ ...input, password: PASSWORD });
    expect(session.device_public_key).toBe(public_key);
  },
);

it('a login updates the stored hash to the configured costs', async () => {
  const heidi = await register(server, 'heidi');
  expect(await storedHash(heidi)).toMatch(/^\$argon2id\$v=19\$m=1024,t=1,p=1\$/);

  await restart({ DIALTONE_ARGON2: 'm=2048,t=1,p=1' });

  await expect(login('heidi', 'wrong password 1')).rejects.toMatchObject({ status: 401 });
  expect(await storedHash(heidi)).toMatch(/m=1024,t=1,p=1\$/);
  await login('heidi', PASSWORD);
  const hash = await storedHash(heidi);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=2048,t=1,p=1\$/);

  await login('heidi', PASSWORD);
  expect(await storedHash(heidi)).toBe(hash);
  expect((await call(server, 'GET', '/channels', { token: heidi.session.token })).status).toBe(200);
});

it('when too many logins of a network wait, it gets 503 and Retry-After, and others are served', async () => {
  // So costly that logins come in faster than they are served, however fast the machine is.
  const costly = { DIALTONE_ARGON2: 'm=32768,t=3,p=1', DIALTONE_TRUST_PROXY: '127.0.0.1' };
  await restart({ DIALTONE_RATE_LIMIT: 'off', ...costly });
  const ivan = await register(server, 'ivan');
  const { token: invite_token } = await operator(server).invites.create();
  const { publicKey: public_key } = await generateKeyPair();
  const body = { username: 'ivan', password: PASSWORD, public_key };
  const post = (path: string, fields: object, address: string) =>
    call(server, 'POST', path, {
      body: fields,
      token: ivan.session.token,
      headers: { 'x-forwarded-for': address },
    });
  const login = (address: string) => post('/auth/login', body, address);

  const all = Array.from({ length: 300 }, (_, i) => login(`203.0.113.${i % 160}`));
  let isOver = false;
  void Promise.all(all).then(() => (isOver = true));
  await Promise.any(all.map(async (answer) => expect((await answer).status).toBe(503)));
  const others = [
    await login('198.51.100.1'),
    await post('/auth/register', { ...body, username: 'judy', invite_token }, '198.51.100.1'),
    await post('/auth/password', { current_password: PASSWORD, new_password: NEW_PASSWORD }, '2001:db8::1'),
  ];

  expect(isOver).toBe(false);
  expect(others.map(({ status }) => status)).toEqual([200, 201, 201]);
  const answers = await Promise.all(all);
  const refused = answers.filter(({ status }) => status === 503);
  expect(answers.length - refused.length).toBeGreaterThan(100);
  expect(refused.map(({ code }) => code)).toEqual(Array(refused.length).fill('server_unavailable'));
  expect(refused[0].headers.get('retry-after')).toBe('2');
  expect((await post('/auth/login', { ...body, password: NEW_PASSWORD }, '203.0.113.1')).status).toBe(200);
});
