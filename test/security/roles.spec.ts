import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { plannedOperations, successPlan } from '../contract/support/calls.js';
import { openapi } from '../contract/support/contract.js';
import { plannedFrames } from '../contract/support/frame-cases.js';
import { frameFor } from '../contract/support/frames.js';
import { codeOf } from '../contract/support/http.js';
import { credentials, type Person, World } from '../contract/support/world.js';
import { handshake } from '../support/handshake.js';
import { naming } from '../support/sending.js';
import { ADMIN_TOKEN } from '../support/server.js';

let world: World;
/** Apart from the world's own people, whose sessions have to outlive every request here. */
let people: Record<'member' | 'untrusted' | 'admin', Person>;

beforeAll(async () => {
  world = await World.create({ DIALTONE_RATE_LIMIT: 'off' });
  const [member, untrusted, admin] = [await world.register(), await world.register(), await world.register()];
  people = { member, untrusted, admin };
  const setRoles = (body: object) => world.done('updateUser', { as: world.admin, body: { ...body } });
  await setRoles({ user_id: untrusted.user_id, is_admin: false, is_trusted: false });
  // An admin is not trusted for it: one role does not stand in for the other.
  await setRoles({ user_id: admin.user_id, is_admin: true, is_trusted: false });
});
afterAll(() => world.close());

/** Somebody who calls: what they send, and what the contract calls them. */
interface Caller {
  readonly headers: () => Record<string, string> | Promise<Record<string, string>>;
  /** The roles of their session; null without a valid one. */
  readonly roles: readonly string[] | null;
  readonly hasAdminToken?: true;
}

/** Headers of a session that is made for one request, since some of them end it. */
async function freshSession(name: keyof typeof people): Promise<Record<string, string>> {
  return credentials(await world.login(people[name]));
}

const callers: Readonly<Record<string, Caller>> = {
  nobody: { headers: () => ({}), roles: null },
  'a bad token': { headers: () => ({ Authorization: 'Bearer nobody' }), roles: null },
  'an ended session': {
    headers: async () => {
      const person = await world.login(people.admin);
      await world.done('logoutSession', { as: person });
      return credentials(person);
    },
    roles: null,
  },
  'the admin token as a session': { headers: () => ({ Authorization: `Bearer ${ADMIN_TOKEN}` }), roles: null },
  'a member': { headers: () => freshSession('member'), roles: ['trusted'] },
  'an untrusted member': { headers: () => freshSession('untrusted'), roles: [] },
  'an untrusted admin': { headers: () => freshSession('admin'), roles: ['admin'] },
  'the admin token': { headers: () => ({ 'X-Admin-Token': ADMIN_TOKEN }), roles: null, hasAdminToken: true },
  'a wrong admin token': { headers: () => ({ 'X-Admin-Token': `${ADMIN_TOKEN}x` }), roles: null },
};

type Security = readonly Readonly<Record<string, readonly string[]>>[];

/** What the contract's `security` means for a caller: the code of the refusal, or null when they are let in. */
function refusalBy(security: Security, caller: Caller): string | null {
  if (security.length === 0) return null;
  const isLetIn = security.some(({ adminToken, bearerAuth }) =>
    adminToken ? caller.hasAdminToken : caller.roles && bearerAuth.every((role) => caller.roles!.includes(role)),
  );
  if (isLetIn) return null;
  return caller.roles ? 'forbidden' : 'unauthorized';
}

const operations = Object.values(openapi.paths).flatMap((item) => Object.values(item));

test.each(plannedOperations.map((operation) => [operation.id, operation] as const))(
  '%s lets in whom the contract lets in, and nobody else',
  async (id, operation) => {
    const { security } = operations.find(({ operationId }) => operationId === id)!;
    const verdicts: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const [name, caller] of Object.entries(callers)) {
      const { as: _, ...plan } = await successPlan(operation, world);
      const headers = await caller.headers();
      const call = world.call(operation, plan);
      const before = await world.allRows();

      const answer = await world.send({ ...call, headers: { ...call.headers, ...headers } });

      const code = codeOf(answer);
      verdicts[name] = code === 'unauthorized' || code === 'forbidden' ? `${answer.status} ${code}` : 'let in';
      const refusal = refusalBy(security, caller);
      expected[name] = refusal === null ? 'let in' : `${refusal === 'forbidden' ? 403 : 401} ${refusal}`;
      if (refusal) expect([name, await world.allRows()]).toEqual([name, before]);
    }
    expect(verdicts).toEqual(expected);
  },
);

test('the contract names only roles and schemes that are tried here', () => {
  const securities = operations.flatMap(({ security }) => security);
  const roles = new Set(securities.flatMap((alternative) => Object.values(alternative).flat()));
  const schemes = new Set(securities.flatMap((alternative) => Object.keys(alternative)));

  expect([...roles].sort()).toEqual(['admin', 'trusted']);
  expect([...schemes].sort()).toEqual(['adminToken', 'bearerAuth']);
});

describe('frames', () => {
  const { servers } = parse(readFileSync('asyncapi.yaml', 'utf8')) as {
    servers: Record<string, { security: { $ref: string }[] }>;
  };

  test('the contract asks for a session, of any role, to send any of them', () => {
    expect(Object.values(servers).map(({ security }) => security)).toEqual([
      [{ $ref: '#/components/securitySchemes/bearerAuth' }],
    ]);
  });

  const cells = plannedFrames.flatMap(([{ type }]) => Object.keys(callers).map((name) => [type, name] as const));

  test.each(cells)('%s by %s', async (type, name) => {
    const caller = callers[name];
    const { status, ear } = await handshake(world.server.wsUrl, { headers: await caller.headers() });
    expect(status).toBe(caller.roles ? 101 : 401);
    if (!ear) return;
    await ear.next('voice.presence.snapshot');
    ear.send({ type: 'voice_join', channel_id: world.channelId });
    await ear.next('voice_roster');
    const frame = await frameFor(type, world);

    ear.send(frame);
    ear.send({ type: 'no.such.type' });
    await ear.next('error', ({ code }) => code === 'unsupported_type');
    const last = naming(world.channelId, 'a refusal may take until the store has answered');
    ear.send(last);
    await ear.next('channel.message.ack', ({ client_id }) => client_id === last.client_id);

    const codes = new Set<string>(ear.all('error').map(({ code }) => code));
    codes.delete('recipient_unavailable'); // nobody else is in the room
    expect([...codes]).toEqual(['unsupported_type']);
    await ear.close();
  });
});
