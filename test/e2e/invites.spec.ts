import { call } from '../support/http.js';
import { operator, type Person, register } from '../support/people.js';
import { ADMIN_TOKEN, startServer, type TestServer } from '../support/server.js';
import { countRows } from '../support/store.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let server: TestServer;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  alice = await register(server, 'alice');
  bob = await register(server, 'bob');
});
afterAll(() => server.close());

describe('POST /server/invites', () => {
  it('answers 201 with a token and when it expires: in 24 hours', async () => {
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

  it("answers 401 without a credential or with a wrong one, 403 with a member's, and makes nothing", async () => {
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

  it('takes an empty body with Content-Type: application/json as no body', async () => {
    const headers = { 'x-admin-token': ADMIN_TOKEN, 'content-type': 'application/json' };

    const answer = await call(server, 'POST', '/server/invites', { headers });

    expect(answer.status).toBe(201);
  });

  it('refuses a body that says something', async () => {
    const headers = { 'x-admin-token': ADMIN_TOKEN };

    for (const body of ['{"uses":2}', 'null', '[]', 'x', `${' '.repeat(2000)}x`]) {
      const answer = await call(server, 'POST', '/server/invites', { headers, body });
      expect([body.trim(), answer.status]).toEqual([body.trim(), 400]);
    }
  });
});
