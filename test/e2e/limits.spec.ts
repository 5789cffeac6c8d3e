import { generateKeyPair } from '@dialtone/sdk/crypto';
import { Database } from '../../apps/server/src/core/database/database.js';
import { call, type RawAnswer } from '../support/http.js';
import { operator, PASSWORD } from '../support/people.js';
import { useServer } from '../support/stage.js';

/** The test is the trusted proxy, so that it can choose the addresses of its clients. */
const ENV = { DIALTONE_TRUST_PROXY: '127.0.0.1' };
const [HERE, THERE] = ['198.51.100.1', '198.51.100.2'];
const LIMITED = [429, 'rate_limited'];
const WRONG = [401, 'invalid_credentials'];

const { server, alice, restart } = useServer({ env: ENV, perTest: true }, 'alice', 'bob');

function verdict({ status, code }: RawAnswer): unknown {
  return [status, code];
}

/** Tries to log in from an address. */
function login(username: string, password: string, address = HERE): Promise<RawAnswer> {
  return call(server, 'POST', '/auth/login', {
    headers: { 'x-forwarded-for': address },
    body: { username, password, public_key: alice.session.device_public_key },
  });
}

async function guess(times: number, username: string, address = HERE): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let i = 0; i < times; i++) answers.push(verdict(await login(username, `wrong password ${i}`, address)));
  return answers;
}

/** Tries to register with an invite from an address. */
async function tryInvite(
  invite_token: string,
  address = HERE,
  { username = 'carol', password = PASSWORD } = {},
): Promise<RawAnswer> {
  return call(server, 'POST', '/auth/register', {
    headers: { 'x-forwarded-for': address },
    body: { username, password, public_key: (await generateKeyPair()).publicKey, invite_token },
  });
}

describe('failed logins', () => {
  it('are limited to 10 per user and address; after that even the right password gets 429 and Retry-After', async () => {
    expect(await guess(10, 'alice')).toEqual(Array(10).fill(WRONG));

    const answers = [await login('alice', 'wrong password'), await login(' ALICE ', PASSWORD)];

    expect(answers.map(verdict)).toEqual([LIMITED, LIMITED]);
    for (const { headers } of answers) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(15 * 60 - 60);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(15 * 60);
    }
  });

  it('do not affect other users, other addresses or open sessions', async () => {
    await guess(11, 'alice');

    expect((await login('bob', PASSWORD)).status).toBe(200);
    expect((await login('alice', PASSWORD, THERE)).status).toBe(200);
    await expect(alice.client.channels.list()).resolves.toEqual({ channels: [] });
  });

  it('count for the address, whatever port and notation a proxy reports with it', async () => {
    const notations = ['198.51.100.1:50001', '198.51.100.1:50002', '::ffff:198.51.100.1', '[::ffff:c633:6401]:50003'];
    for (let i = 0; i < 10; i++) await login('alice', `wrong password ${i}`, notations[i % notations.length]);

    expect(verdict(await login('alice', PASSWORD, '198.51.100.1:50004'))).toEqual(LIMITED);
    expect(verdict(await login('alice', PASSWORD, `${THERE}, ${HERE}`))).toEqual(LIMITED);
    expect((await login('alice', PASSWORD, `${HERE}, ${THERE}:50001`)).status).toBe(200);
  });

  it('count for the proxy when it reports no address', async () => {
    for (let i = 0; i < 10; i++) await login('alice', `wrong password ${i}`, `nonsense ${i}`);

    expect(verdict(await login('alice', PASSWORD, 'nonsense'))).toEqual(LIMITED);
    expect((await login('alice', PASSWORD)).status).toBe(200);
  });

  it('also count for unknown names', async () => {
    expect(await guess(11, 'nobody')).toEqual([...Array<unknown>(10).fill(WRONG), LIMITED]);
  });

  it('are limited to 50 per address, over all users', async () => {
    for (let user = 0; user < 5; user++) {
      expect(await guess(10, `user ${user}`)).toEqual(Array(10).fill(WRONG));
    }

    const answer = await login('bob', PASSWORD);

    expect(verdict(answer)).toEqual(LIMITED);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3600 - 60);
    expect((await login('bob', PASSWORD, THERE)).status).toBe(200);
  });

  it('made at once do not slip through together', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => login('alice', `wrong password ${i}`)));

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it('do not include successful logins', async () => {
    await guess(9, 'alice');
    for (let i = 0; i < 15; i++) expect((await login('alice', PASSWORD)).status).toBe(200);

    expect(await guess(2, 'alice')).toEqual([WRONG, LIMITED]);
  });

  it('do not include failures of the server', async () => {
    const { dataSource } = server.app.get(Database);
    await dataSource.query('ALTER TABLE users RENAME TO hidden');
    for (let i = 0; i < 12; i++) expect((await login('alice', PASSWORD)).status).toBe(500);
    await dataSource.query('ALTER TABLE hidden RENAME TO users');

    expect((await login('alice', PASSWORD)).status).toBe(200);
  });

  it('count together with wrong current passwords in password changes', async () => {
    const change = (current_password: string, address = HERE) =>
      call(server, 'POST', '/auth/password', {
        token: alice.session.token,
        headers: { 'x-forwarded-for': address },
        body: { current_password, new_password: 'battery staple 8' },
      });
    expect(await guess(6, 'alice')).toEqual(Array(6).fill(WRONG));
    for (let i = 0; i < 4; i++) expect(verdict(await change('wrong 1'))).toEqual([403, 'wrong_password']);

    expect([verdict(await change(PASSWORD)), verdict(await login('alice', PASSWORD))]).toEqual([LIMITED, LIMITED]);

    expect((await change(PASSWORD, THERE)).status).toBe(201);
  });
});

