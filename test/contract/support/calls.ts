import { limits } from '@app/contract';
import { type OperationDoc, type Outcome, outcomes } from './contract.js';
import { type Call, operationDoc } from './http.js';
import { PASSWORD, type Person, type Plan, type World } from './world.js';

type Planner = (world: World) => Plan | Promise<Plan>;

/** For each success of each operation what to say to get it; a new operation needs a line here. */
export const successPlans: Readonly<Record<string, Planner>> = {
  'checkHealth 200': () => ({}),
  'registerUser 201': async (world) => ({
    body: { username: world.newName(), public_key: world.newKey(), invite_token: await world.invite() },
  }),
  'loginUser 200': ({ admin }) => ({
    body: { username: admin.username, password: PASSWORD, public_key: admin.device_public_key },
  }),
  'logoutSession 201': async (world) => ({ as: await world.login(world.member) }),
  'listSessions 200': ({ member }) => ({ as: member }),
  'endSessions 204': ({ member }) => ({ as: member, query: { others: '1' } }),
  'changePassword 201': ({ member }) => ({
    as: member,
    body: { current_password: PASSWORD, new_password: PASSWORD },
  }),
  'createTicket 201': ({ member }) => ({ as: member }),
  'updateUser 200': ({ admin, member }) => ({ as: admin, body: { user_id: member.user_id, is_admin: false } }),
  'createUser 201': (world) => ({ as: 'operator', body: { username: world.newName() } }),
  'listProfiles 200': ({ member }) => ({ as: member }),
  'setProfile 201': ({ member }) => ({ as: member }),
  'createDevice 201': (world) => ({
    as: world.member,
    body: { user_id: world.member.user_id, public_key: world.newKey() },
  }),
  'deleteDevice 204': async (world) => ({
    as: world.member,
    query: { device_id: await world.addDevice(world.member) },
  }),
  'listDeviceKeys 200': ({ member }) => ({ as: member, query: { user_id: member.user_id } }),
  'listChannels 200': ({ member }) => ({ as: member }),
  'createChannel 201': ({ admin }) => ({ as: admin }),
  'renameChannel 200': ({ admin, channelId }) => ({ as: admin, body: { channel_id: channelId } }),
  'deleteChannel 204': async (world) => ({ as: world.admin, query: { channel_id: await world.createChannel() } }),
  'listMessages 200': ({ member, channelId }) => ({ as: member, query: { channel_id: channelId, limit: '50' } }),
  'syncMessages 200': ({ member }) => ({ as: member, query: { since: '0' } }),
  'getChannelKey 200': ({ admin, channelId }) => ({ as: admin, query: { channel_id: channelId } }),
  'putChannelKeys 201': (world) => ({
    as: world.admin,
    body: { channel_id: world.channelId, envelopes: [world.envelope(world.admin, world.admin)] },
  }),
  'getDirectoryKey 200': ({ admin }) => ({ as: admin }),
  'getDirectoryKey 204': ({ member }) => ({ as: member }),
  'putDirectoryKeys 201': (world) => ({
    as: world.admin,
    body: { envelopes: [world.envelope(world.admin, world.admin)] },
  }),
  'queryPresence 200': ({ admin, member }) => ({ as: member, body: { user_ids: [admin.user_id, 'nobody'] } }),
  'createInvite 201': ({ admin }) => ({ as: admin }),
  'listInvites 200': ({ admin }) => ({ as: admin }),
  'revokeInvite 204': async (world) => {
    await world.invite();
    const { invites } = await world.done('listInvites', { as: 'operator' });
    return { as: world.admin, query: { invite_id: (invites as { id: string }[])[0].id } };
  },
};

/** For each error that only one operation knows how to get. */
export const errorPlans: Readonly<Record<string, Planner>> = {
  'registerUser 400 password_too_common': async (world) => ({
    body: { username: world.newName(), password: 'Password1', invite_token: await world.invite() },
  }),
  'registerUser 404 invite_not_found': (world) => ({ body: { username: world.newName(), invite_token: 'no-invite' } }),
  'registerUser 409 username_taken': async (world) => ({
    body: { username: ` ${world.member.username.toUpperCase()} `, invite_token: await world.invite() },
  }),
  'registerUser 410 invite_used': async (world) => {
    const invite_token = await world.invite();
    await world.done('registerUser', { body: { username: world.newName(), invite_token } });
    return { body: { username: world.newName(), invite_token } };
  },
  'registerUser 410 invite_expired': async (world) => {
    const invite_token = await world.invite();
    await world.sql(`UPDATE invites SET expires_at = '2020-01-01 00:00:00.000' WHERE used_at IS NULL`);
    return { body: { username: world.newName(), invite_token } };
  },
  'loginUser 401 invalid_credentials': ({ member }) => ({ body: { username: member.username, password: 'wrong 1' } }),
  'loginUser 409 too_many_devices': async (world) => ({
    body: { username: (await crowded(world)).username, password: PASSWORD, public_key: world.newKey() },
  }),
  'endSessions 404 session_not_found': ({ member }) => ({ as: member, query: { session_id: 'no-session' } }),
  'changePassword 400 password_too_common': ({ member }) => ({
    as: member,
    body: { current_password: PASSWORD, new_password: 'Password1' },
  }),
  'changePassword 403 wrong_password': ({ member }) => ({ as: member, body: { current_password: 'wrong 1' } }),
  'updateUser 404 user_not_found': ({ admin }) => ({ as: admin, body: { user_id: 'nobody' } }),
  'updateUser 409 last_admin': ({ admin }) => ({ as: admin, body: { user_id: admin.user_id, is_admin: false } }),
  'createUser 409 username_taken': ({ member }) => ({ as: 'operator', body: { username: member.username } }),
  'createDevice 403 not_your_user': ({ member, admin }) => ({ as: member, body: { user_id: admin.user_id } }),
  'createDevice 409 too_many_devices': async (world) => {
    const person = await crowded(world);
    return { as: person, body: { user_id: person.user_id, public_key: world.newKey() } };
  },
  'deleteDevice 403 not_your_user': ({ member, admin }) => ({ as: member, query: { device_id: admin.device_id } }),
  'listDeviceKeys 403 not_your_user': ({ member, admin }) => ({ as: member, query: { user_id: admin.user_id } }),
  'listMessages 404 cursor_not_found': ({ member, channelId }) => ({
    as: member,
    query: { channel_id: channelId, before: 'no-message' },
  }),
  'syncMessages 404 cursor_not_found': ({ member }) => ({ as: member, query: { since: 'no-message' } }),
  'revokeInvite 404 invite_not_found': ({ admin }) => ({ as: admin, query: { invite_id: 'no-invite' } }),
  'getChannelKey 404 envelope_not_found': ({ member, channelId }) => ({ as: member, query: { channel_id: channelId } }),
};

