import { createHash } from 'node:crypto';
import { operations } from '@app/contract';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { call } from '../support/http.js';
import { operator, PASSWORD, register, stranger } from '../support/people.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

const DAY_MS = 24 * 60 * 60 * 1000;

const { server, alice, bob } = useServer('alice', 'bob');

describe('POST /server/invites', () => {
  it('answers 201 with a token that expires in 24 hours', async () => {
    const before = Date.now();

    const answer = await call(server, 'POST', '/server/invites', { headers: { 'x-admin-token': ADMIN_TOKEN } });

    expect(answer.status).toBe(201);
    const invite = JSON.parse(answer.text) as { token: string; expires_at: string };
    expect(Object.keys(invite)).toEqual(['token', 'expires_at']);
    expect(invite.token).toMatch(/^[\w-]{43,}$/);
    expect(invite.expires_at).toMatch(/Z$/);
    expect(Date.parse(invite.expires_at)).toBeGreaterThanOrEqual(before + DAY_MS);
    expect(Date.parse(invite.expires_at)).toBeLessThanOrEqual(Date.now() + DAY_MS);
  });

  it("takes X-Admin-Token or an admin's bearer token", async () => {
    const [one, two] = [await operator(server).invites.create(), await alice.client.invites.create()];

    expect(one.token).not.toBe(two.token);
  });

  it("answers 401 without a credential or with a wrong one, 403 with a member's, and makes no invite", async () => {
    const before = await countRows(server, 'invites');

    const answers = await Promise.all([
      call(server, 'POST', '/server/invites'),
      call(server, 'POST', '/server/invites', { headers: { 'x-admin-token': 'wrong' } }),
      call(server, 'POST', '/server/invites', { headers: { 'x-admin-token': '' } }),
      call(server, 'POST', '/server/invites', { token: ADMIN_TOKEN }),
      call(server, 'POST', '/server/invites', { token: bob.session.token }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 403]);
    expect(await countRows(server, 'invites')).toEqual(before);
  });

  it('accepts an empty body with Content-Type: application/json', async () => {
    const headers = { 'x-admin-token': ADMIN_TOKEN, 'content-type': 'application/json' };

    const answer = await call(server, 'POST', '/server/invites', { headers });

    expect(answer.status).toBe(201);
  });

  it('refuses any other body', async () => {
    const headers = { 'x-admin-token': ADMIN_TOKEN };

    for (const body of ['{"uses":2}', 'null', '[]', 'x', `${' '.repeat(50)}x`]) {
      const answer = await call(server, 'POST', '/server/invites', { headers, body });
      expect([body, answer.status]).toEqual([body, 400]);
    }
    const body = ' '.repeat(operations.createInvite.maxBodyBytes + 1);
    expect(await call(server, 'POST', '/server/invites', { headers, body })).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    });
  });
});

/** The list of invites as text. */
async function listed(): Promise<string> {
  const { status, text } = await call(server, 'GET', '/server/invites', { token: alice.session.token });
  expect(status).toBe(200);
  return text;
}

describe('GET /server/invites', () => {
  it('lists open and used invites, newest first, and never a token', async () => {
    const before = (await alice.client.invites.list()).invites;
    const open = await alice.client.invites.create();
    await register(server, 'carol');

    const { invites } = await operator(server).invites.list();

    const used = {
      id: expect.any(String),
      created_at: expect.stringMatching(/Z$/),
      expires_at: expect.any(String),
      user_id: null,
      reset_user_id: null,
      created_by: null,
    };
    expect(invites).toEqual([
      { ...used, used_at: expect.stringMatching(/Z$/) },
      { ...used, expires_at: open.expires_at, used_at: null, created_by: alice.session.user_id },
      ...before,
    ]);
    expect(await listed()).not.toContain(open.token);
    expect(await listed()).not.toContain(createHash('sha256').update(open.token).digest('hex'));
  });

  it('says whose reserved name an invite is for', async () => {
    const { id: user_id } = await operator(server).users.create({ username: 'reserved' });
    await alice.client.invites.create({ user_id });

    expect((await alice.client.invites.list()).invites[0].user_id).toBe(user_id);
  });

  it('is for admins', async () => {
    await expect(bob.client.invites.list()).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    await expect(stranger(server).invites.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  });
});

describe('DELETE /server/invites', () => {
  async function newestId(): Promise<string> {
    return (await alice.client.invites.list()).invites[0].id;
  }

  it('revokes an invite, which is unknown from then on', async () => {
    const { token: invite_token } = await operator(server).invites.create();
    const invite_id = await newestId();

    await alice.client.invites.revoke({ invite_id });

    const { publicKey: public_key } = await generateKeyPair();
    await expect(
      stranger(server).auth.register({ username: 'dora', password: PASSWORD, public_key, invite_token }),
    ).rejects.toMatchObject({ status: 404, code: 'invite_not_found' });
    expect(await listed()).not.toContain(invite_id);
    await expect(alice.client.invites.revoke({ invite_id })).rejects.toMatchObject({
      status: 404,
      code: 'invite_not_found',
    });
  });

  it('does not affect whoever has registered with it', async () => {
    const erin = await register(server, 'erin');

    await operator(server).invites.revoke({ invite_id: await newestId() });

    await expect(erin.client.channels.list()).resolves.toEqual({ channels: [] });
  });

  it('is for admins', async () => {
    await operator(server).invites.create();
    const invite_id = await newestId();

    await expect(bob.client.invites.revoke({ invite_id })).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    await expect(stranger(server).invites.revoke({ invite_id })).rejects.toMatchObject({ status: 401 });

    expect(await newestId()).toBe(invite_id);
  });
});