describe('guessed invites', () => {
  it('are limited to 10 per address; after that even a valid invite gets 429 and Retry-After', async () => {
    const { token } = await operator(server).invites.create();
    for (let i = 0; i < 10; i++) expect(verdict(await tryInvite(`guess ${i}`))).toEqual([404, 'invite_not_found']);

    const answer = await tryInvite(token);

    expect(verdict(answer)).toEqual(LIMITED);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3600 - 60);
    expect((await login('alice', PASSWORD)).status).toBe(200);
    expect((await tryInvite(token, THERE)).status).toBe(201);
  });

  it('made at once do not slip through together', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, (_, i) => tryInvite(`guess ${i}`)));

    expect(answers.filter(({ status }) => status === 404)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });
});

describe('taken names', () => {
  const taken = { username: 'alice' };
  let token: string;
  beforeEach(async () => {
    ({ token } = await operator(server).invites.create());
  });

  it('count together with guessed invites: after 10 even a free name gets 429 and Retry-After', async () => {
    for (let i = 0; i < 4; i++) expect(verdict(await tryInvite(`guess ${i}`))).toEqual([404, 'invite_not_found']);
    for (let i = 0; i < 6; i++) expect(verdict(await tryInvite(token, HERE, taken))).toEqual([409, 'username_taken']);

    const answer = await tryInvite(token);

    expect(verdict(answer)).toEqual(LIMITED);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3600 - 60);
    expect((await tryInvite(token, THERE)).status).toBe(201);
  });

  it('made at once do not slip through together', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => tryInvite(token, HERE, taken)));

    expect(answers.filter(({ status }) => status === 409)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('are not told to a password that is refused', async () => {
    const weak = { password: 'Password1' };

    const answers = [await tryInvite(token, HERE, { ...taken, ...weak }), await tryInvite(token, HERE, weak)];

    expect(answers.map(verdict)).toEqual(Array(2).fill([400, 'password_too_common']));
    expect((await tryInvite(token)).status).toBe(201);
  });
});

describe('addresses', () => {
  it('are taken from what the trusted proxy forwards, not from what the client put before it', async () => {
    for (let i = 0; i < 10; i++) await login('alice', 'wrong password 1', `203.0.113.${i}, ${HERE}`);

    expect(verdict(await login('alice', PASSWORD, `203.0.113.99, ${HERE}`))).toEqual(LIMITED);
    expect((await login('alice', PASSWORD, THERE)).status).toBe(200);
  });

  it.each([undefined, '10.0.0.0/8'])("are not taken from anybody else's header (trusted: %s)", async (trusted) => {
    await restart({ DIALTONE_TRUST_PROXY: trusted ?? '' });
    for (let i = 0; i < 10; i++) await login('alice', 'wrong password 1', `203.0.113.${i}`);

    expect(verdict(await login('alice', PASSWORD, THERE))).toEqual(LIMITED);
  });
});

it('DIALTONE_RATE_LIMIT=off turns all of these limits off', async () => {
  await restart({ DIALTONE_RATE_LIMIT: 'off' });

  expect(await guess(60, 'alice')).toEqual(Array(60).fill(WRONG));
  expect((await login('alice', PASSWORD)).status).toBe(200);
  for (let i = 0; i < 12; i++) expect((await tryInvite(`guess ${i}`)).status).toBe(404);
});

it('a body that breaks the contract does not count as a guess', async () => {
  for (let i = 0; i < 12; i++) expect((await login('alice', '')).status).toBe(400);

  expect((await login('alice', PASSWORD)).status).toBe(200);
});