/** Somebody who has as many devices as anybody may have. */
async function crowded(world: World): Promise<Person> {
  const person = await world.register();
  for (let devices = 1; devices < limits.devicesPerUser; devices++) await world.addDevice(person);
  return person;
}

type Caller = (operation: OperationDoc, success: Plan, world: World) => Call[];

/** For each error code what to change in a request that would succeed, so that it gets the code. */
const spoilers: Readonly<Record<string, Caller>> = {
  invalid_request: (operation, success, world) => {
    const call = world.call(operation, success);
    if (!operation.hasBody) return [{ ...call, path: `${call.path}${call.path.includes('?') ? '&' : '?'}unknown=1` }];
    return [
      { ...call, body: '{"' },
      world.call(operation, { ...success, body: { ...success.body, unknown_field: 1 } }),
    ];
  },
  unauthorized: (operation, success, world) => {
    const call = world.call(operation, { ...success, as: undefined });
    const wrong: Record<string, string>[] = [
      {},
      { Authorization: 'Bearer nobody' },
      { Authorization: 'Basic YTpi' },
      { 'X-Admin-Token': 'no' },
    ];
    return wrong.map((headers) => ({ ...call, headers: { ...call.headers, ...headers } }));
  },
  forbidden: (operation, success, world) => [
    world.call(operation, { ...success, as: operation.roles.includes('admin') ? world.member : world.untrusted }),
  ],
  payload_too_large: (operation, success, world) => [
    withBody(world.call(operation, success), 'application/json', ' '.repeat(limits.maxBodyBytes + 1)),
  ],
  unsupported_media_type: (operation, success, world) =>
    ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''].map((type) =>
      withBody(world.call(operation, success), type, '{}'),
    ),
  channel_not_found: (operation, success, world) => [
    world.call(operation, {
      ...success,
      ...(success.query ? { query: { channel_id: 'no-channel' } } : { body: { ...success.body, channel_id: 'no' } }),
    }),
  ],
  device_not_found: (operation, success, world) => [
    world.call(operation, {
      ...success,
      ...(success.query
        ? { query: { device_id: 'no-device' } }
        : {
            body: {
              ...success.body,
              envelopes: [world.admin, { device_id: 'no-device' }].map((to) => world.envelope(world.admin, to)),
            },
          }),
    }),
  ],
  sender_key_mismatch: (operation, success, world) => [
    world.call(operation, {
      ...success,
      body: {
        ...success.body,
        envelopes: [{ ...world.envelope(world.admin, world.admin), sender_public_key: world.newKey() }],
      },
    }),
  ],
  not_your_device: (operation, success, world) => [
    world.call(operation, {
      ...success,
      body: { ...success.body, envelopes: [world.envelope(world.member, world.admin)] },
    }),
  ],
};

function withBody(call: Call, type: string, body: string): Call {
  const headers = Object.entries(call.headers ?? {}).filter(([name]) => name !== 'Content-Type');
  return { ...call, headers: { ...Object.fromEntries(headers), ...(type ? { 'Content-Type': type } : {}) }, body };
}

export function keyOf({ operationId, status, code }: Outcome): string {
  return [operationId, status, code ?? []].flat().join(' ');
}

/** What to say so that the operation succeeds. */
export async function successPlan(operation: OperationDoc, world: World): Promise<Plan> {
  const outcome = outcomes.find(({ operationId, status }) => operationId === operation.id && status < 300);
  const plan = outcome && successPlans[keyOf(outcome)];
  if (!plan) throw new Error(`no request is known that makes ${operation.id} succeed`);
  return plan(world);
}

/** Every request that this world has for an outcome; each of them must get it. */
export async function callsFor(outcome: Outcome, world: World): Promise<Call[]> {
  const operation = operationDoc(outcome.operationId);
  const plan = successPlans[keyOf(outcome)] ?? errorPlans[keyOf(outcome)];
  if (plan) return [world.call(operation, await plan(world))];
  const spoil = spoilers[outcome.code ?? ''];
  if (!spoil) throw new Error(`no request is known that makes ${keyOf(outcome)}`);
  return spoil(operation, await successPlan(operation, world), world);
}

/** Plans for what the contract does not have (any more). */
export function strayPlans(): string[] {
  const documented = new Set(outcomes.map(keyOf));
  return [...Object.keys(successPlans), ...Object.keys(errorPlans)].filter((key) => !documented.has(key));
}
